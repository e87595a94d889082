"""The worker: takes what is due, holds the conversations, one after the other or many at once."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from time import monotonic

from attrs import frozen

from govpr.delivery.conversations import announced, conversation, taken_over
from govpr.delivery.endings import Settled
from govpr.delivery.ledger import EVERY, Ledger
from govpr.delivery.mailing import Journal
from govpr.delivery.outbox import Outbox, Taken
from govpr.errors import StoreError
from govpr.http.calls import Call, Flow, Reply
from govpr.http.drivers import arun, run
from govpr.logs import get_logger
from govpr.models import Account, Delivery, Post
from govpr.platforms.abilities import Abilities, abilities
from govpr.platforms.protocol import Finds, Platform

Send = Callable[[Call], Reply]
AsyncSend = Callable[[Call], Awaitable[Reply]]
log = get_logger("govpr.delivery")
_LOOK = 256
_MOST = 128
_SHORT, _LONG = 0.25, 1.0
"""Seconds. A worker holds about as much as it sends in them: the rest is for others, also when it dies."""
POLL = 0.25
"""Seconds between two looks for what is due."""
_AWAY = 5.0


@frozen(kw_only=True)
class Round:
    """What a round of deliveries works with.

    Args:
        outbox: Where deliveries are claimed and settled.
        platforms: Platforms that may be sent to, by name.
        account: Gives an account by its id.
        placed: Gives a post with its media where they are.
        journal: Gives the journal of a post that is a mailing, or None.
        step_in: Lets posts go out that stand by for a service that is away; called before each look for what is due.
        every: Seconds between two signs of life.
    """

    outbox: Outbox
    platforms: Mapping[str, Platform]
    account: Callable[[str], Account]
    placed: Callable[[Post], Post] = lambda post: post
    journal: Callable[[Post, Account], Journal | None] = lambda _post, _account: None
    step_in: Callable[[], object] = lambda: None
    every: float = EVERY


def deliver(work: Round, sender: Callable[[Account], Send]) -> Iterator[Delivery]:
    """Deliver what is due, one after the other, and give each delivery once it is kept how it ended.

    Args:
        work: What to work with.
        sender: Gives what sends the calls for an account.
    """
    with _ledger(work) as ledger:
        for batch in _batches(work, ledger, 1):
            ledger.start()
            yield from _sent(work, ledger, sender, batch)
        ledger.flush()
        yield from _shown(ledger)


def _sent(work: Round, ledger: Ledger, sender: Callable[[Account], Send], batch: Sequence[Taken]) -> Iterator[Delivery]:
    left, back, desk, lines = deque(batch), list[Taken](), _Desk(work, ledger), dict[str, Send]()
    try:
        while left:
            one = left.popleft()
            if desk.is_held(one):
                back.append(one)
                continue
            account = desk.account(one)
            if account.id not in lines:
                lines[account.id] = sender(account)
            end = run(desk.conversation(one, account), lines[account.id])
            if end is not None:
                ledger.later(end)
                if end.troubled:
                    ledger.flush()
                    desk.look()
            yield from _shown(ledger)
    finally:
        _put_back(work, [*back, *left])


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
    work: Round, sender: Callable[[Account], AsyncSend], *, at_once: int = 8
) -> AsyncIterator[Delivery]:
    """Deliver what is due, several at a time.

    Args:
        work: What to work with.
        sender: Gives what sends the calls for an account.
        at_once: How many conversations are held at the same time.
    """
    with _ledger(work) as ledger:
        for batch in _batches(work, ledger, at_once):
            ledger.start()
            async for delivery in _sent_async(work, ledger, sender, batch, at_once):
                yield delivery
        await asyncio.to_thread(ledger.flush)
        for delivery in _shown(ledger):
            yield delivery


async def _sent_async(
    work: Round, ledger: Ledger, sender: Callable[[Account], AsyncSend], batch: Sequence[Taken], at_once: int
) -> AsyncIterator[Delivery]:
    free, begun, desk = asyncio.Semaphore(at_once), set[str](), _Desk(work, ledger)

    async def one(taken: Taken) -> None:
        async with free:
            if desk.is_held(taken):
                return
            begun.add(taken.post.id)
            account = desk.account(taken)
            end = await arun(desk.conversation(taken, account), sender(account))
            if end is not None:
                ledger.later(end)
                if end.troubled:
                    await asyncio.to_thread(ledger.flush)
                    desk.look()

    tasks = [asyncio.ensure_future(one(taken)) for taken in batch]
    try:
        for result in asyncio.as_completed(tasks):
            await result
            for delivery in _shown(ledger):
                yield delivery
    finally:
        for task in tasks:
            task.cancel()
        _put_back(work, [taken for taken in batch if taken.post.id not in begun])


class _Desk:
    """What a worker knows while it sends a batch.

    Args:
        work: What it works with.
        ledger: Where it writes.
    """

    def __init__(self, work: Round, ledger: Ledger) -> None:
        self._work, self._ledger = work, ledger
        self._accounts, self._able = dict[str, Account](), dict[str, Abilities]()
        self._held: frozenset[object] = frozenset()

    def account(self, taken: Taken) -> Account:
        """The account, read once for a batch."""
        name = taken.claimed.account
        if name not in self._accounts:
            self._accounts[name] = self._work.account(name)
        return self._accounts[name]

    def is_held(self, taken: Taken) -> bool:
        """Whether it may not begin any more, after what came up."""
        return not self._held.isdisjoint(taken.keys)

    def look(self) -> None:
        """See what is held: a service is away, or wants to be left alone, or somebody has stopped it."""
        self._held = self._work.outbox.holding()

    def conversation(self, taken: Taken, account: Account) -> Flow[Settled | None]:
        """What is said to the service."""
        work, placed = self._work, taken.placed(self._work.placed)
        platform = work.platforms[taken.claimed.platform]
        if platform.name not in self._able:
            self._able[platform.name] = abilities(platform)
        able = self._able[platform.name]
        journal = None if able.mails is None else work.journal(placed.post, account)
        return conversation(work.outbox, placed, account, platform, able, journal, self._ledger.now)


def _ledger(work: Round) -> Ledger:
    return Ledger(work.outbox.keep, work.outbox.beat, work.every)


def _shown(ledger: Ledger) -> Iterator[Delivery]:
    for end, is_kept in ledger.taken():
        if is_kept:
            announced(end)
            yield end.after
        else:
            taken_over(end.claimed)


def _batches(work: Round, ledger: Ledger, at_once: int) -> Iterator[Sequence[Taken]]:
    """What is due, as much at a time as is sent in a moment; what was tried in this round is not tried again."""
    lookable = {name for name, platform in work.platforms.items() if isinstance(platform, Finds)}
    size, stuck, seen = 4 * at_once, 0, set[str]()
    while True:
        work.step_in()
        found = work.outbox.due(platforms=list(work.platforms), lookable=lookable, limit=_LOOK + stuck)
        fresh = [delivery.post for delivery in found if delivery.post not in seen]
        stuck = len(found) - len(fresh)
        if not fresh:
            return
        while fresh:
            claimed = work.outbox.claim(fresh, lookable=lookable, most=size)
            if not claimed.looked:  # others are at all of these; one that is stopped would be asked for for ever
                seen.update(fresh)
                break
            done = claimed.looked - (claimed.kept_back if claimed.taken else frozenset())
            seen |= done
            fresh = [post for post in fresh if post not in done]
            if claimed.taken:
                began = monotonic()
                yield claimed.taken
                size = _fitting(size, monotonic() - began, at_once)
            if claimed.taken and claimed.kept_back:
                ledger.flush()  # one that tried alone may have found its service again


def _fitting(size: int, took: float, at_once: int) -> int:
    if took < _SHORT:
        return min(2 * size, max(_MOST, at_once))
    return max(size // 2, at_once) if took > _LONG else size


def _put_back(work: Round, taken: Sequence[Taken]) -> None:
    if taken:
        with suppress(StoreError):  # then their leases end by themselves
            work.outbox.put_back(taken)
