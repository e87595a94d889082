"""Many databases asked at once, in tasks: the twin of `asking`, with the same decisions."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic
from typing import TypeAlias

from govpr.hoaxes.databases.protocol import Query
from govpr.hoaxes.federation.answers import SourceAnswer
from govpr.hoaxes.federation.sources import Source, Watch, late
from govpr.http.calls import Call, Reply
from govpr.http.drivers import arun

AsyncSenders: TypeAlias = Callable[[Source], Callable[[Call], Awaitable[Reply]]]
"""Gives what sends the calls of a database, to be awaited."""


async def aask(
    sources: Sequence[Source],
    query: Query,
    senders: AsyncSenders,
    *,
    deadline: float,
    now: Callable[[], float] = monotonic,
) -> tuple[SourceAnswer, ...]:
    """As `ask`, awaited.

    Args:
        sources: The databases.
        query: What is looked for.
        senders: Gives what sends the calls of each.
        deadline: Seconds after which nobody is waited for.
        now: Gives the time in seconds; never goes back.

    Returns:
        One answer for each, in their order.
    """
    ends = now() + deadline
    tasks = [asyncio.create_task(_answer(source, query, senders, Watch(ends, now))) for source in sources]
    try:
        if tasks:
            await asyncio.wait(tasks, timeout=max(0.0, ends - now()))
        return tuple(
            task.result() if task.done() else late(source, deadline)
            for source, task in zip(sources, tasks, strict=True)
        )
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _answer(source: Source, query: Query, senders: AsyncSenders, watch: Watch) -> SourceAnswer:
    try:
        send = senders(source)

        async def through(call: Call) -> Reply:
            reply, held = await source.cache.asend(call, lambda asked: send(watch.due(asked, source)))
            watch.saw(held=held)
            return reply

        page = await arun(source.asked(query), through)
    except Exception as error:  # noqa: BLE001  (one adapter's fault must not silence the others)
        return watch.failed(source, error)
    return watch.answered(source, page)
