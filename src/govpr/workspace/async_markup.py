"""Markup in an asynchronous workspace: the store in threads, the conversations awaited, one after the other."""

from collections.abc import Awaitable, Callable, Sequence

from attrs import frozen

from govpr.errors import DeliveryError
from govpr.hoaxes.databases.protocol import MarkupPage
from govpr.hoaxes.markup import MarkupChange, MarkupStep
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.http.drivers import arun
from govpr.workspace.async_parts import aside
from govpr.workspace.marking import MarkupDone, MarkupWork
from govpr.workspace.markup import Markup


@frozen
class AsyncMarkup:
    """As `govpr.workspace.markup.Markup`."""

    _sync: Markup
    _client: AsyncClient

    async def pages(self, database: str) -> tuple[MarkupPage, ...]:
        """As `Markup.pages`."""
        work = await self._work(database)
        return await arun(work.listing(), self._through(work))

    async def changes(self, database: str, *cases: str, withdraw: bool = False) -> tuple[MarkupChange, ...]:
        """As `Markup.changes`."""
        work = await self._work(database)
        said = await aside(work.said, cases, withdraw=withdraw)
        return work.changes(said, await arun(work.listing(), self._through(work)), withdraw=withdraw)

    async def publish(self, database: str, *cases: str) -> tuple[MarkupDone, ...]:
        """As `Markup.publish`: **it goes to the database's public**."""
        return await self._made(database, await self.changes(database, *cases))

    async def withdraw(self, database: str, *cases: str) -> tuple[MarkupDone, ...]:
        """As `Markup.withdraw`."""
        return await self._made(database, await self.changes(database, *cases, withdraw=True))

    async def _made(self, database: str, changes: Sequence[MarkupChange]) -> tuple[MarkupDone, ...]:
        work = await self._work(database)
        send = self._through(work)
        return tuple([await self._make(work, one, send) for one in changes])

    async def _make(
        self, work: MarkupWork, change: MarkupChange, send: Callable[[Call], Awaitable[Reply]]
    ) -> MarkupDone:
        if change.step is MarkupStep.KEEP:
            return MarkupDone(change=change)
        await aside(work.begin, change)
        try:
            await arun(work.flow(change), send)
        except DeliveryError as error:
            return await aside(work.failed, change, error)
        return await aside(work.done, change)

    async def _work(self, database: str) -> MarkupWork:
        return await aside(MarkupWork.of, self._sync._context, database)  # noqa: SLF001  (its other half)

    def _through(self, work: MarkupWork) -> Callable[[Call], Awaitable[Reply]]:
        send = self._client.sender(work.session, work.hosts)
        return lambda call: send(work.due(call))
