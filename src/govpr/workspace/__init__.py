"""The façade: `Workspace`, and `AsyncWorkspace` with the same surface."""

from typing import TYPE_CHECKING

from govpr.workspace.approving import Approved
from govpr.workspace.deciding import ApprovedMany, RejectedMany
from govpr.workspace.delivering import Delivered
from govpr.workspace.reporting import Status, Troubled
from govpr.workspace.streaming import PlanSummary
from govpr.workspace.sync import Workspace

if TYPE_CHECKING:
    from govpr.workspace.aio import AsyncWorkspace

__all__ = [
    "Approved",
    "ApprovedMany",
    "AsyncWorkspace",
    "Delivered",
    "PlanSummary",
    "RejectedMany",
    "Status",
    "Troubled",
    "Workspace",
]


def __getattr__(name: str) -> object:
    """Load the asynchronous half only where it is used."""
    if name == "AsyncWorkspace":
        from govpr.workspace.aio import AsyncWorkspace  # noqa: PLC0415

        return AsyncWorkspace
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
