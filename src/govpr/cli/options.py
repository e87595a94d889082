"""Options that many commands share, and what the commands begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

import govpr
from govpr.cli.logs import logging_events

if TYPE_CHECKING:
    from govpr import Workspace

Folder = Annotated[
    Path, Parameter(name=("--workspace", "-w"), env_var="GOVPR_WORKSPACE", help="The folder of the workspace.")
]
AsJson = Annotated[bool, Parameter(name="--json", negative=(), show_default=False, help="Print one JSON document.")]
HERE = Path()


def examples(*lines: str) -> str:
    r"""The part of a command's help that shows how to use it.

    Example:
        >>> examples("govpr status", "govpr status --json")
        'Examples:\n\n  govpr status\n  govpr status --json'
    """
    return "\n".join(("Examples:", "", *(f"  {line}" for line in lines)))


@contextmanager
def opened(folder: Path) -> "Iterator[Workspace]":
    """The workspace that a command works on, with logging switched on.

    Raises:
        InvalidFile: The folder is no workspace, or its settings are wrong.
        StoreError: It cannot be opened.
    """
    with logging_events(), govpr.Workspace.open(folder) as workspace:
        yield workspace
