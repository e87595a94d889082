"""The worker: takes what is due, holds the conversations, one after the other or many at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from traceback import extract_tb

from attrs import frozen

from govpr.delivery.dispatch import Job, dispatch
from govpr.delivery.gating import Rest, gated
from govpr.delivery.heartbeat import EVERY, beating
from govpr.delivery.mailing import Journal
from govpr.delivery.outbox import LostLease, Outbox
from govpr.errors import DeliveryError, GovprError, InDoubt, StoreError
from govpr.http.calls import Call, Flow, Reply
from govpr.http.drivers import arun, run
from govpr.logs import get_logger
from govpr.models import Account, Delivery, Post, Receipt
from govpr.models.deliveries import PART
from govpr.observing.spans import settling
from govpr.platforms.protocol import Finds, Mails, Platform

Send = Callable[[Call], Reply]
AsyncSend = Callable[[Call], Awaitable[Reply]]
log = get_logger("govpr.delivery")
_BATCH = 100
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
        post: Gives a post by its id.
        journal: Gives the journal of a post that is a mailing, or None.
        step_in: Lets posts go out that stand by for a service that is away; called before each look for what is due.
        every: Seconds between two signs of life.
    """

    outbox: Outbox
    platforms: Mapping[str, Platform]
    account: Callable[[str], Account]
    post: Callable[[str], Post]
    journal: Callable[[Post, Account], Journal | None] = lambda _post, _account: None
    step_in: Callable[[], object] = lambda: None
    every: float = EVERY


def deliver(work: Round, sender: Callable[[Account], Send]) -> Iterator[Delivery]:
    """Deliver what is due, one after the other, and give each delivery as it was settled.

    Args:
        work: What to work with.
        sender: Gives what sends the calls for an account.
    """
    for batch in _batches(work):
        with beating(work.outbox.beat, work.every):
            for delivery in batch:
                flow = _take(work, delivery)
                settled = None if flow is None else run(flow, sender(work.account(delivery.account)))
                if settled is not None:
                    yield settled


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
    free = asyncio.Semaphore(at_once)

    async def one(delivery: Delivery) -> Delivery | None:
        async with free:
            flow = _take(work, delivery)
            return None if flow is None else await arun(flow, sender(work.account(delivery.account)))

    for batch in _batches(work):
        with beating(work.outbox.beat, work.every):
            tasks = [asyncio.ensure_future(one(delivery)) for delivery in batch]
            try:
                for result in asyncio.as_completed(tasks):
                    settled = await result
                    if settled is not None:
                        yield settled
            finally:
                for task in tasks:
                    task.cancel()


def _batches(work: Round) -> Iterator[tuple[Delivery, ...]]:
    lookable = [name for name, platform in work.platforms.items() if isinstance(platform, Finds)]
    seen: set[str] = set()
    while True:
        work.step_in()
        # What was tried in this round stays due only if its claim was refused: once is enough.
        found = work.outbox.due(platforms=list(work.platforms), lookable=lookable, limit=_BATCH + len(seen))
        batch = tuple(delivery for delivery in found if delivery.post not in seen)[:_BATCH]
        if not batch:
            return
        seen.update(delivery.post for delivery in batch)
        yield batch


def _take(work: Round, delivery: Delivery) -> Flow[Delivery | None] | None:
    platform = work.platforms[delivery.platform]
    claimed = work.outbox.claim(delivery.post, can_look=isinstance(platform, Finds))
    if claimed is None:
        return None
    post, account = work.post(claimed.post), work.account(claimed.account)
    job = Job(
        post=post,
        account=account,
        platform=platform,
        at=post.due,
        now=work.outbox.clock(),
        handles=claimed.handles,
        again=claimed.attempts > 1,
        journal=work.journal(post, account) if isinstance(platform, Mails) else None,
        wrong=work.outbox.wrong(post),
    )
    return settling(_settled(work.outbox, claimed, job), claimed)


def _guarded(flow: Flow[Receipt], name: str) -> Flow[Receipt]:
    """A defect of an adapter is doubt about its post, not the end of all deliveries."""
    try:
        return (yield from flow)
    except (GovprError, GeneratorExit):
        raise
    except Exception as defect:
        kind, place = type(defect).__name__, extract_tb(defect.__traceback__)[-1]
        log.error(  # noqa: TRY400  (its message and trace may quote what was sent)
            "adapter.failed", platform=name, error=kind, file=place.filename, line=place.lineno
        )
        raise InDoubt(f"its adapter failed with {kind}: a defect of the adapter", where=name) from defect


def _settled(outbox: Outbox, claimed: Delivery, job: Job) -> Flow[Delivery | None]:
    about = log.bind(post=claimed.post, account=claimed.account, platform=claimed.platform, attempt=claimed.attempts)
    rest, left = Rest(outbox.clock), dict[str, str]()
    flow = dispatch(job, outbox.keeper(claimed, left, f"{PART}{len(job.post.parts) - 1}"))
    try:
        try:
            held = gated(flow, outbox.gate(claimed, job.post.campaign), rest.note)
            receipt = yield from _guarded(held, job.platform.name)
        except DeliveryError as error:
            settled = outbox.troubled(claimed, error, rest.seconds)
            about.warning("delivery.troubled", state=settled.state.value, outcome=error.outcome.value)
        else:
            settled = outbox.published(claimed, receipt, left, rest=rest.seconds, corrects=job.post.replaces)
            about.info("delivery.published", receipt=receipt.id)
    except LostLease:
        about.warning("delivery.taken_over")
        return None
    return settled
