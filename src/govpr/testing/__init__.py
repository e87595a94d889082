"""Aids for testing adapters: scripted servers, conversations, contracts, the fault matrix, services' descriptions.

Nothing here is subclassed, and nothing here imports a test framework: a check is a callable that raises
`AssertionError`.

Example:
    >>> from govpr.http.calls import Call, Flow
    >>> def greet() -> Flow[str]:
    ...     reply = yield Call("GET", "https://sosial.example/halo")
    ...     return reply.body.decode()
    >>> converse(greet(), scripted({"GET /halo": answer("Halo")})).result
    '"Halo"'
"""

from govpr.testing.contract import contract_checks
from govpr.testing.conversations import Conversation, converse
from govpr.testing.databases import database_checks
from govpr.testing.faults import fault_checks
from govpr.testing.servers import Routes, Server, answer, failing, scripted
from govpr.testing.specs import spec_checks
from govpr.testing.subject import Check, Subject

__all__ = [
    "Check",
    "Conversation",
    "Routes",
    "Server",
    "Subject",
    "answer",
    "contract_checks",
    "converse",
    "database_checks",
    "failing",
    "fault_checks",
    "scripted",
    "spec_checks",
]
