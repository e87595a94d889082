"""Every request that an adapter makes, held against what its service publishes about its interface.

    assert wrong(SUBJECT, (openapi.described, specs() / "discord-v10.json")) == []

A request that no description knows is a problem too, unless its host is named in `elsewhere`.
"""

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest

from govpr.testing import Subject
from tests.specs.sent import SECRET, Sent, sent_by

_SHARED = Path(os.environ.get("GOVPR_SHARED", Path(__file__).parents[2].parent / "shared"))
Description: TypeAlias = tuple[Callable[[Sent, Path], list[str] | None], Path]
"""What looks, and what it looks into."""


def specs() -> Path:
    """The folder of descriptions; the test is skipped where it is absent."""
    folder = _SHARED / "data" / "specs"
    if not folder.is_dir():
        pytest.skip("the services' descriptions are not there; set GOVPR_SHARED to the folder that has data/specs")
    return folder


def wrong(
    subject: Subject, *descriptions: Description, elsewhere: Collection[str] = (), secret: str = SECRET
) -> list[str]:
    """What is wrong with a subject's requests.

    Args:
        subject: Whose requests, in every conversation that it knows.
        descriptions: The first that knows a request counts.
        elsewhere: Hosts of which there is no description.
        secret: The credential; of another form where it stands in the path.
    """
    found: list[str] = []
    for sent in sent_by(subject, secret):
        if urlsplit(sent.url).hostname not in elsewhere:
            found += amiss(sent, *descriptions)
    return found


def amiss(sent: Sent, *descriptions: Description) -> list[str]:
    """What is wrong with one request."""
    for look, file in descriptions:
        problems = look(sent, file)
        if problems is not None:
            return problems
    return [f"{sent}: no description knows it"]
