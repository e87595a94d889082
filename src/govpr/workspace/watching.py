"""Deliver for as long as nobody says that it is over."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing

from govpr.delivery.desk import Round
from govpr.delivery.worker import deliver, deliver_async, worked, worked_async
from govpr.http.async_client import AsyncClient
from govpr.http.client import Client
from govpr.models import Delivery
from govpr.workspace.async_parts import aside
from govpr.workspace.context import Context
from govpr.workspace.delivering import NEWSROOM, newsroom_of, round_of
from govpr.workspace.handover import hand_over
from govpr.workspace.network import Lines


def watch(context: Context, client: Client, over: Callable[[float], bool]) -> Iterator[Delivery]:
    """Deliver what becomes due, as many at a time as the settings say."""

    def turn() -> Iterator[Delivery]:
        handed, work = _begin(context)
        yield from handed
        with closing(Lines(context, work.platforms)) as lines:
            for delivery in deliver(work, lines.sync(client), at_once=context.settings.pacing.at_once):
                _show(context, delivery)
                yield delivery

    return worked(turn, over)


def watch_async(
    context: Context, client: AsyncClient, over: Callable[[float], Awaitable[bool]]
) -> AsyncIterator[Delivery]:
    """As `watch`, without blocking the event loop."""

    async def turn() -> AsyncIterator[Delivery]:
        handed, work = await aside(_begin, context)
        for delivery in handed:
            yield delivery
        with closing(Lines(context, work.platforms)) as lines:
            at_once = context.settings.pacing.at_once
            async for delivery in deliver_async(work, lines.asynchronous(client), at_once=at_once):
                await aside(_show, context, delivery)
                yield delivery

    return worked_async(turn, over)


def _begin(context: Context) -> tuple[tuple[Delivery, ...], Round]:
    """A round over the accounts that there are now, each under a name of its own."""
    handed, withdrawn = hand_over(context)
    return (*handed, *withdrawn), round_of(context, secrets.token_hex(8))


def _show(context: Context, delivery: Delivery) -> None:
    if delivery.platform == NEWSROOM:
        newsroom_of(context).build()
