"""What the methods of a workspace need of it."""

from typing import Protocol

from govpr.http.client import Client
from govpr.workspace.context import Context


class Opened(Protocol):
    """An open workspace."""

    @property
    def _context(self) -> Context:
        """What its parts work with."""

    @property
    def _client(self) -> Client:
        """What sends its calls."""
