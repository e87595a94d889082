"""Requests held against what services publish: OpenAPI, Google's discovery, Telegram's JSON, Meta's nodes.

A description is a callable: it is given a request as it goes out, and gives what is wrong with it, or None where it
does not know the call. One of your own fits beside those here.

Example:
    >>> from govpr.testing.specs import Flaw
    >>> def described(sent):
    ...     return [Flaw("header.X-Warta", "is missing")] if "X-Warta" not in sent.headers else []
"""

from govpr.testing.specs._checks import flaws, spec_checks, specs_of
from govpr.testing.specs._discovery import discovery
from govpr.testing.specs._documents import Source
from govpr.testing.specs._flaws import Description, Flaw
from govpr.testing.specs._graph import Edge, graph
from govpr.testing.specs._openapi import openapi
from govpr.testing.specs._sent import Sent, sent
from govpr.testing.specs._telegram import telegram

__all__ = [
    "Description",
    "Edge",
    "Flaw",
    "Sent",
    "Source",
    "discovery",
    "flaws",
    "graph",
    "openapi",
    "sent",
    "spec_checks",
    "specs_of",
    "telegram",
]
