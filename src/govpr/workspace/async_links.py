"""Links in an asynchronous workspace: pages are opened many at once."""

import asyncio

from attrs import frozen

from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.http.drivers import arun
from govpr.http.guards import host_of
from govpr.links.checking import check_link
from govpr.links.preview import Preview, preview
from govpr.media.remote import Remote, fetch
from govpr.models import Campaign, Finding
from govpr.workspace.async_parts import aside
from govpr.workspace.links import Links, questions, shortening

_AT_ONCE = 8


@frozen
class AsyncLinks:
    """As `govpr.workspace.links.Links`."""

    _sync: Links
    _client: AsyncClient

    async def check(self, *links: Campaign | str) -> tuple[Finding, ...]:
        """As `Links.check`, with several links at once."""
        turns = asyncio.Semaphore(_AT_ONCE)

        async def look(url: str, path: str) -> Finding | None:
            async with turns:
                return await arun(check_link(url, path), self._send)

        found = await asyncio.gather(*(look(url, path) for url, path in questions(links)))
        return tuple(finding for finding in found if finding is not None)

    async def preview(self, url: str) -> Preview:
        """As `Links.preview`."""
        return await arun(preview(url), self._send)

    async def picture(self, url: str) -> Remote:
        """As `Links.picture`."""
        return await arun(fetch(url), self._send)

    async def shorten(self, url: str, *, title: str = "") -> str:
        """As `Links.shorten`."""
        settings = self._sync._context.settings.links  # noqa: SLF001  (its other half)
        flow, session, hosts = await aside(shortening, settings, url, title)
        return await arun(flow, self._client.sender(session, hosts))

    async def _send(self, call: Call) -> Reply:
        return await self._client.sender(hosts=frozenset({host_of(call.url)}))(call)
