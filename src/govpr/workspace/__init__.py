"""The façade: `Workspace`, and `AsyncWorkspace` with the same surface."""

from govpr.workspace.aio import AsyncWorkspace
from govpr.workspace.delivering import Delivered
from govpr.workspace.planning import Approved
from govpr.workspace.reporting import Status
from govpr.workspace.sync import Workspace

__all__ = ["Approved", "AsyncWorkspace", "Delivered", "Status", "Workspace"]
