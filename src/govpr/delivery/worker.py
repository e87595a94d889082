"""The worker: takes what is due, holds the conversations, one after the other or many at once."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import suppress

from govpr.delivery.claims import Claims
from govpr.delivery.conversations import announced, taken_over
from govpr.delivery.crew import AsyncCrew, Crew
from govpr.delivery.desk import Desk, Round
from govpr.delivery.ledger import Ledger
from govpr.delivery.outbox import Taken
from govpr.errors import StoreError
from govpr.http.calls import Call, Reply
from govpr.http.drivers import arun, run
from govpr.logs import get_logger
from govpr.models import Account, Delivery

Send = Callable[[Call], Reply]
AsyncSend = Callable[[Call], Awaitable[Reply]]
log = get_logger("govpr.delivery")
POLL = 0.25
"""Seconds between two looks for what is due."""
_AWAY = 5.0


def deliver(work: Round, sender: Callable[[Account], Send], *, at_once: int = 1) -> Iterator[Delivery]:
    """Deliver what is due, and give each delivery once it is kept how it ended.

    Args:
        work: What to work with.
        sender: Gives what sends the calls for an account.
        at_once: How many conversations are held at the same time; with 1, one after the other.
    """
    news = threading.Event()
    with Ledger(work.outbox.keep, work.outbox.beat, every=work.every, written=news.set) as ledger:
        desk, claims = Desk(work, ledger, sender), Claims(work, at_once)
        with Crew(lambda taken: _send(desk, ledger, taken), at_once, news) as crew:
            try:
                while _goes_on(crew, claims, desk, ledger):
                    news.wait(POLL)
                    news.clear()
                    crew.check()
                    crew.grow()
                    _put_back(work, desk.sent_back())
                    yield from _shown(ledger)
            finally:
                _put_back(work, [*crew.stop(), *desk.sent_back()])
        ledger.flush()
        yield from _shown(ledger)


def _send(desk: Desk[Send], ledger: Ledger, taken: Taken) -> None:
    begun = desk.begin(taken)
    end = None if begun is None else run(*begun)
    if end is not None:
        ledger.later(end)
        if end.troubled:
            ledger.flush()
            desk.look()


def _goes_on(crew: Crew, claims: Claims, desk: Desk[Send], ledger: Ledger) -> bool:
    """Give the crew more where there is room; False when nothing is left to be done."""
    if crew.is_idle:
        ledger.flush()  # a service that was found again may let others go
    elif not crew.has_room:
        return True
    more = _more(crew, claims)
    if more is None:
        return True
    if more:
        desk.refresh()
        ledger.start()
        crew.add(more, claims.low)
    return bool(more) or not crew.is_idle


def worked(turn: Callable[[], Iterator[Delivery]], over: Callable[[float], bool]) -> Iterator[Delivery]:
    """Deliver what becomes due, for as long as nobody says that it is over, and give each delivery as it was settled.

    What becomes due is sent within a fraction of a second. Where the store is away for a while, it is waited for.

    Args:
        turn: Delivers what is due now, as `deliver` does.
        over: Waits for some seconds, less if it is over, and says whether it is; as `threading.Event().wait`.
    """
    wait = POLL
    while not over(wait):
        try:
            yield from turn()
        except StoreError as error:
            wait = _AWAY
            log.error("worker.store_away", reason=str(error))  # noqa: TRY400  (its trace tells nothing more)
        else:
            wait = POLL


async def worked_async(
    turn: Callable[[], AsyncIterator[Delivery]], over: Callable[[float], Awaitable[bool]]
) -> AsyncIterator[Delivery]:
    """As `worked`, without blocking the event loop.

    Args:
        turn: Delivers what is due now, as `deliver_async` does.
        over: Waits for some seconds, less if it is over, and says whether it is.
    """
    wait = POLL
    while not await over(wait):
        try:
            async for delivery in turn():
                yield delivery
        except StoreError as error:
            wait = _AWAY
            log.error("worker.store_away", reason=str(error))  # noqa: TRY400  (its trace tells nothing more)
        else:
            wait = POLL


async def deliver_async(
    work: Round, sender: Callable[[Account], AsyncSend], *, at_once: int = 1
) -> AsyncIterator[Delivery]:
    """As `deliver`, without blocking the event loop.

    Args:
        work: What to work with.
        sender: Gives what sends the calls for an account.
        at_once: How many conversations are held at the same time.
    """
    with Ledger(work.outbox.keep, work.outbox.beat, every=work.every) as ledger:
        desk, claims = Desk(work, ledger, sender), Claims(work, at_once)
        crew = AsyncCrew(lambda taken: _send_async(desk, ledger, taken), at_once)
        try:
            while await _goes_on_async(crew, claims, desk, ledger):
                await crew.wait()
                _put_back(work, desk.sent_back())
                for delivery in _shown(ledger):
                    yield delivery
        finally:
            _put_back(work, [*crew.stop(), *desk.sent_back()])
        await asyncio.to_thread(ledger.flush)
        for delivery in _shown(ledger):
            yield delivery


async def _goes_on_async(crew: AsyncCrew, claims: Claims, desk: Desk[AsyncSend], ledger: Ledger) -> bool:
    if crew.is_idle:
        await asyncio.to_thread(ledger.flush)
    elif not crew.has_room:
        return True
    more = _more(crew, claims)
    if more is None:
        return True
    if more:
        desk.refresh()
        ledger.start()
        crew.add(more, claims.low)
    return not crew.is_idle


async def _send_async(desk: Desk[AsyncSend], ledger: Ledger, taken: Taken) -> None:
    begun = desk.begin(taken)
    end = None if begun is None else await arun(*begun)
    if end is not None:
        ledger.later(end)
        if end.troubled:
            await asyncio.to_thread(ledger.flush)
            desk.look()


def _shown(ledger: Ledger) -> Iterator[Delivery]:
    for end, is_kept in ledger.taken():
        if is_kept:
            announced(end)
            yield end.after
        else:
            taken_over(end.claimed)


def _more(crew: Crew | AsyncCrew, claims: Claims) -> Sequence[Taken] | None:
    """More to be sent; None where the store is away, which breaks nothing off while something is being sent."""
    try:
        return claims.more(crew.crowded)
    except StoreError:
        if crew.is_idle:
            raise
        return None


def _put_back(work: Round, taken: Sequence[Taken]) -> None:
    if taken:
        with suppress(StoreError):  # then their leases end by themselves
            work.outbox.put_back(taken)
