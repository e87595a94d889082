"""The methods of `AsyncWorkspace` about deliveries: made, watched, stopped, settled, mended, measured."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from threading import Event
from typing import TYPE_CHECKING, Protocol

from govpr.delivery.windows import Window
from govpr.delivery.worker import deliver_async
from govpr.errors import DeliveryError
from govpr.http.async_client import AsyncClient
from govpr.http.drivers import arun
from govpr.models import Delivery, DeliveryState, Metrics, Plan
from govpr.models.brakes import Brake
from govpr.observing.spans import span
from govpr.observing.telling import Told
from govpr.workspace import delivering, noticing, watching
from govpr.workspace.async_parts import aside
from govpr.workspace.delivering import Delivered
from govpr.workspace.handover import hand_over
from govpr.workspace.methods.working import unheard
from govpr.workspace.network import Lines
from govpr.workspace.progress import Progress, silent

if TYPE_CHECKING:
    from govpr.workspace.sync import Workspace


class OpenedAside(Protocol):
    """An open workspace for asynchronous programs."""

    @property
    def _sync(self) -> "Workspace":
        """Its other half."""

    @property
    def _client(self) -> AsyncClient:
        """What sends its calls."""


async def deliver(self: OpenedAside, *, progress: Progress = silent) -> Delivered:
    """As `Workspace.deliver`, with several conversations at once."""
    context = self._sync._context  # noqa: SLF001  (its other half)
    await aside(noticing.begin, context)
    with span("govpr.deliver") as told:
        handed, withdrawn = await aside(hand_over, context)
        work = await aside(delivering.round_of, context, secrets.token_hex(8))
        settled: list[Delivery] = []
        with closing(Lines(context, work.platforms)) as lines:
            async for delivery in deliver_async(
                work, lines.asynchronous(self._client), at_once=context.settings.pacing.at_once
            ):
                settled.append(delivery)
                progress(len(settled), None)
        told["settled"] = len(settled)
        done = await aside(delivering.finish, context, work, settled, handed, withdrawn)
    await aside(noticing.tell, context, self._sync._client)  # noqa: SLF001
    return done


async def notify(self: OpenedAside, *, again: bool = False) -> tuple[Told, ...]:
    """As `Workspace.notify`."""
    return await aside(self._sync.notify, again=again)


async def windows(self: OpenedAside, plan: Plan) -> tuple[Window, ...]:
    """As `Workspace.windows`."""
    return await aside(self._sync.windows, plan)


async def watch(self: OpenedAside, over: Callable[[float], Awaitable[bool]]) -> AsyncIterator[Delivery]:
    """As `Workspace.watch`, with several conversations at once; `over` is awaited."""
    half = self._sync
    async with noticing.noticed_aside(half._context, half._client):  # noqa: SLF001  (its other half)
        async for delivery in watching.watch_async(half._context, self._client, over):  # noqa: SLF001
            yield delivery


async def pause(self: OpenedAside, what: str = "", *, by: str) -> Brake:
    """As `Workspace.pause`."""
    return await aside(self._sync.pause, what, by=by)


async def resume(self: OpenedAside, what: str = "", *, by: str) -> Brake:
    """As `Workspace.resume`."""
    return await aside(self._sync.resume, what, by=by)


async def brakes(self: OpenedAside) -> tuple[Brake, ...]:
    """As `Workspace.brakes`."""
    return await aside(self._sync.brakes)


async def deliveries(self: OpenedAside, *states: DeliveryState, campaign: str | None = None) -> tuple[Delivery, ...]:
    """As `Workspace.deliveries`."""
    return await aside(self._sync.deliveries, *states, campaign=campaign)


async def resolve(self: OpenedAside, post: str, *, published: bool, by: str, url: str = "") -> Delivery:
    """As `Workspace.resolve`."""
    return await aside(self._sync.resolve, post, published=published, by=by, url=url)


async def retry(self: OpenedAside, post: str, *, by: str) -> Delivery:
    """As `Workspace.retry`."""
    return await aside(self._sync.retry, post, by=by)


async def withdraw(self: OpenedAside, post: str, *, by: str) -> Delivery:
    """As `Workspace.withdraw`."""
    return await aside(self._sync.withdraw, post, by=by)


async def work(self: OpenedAside, stop: Event, *, settled: Callable[[Delivery], None] = unheard) -> None:
    """As `Workspace.work`, in another thread, which `settled` is called in."""
    await aside(self._sync.work, stop, settled=settled)


async def retract(self: OpenedAside, post: str, *, by: str, reason: str = "", done: bool = False) -> Delivery:
    """As `Workspace.retract`."""
    return await aside(self._sync.retract, post, by=by, reason=reason, done=done)


async def correct(self: OpenedAside, post: str, *, text: str, correction: str, by: str) -> Plan:
    """As `Workspace.correct`."""
    return await aside(self._sync.correct, post, text=text, correction=correction, by=by)


async def measure(self: OpenedAside) -> int:
    """As `Workspace.measure`."""
    context = self._sync._context  # noqa: SLF001  (its other half)
    work = await aside(delivering.round_of, context, "measure")
    sender = Lines(context, work.platforms).asynchronous(self._client)
    counts: list[Metrics] = []
    troubles: list[DeliveryError] = []
    for account, flow in await aside(delivering.questions, context, work):
        try:
            counts.append(await arun(flow, sender(account)))
        except DeliveryError as error:
            troubles.append(error)
    return await aside(delivering.keep_metrics, context, counts, troubles)
