"""Hoax databases in an asynchronous workspace: many conversations at once, the store and the index in threads."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from time import monotonic

from attrs import evolve, frozen

from govpr.errors import StoreError
from govpr.hoaxes.federation import Found, PictureFound, found_in, merged
from govpr.hoaxes.federation.awaiting import AsyncSenders, aask
from govpr.hoaxes.federation.sources import Source, Watch
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.http.drivers import arun
from govpr.workspace.asked import PROBE, is_searched, picture_question, picturing, question, searched, unasked
from govpr.workspace.async_markup import AsyncMarkup
from govpr.workspace.async_parts import aside
from govpr.workspace.databases import DEADLINE, Databases
from govpr.workspace.progress import Progress, silent
from govpr.workspace.reading import Reading, Synced
from govpr.workspace.sources import (
    DatabaseCheck,
    DatabaseState,
    answered,
    async_sender,
    checked,
    chosen,
    readable,
    sources,
)


@frozen
class AsyncDatabases:
    """As `govpr.workspace.databases.Databases`."""

    _sync: Databases
    _client: AsyncClient

    @property
    def markup(self) -> AsyncMarkup:
        """As `Databases.markup`."""
        return AsyncMarkup(self._sync.markup, self._client)

    async def all(self) -> tuple[DatabaseState, ...]:
        """As `Databases.all`."""
        return await aside(self._sync.all)

    async def search(
        self,
        text: str,
        databases: Sequence[str] | None = None,
        *,
        language: str | None = None,
        since: date | None = None,
        limit: int = 10,
        deadline: float = DEADLINE,
    ) -> Found:
        """As `Databases.search`: **the text leaves this machine**."""
        context = self._sync._context  # noqa: SLF001  (its other half)
        query = question(text, language=language, since=since, limit=limit)
        able, rest = searched(context, databases)
        asked = sources(context, able)
        answers = answered(await aask(asked, query, async_sender(self._client), deadline=deadline))
        found = await aside(found_in, text, answers, language=language, thresholds=context.settings.matching)
        return evolve(found, unasked=await aside(unasked, context, rest))

    async def search_picture(
        self,
        url: str,
        databases: Sequence[str] | None = None,
        *,
        language: str | None = None,
        since: date | None = None,
        limit: int = 10,
        deadline: float = DEADLINE,
    ) -> PictureFound:
        """As `Databases.search_picture`: **the address leaves this machine**."""
        context = self._sync._context  # noqa: SLF001  (its other half)
        query = picture_question(url, language=language, since=since, limit=limit)
        asked = sources(context, picturing(context, databases))
        answers = answered(await aask(asked, query, async_sender(self._client), deadline=deadline))
        return PictureFound(results=merged(answers), answers=answers)

    async def sync(self, *names: str, full: bool = False, progress: Progress = silent) -> tuple[Synced, ...]:
        """As `Databases.sync`, with all of them at once."""
        context = self._sync._context  # noqa: SLF001  (its other half)
        wanted = sources(context, readable(context, names), always_ask=True)
        counts = dict.fromkeys((source.name for source in wanted), 0)

        def told(name: str) -> Progress:
            def count(done: int, _total: int | None) -> None:
                counts[name] = done
                progress(sum(counts.values()), None)

            return count

        send = async_sender(self._client)
        work = (_read(Reading(context, one, full), send, told(one.name)) for one in wanted)
        done = await asyncio.gather(*work, return_exceptions=True)  # each comes to its end before an error goes out
        return tuple(_raised(one) for one in done)

    async def check(self, *names: str, deadline: float = DEADLINE) -> tuple[DatabaseCheck, ...]:
        """As `Databases.check`."""
        context = self._sync._context  # noqa: SLF001  (its other half)
        known = sources(context, chosen(context, names or None), always_ask=True)
        asked = [one for one in known if is_searched(one.adapter, one.database)]
        return checked(known, await aask(asked, PROBE, async_sender(self._client), deadline=deadline))


def _raised(done: Synced | BaseException) -> Synced:
    if isinstance(done, BaseException):
        raise done
    return done


async def _read(work: Reading, senders: AsyncSenders, progress: Progress) -> Synced:
    """As `read`, awaited."""
    state, told = await aside(work.begin)
    waits = 0
    while True:
        try:
            page = await arun(work.page(state), _through(work.source, senders))
            state, told = await aside(work.take, state, page, told)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  (one adapter's fault must not stop the others)
            again = work.again(state, error, told, waits)
            if again is None:
                return await aside(work.stop, state, error, told)
            (state, told), waits = again, waits + 1
            continue
        waits = 0
        progress(told.read, None)
        if state.cursor is None:
            return await aside(work.over, state, told)


def _through(source: Source, senders: AsyncSenders) -> Callable[[Call], Awaitable[Reply]]:
    send, watch = senders(source), Watch(math.inf, monotonic)

    async def through(call: Call) -> Reply:
        reply, _ = await source.cache.asend(call, lambda asked: send(watch.due(asked, source)))
        return reply

    return through
