"""`AsyncWorkspace.queue`: each method runs its twin in a thread."""

from datetime import datetime

from attrs import frozen

from govpr.models import Delivery
from govpr.models.standbys import Standby
from govpr.workspace.async_parts import aside
from govpr.workspace.queue import Queue, Queued


@frozen
class AsyncQueue:
    """As `govpr.workspace.queue.Queue`."""

    _sync: Queue

    async def waiting(
        self, *, campaign: str | None = None, account: str | None = None, limit: int = 100
    ) -> tuple[Queued, ...]:
        """As `Queue.waiting`."""
        return await aside(self._sync.waiting, campaign=campaign, account=account, limit=limit)

    async def reschedule(self, post: str, due: datetime, *, by: str) -> Queued:
        """As `Queue.reschedule`."""
        return await aside(self._sync.reschedule, post, due, by=by)

    async def edit(self, post: str, text: str, *, by: str) -> Queued:
        """As `Queue.edit`."""
        return await aside(self._sync.edit, post, text, by=by)

    async def hold(self, post: str, *, by: str, note: str = "") -> Delivery:
        """As `Queue.hold`."""
        return await aside(self._sync.hold, post, by=by, note=note)

    async def release(self, post: str, *, by: str) -> Delivery:
        """As `Queue.release`."""
        return await aside(self._sync.release, post, by=by)

    async def withdraw(self, post: str, *, by: str) -> Delivery:
        """As `Queue.withdraw`."""
        return await aside(self._sync.withdraw, post, by=by)

    async def standby(self, post: str) -> Standby | None:
        """As `Queue.standby`."""
        return await aside(self._sync.standby, post)

    async def fallback(self, post: str, *, by: str, absent: bool = False) -> Delivery:
        """As `Queue.fallback`."""
        return await aside(self._sync.fallback, post, by=by, absent=absent)
