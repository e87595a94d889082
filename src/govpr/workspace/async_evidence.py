"""Evidence in an asynchronous workspace: pages are fetched many at once, files are written in threads."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from attrs import evolve, frozen

from govpr.errors import DeliveryError, InputError, Problem
from govpr.hoaxes.evidence import Parts, capture, capture_whole, wayback
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.http.drivers import arun
from govpr.http.guards import host_of
from govpr.models import Source
from govpr.models.evidence import Copy
from govpr.workspace.async_parts import aside
from govpr.workspace.evidence import Evidence, archived, keep, wayback_session
from govpr.workspace.progress import Progress, silent


@frozen
class AsyncEvidence:
    """As `govpr.workspace.evidence.Evidence`."""

    _sync: Evidence
    _client: AsyncClient

    async def archive(self, url: str, *, whole: bool = False) -> Copy:
        """As `Evidence.archive`."""
        if whole:
            steps, parts = await arun(capture_whole(url), self._send)
        else:
            steps, parts = await arun(capture(url), self._send), Parts()
        return await aside(keep, self._sync._context, url, steps, parts)  # noqa: SLF001  (its other half)

    async def archive_sources(self, sources: Sequence[Source], *, whole: bool = False) -> tuple[Source, ...]:
        """As `Evidence.archive_sources`, with all sources at once."""
        return archived(await asyncio.gather(*(self._attempt(source, whole=whole) for source in sources)))

    async def publish(self, url: str, *, credential: str) -> str:
        """As `Evidence.publish`."""
        return await arun(wayback.save(url), self._client.sender(wayback_session(credential), wayback.HOSTS))

    async def copies(
        self, url: str | None = None, *, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[Copy, ...]:
        """As `Evidence.copies`."""
        return await aside(self._sync.copies, url, since=since, until=until)

    async def read(self, copy: Copy) -> bytes:
        """As `Evidence.read`."""
        return await aside(self._sync.read, copy)

    async def verify(self, *, progress: Progress = silent) -> tuple[Problem, ...]:
        """As `Evidence.verify`; `progress` is called in another thread."""
        return await aside(self._sync.verify, progress=progress)

    async def _attempt(self, source: Source, *, whole: bool) -> Source | DeliveryError | InputError:
        try:
            if source.archive:
                return source
            return evolve(source, archive=(await self.archive(source.url, whole=whole)).reference)
        except (DeliveryError, InputError) as error:
            return error

    async def _send(self, call: Call) -> Reply:
        return await self._client.sender(hosts=frozenset({host_of(call.url)}))(call)
