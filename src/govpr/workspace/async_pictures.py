"""Pictures in an asynchronous workspace: pictures are fetched many at once, everything else runs in threads."""

import asyncio
from pathlib import Path

from attrs import frozen

from govpr.errors import DeliveryError, InputError, Problem
from govpr.hoaxes.evidence.capture import capture
from govpr.hoaxes.images.matching import PictureMatch
from govpr.hoaxes.matching import Match
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.http.drivers import arun
from govpr.http.guards import host_of
from govpr.models.pictures import KnownPicture
from govpr.workspace.async_parts import aside
from govpr.workspace.picture_files import LoadedPictures, wanted
from govpr.workspace.picture_store import Row
from govpr.workspace.pictures import Pictures, fetched, settled, unfetched
from govpr.workspace.progress import Progress, silent

_AT_ONCE = 4


@frozen
class AsyncPictures:
    """As `govpr.workspace.pictures.Pictures`."""

    _sync: Pictures
    _client: AsyncClient

    async def add(self, file: Path | str, *, factcheck: str | None = None, report: str | None = None) -> KnownPicture:
        """As `Pictures.add`."""
        return await aside(self._sync.add, file, factcheck=factcheck, report=report)

    async def load(self, place: Path | str, *, progress: Progress = silent) -> LoadedPictures:
        """As `Pictures.load`; `progress` is called in another thread."""
        return await aside(self._sync.load, place, progress=progress)

    async def fetch(self, *, limit: int = 100, progress: Progress = silent) -> LoadedPictures:
        """As `Pictures.fetch`, with a few conversations at once."""
        context = self._sync._context  # noqa: SLF001  (its other half)
        due = await aside(wanted, context, limit)
        turns = asyncio.Semaphore(_AT_ONCE)
        tried = await asyncio.gather(*(self._fetched(cid, url, turns) for cid, url in due))
        progress(len(tried), len(due))
        return await aside(settled, context, tried)

    async def check(self, file: Path | str, *, top: int = 5) -> PictureMatch:
        """As `Pictures.check`."""
        return await aside(self._sync.check, file, top=top)

    async def text(self, file: Path | str, *, languages: str = "ind+eng") -> str:
        """As `Pictures.text`."""
        return await aside(self._sync.text, file, languages=languages)

    async def check_text(self, file: Path | str, *, languages: str = "ind+eng", top: int = 5) -> Match:
        """As `Pictures.check_text`."""
        return await aside(self._sync.check_text, file, languages=languages, top=top)

    async def count(self) -> int:
        """As `Pictures.count`."""
        return await aside(self._sync.count)

    async def _fetched(self, cid: str, url: str, turns: asyncio.Semaphore) -> Row | Problem:
        async with turns:
            try:
                steps = await arun(capture(url), self._send)
                return await aside(fetched, cid, url, steps)
            except (DeliveryError, InputError) as error:
                return unfetched(url, error)

    async def _send(self, call: Call) -> Reply:
        return await self._client.sender(hosts=frozenset({host_of(call.url)}))(call)
