"""One delivery's conversation with its service, from what a worker holds to how the try ended."""

from collections.abc import Callable
from traceback import extract_tb

from attrs import evolve

from govpr.delivery.dispatch import Job, dispatch
from govpr.delivery.endings import Settled, Step, left, published, troubled
from govpr.delivery.gating import Rest, gated
from govpr.delivery.mailing import Journal
from govpr.delivery.marks import Keep
from govpr.delivery.outbox import LostLease, Outbox, Taken, lost
from govpr.delivery.patience import patiently
from govpr.errors import DeliveryError, GovprError, InDoubt
from govpr.http.calls import Flow
from govpr.logs import get_logger
from govpr.models import Account, Delivery, Receipt
from govpr.models.deliveries import PART
from govpr.observing.spans import span
from govpr.platforms.abilities import Abilities
from govpr.platforms.protocol import Platform

log = get_logger("govpr.delivery")


def conversation(
    outbox: Outbox,
    taken: Taken,
    account: Account,
    platform: Platform,
    able: Abilities,
    journal: Journal | None,
    write: Callable[[Step], bool],
) -> Flow[Settled | None]:
    """Send what is held, and give how the try ended; None where another worker has taken it over.

    Args:
        outbox: Where it was claimed.
        taken: What the worker holds.
        account: Where it goes.
        platform: The account's platform.
        able: What it can do.
        journal: The journal of a post that is a mailing, or None.
        write: Keeps a step at once, and says whether it is kept.
    """
    job = Job(
        post=taken.post,
        account=account,
        platform=platform,
        at=taken.post.due,
        now=outbox.clock(),
        handles=taken.claimed.handles,
        again=taken.claimed.attempts > 1,
        journal=journal,
        wrong=patiently(lambda: outbox.wrong(taken.post)),
        able=able,
    )
    claimed = taken.claimed
    with span("govpr.delivery", post=claimed.post, platform=claimed.platform, attempt=claimed.attempts) as told:
        end = yield from _held(outbox, taken, job, write)
        if end is not None:
            told["state"] = end.after.state.value
    return end


def _held(outbox: Outbox, taken: Taken, job: Job, write: Callable[[Step], bool]) -> Flow[Settled | None]:
    claimed, rest = taken.claimed, Rest(outbox.clock)
    handles = dict(claimed.handles)
    flow = dispatch(job, _keeper(claimed, handles, write, f"{PART}{len(job.post.parts) - 1}"))
    try:
        receipt = yield from _guarded(gated(flow, outbox.gate(taken), rest.note), job.platform.name)
    except LostLease:
        taken_over(claimed)
        return None
    except DeliveryError as error:
        whole, now = evolve(claimed, handles=handles), outbox.clock()
        return troubled(whole, error, now=now, rest=rest.seconds, most=outbox.most, jitter=outbox.jitter)
    whole, corrects = evolve(claimed, handles=handles), job.post.replaces
    return published(whole, receipt, now=outbox.clock(), rest=rest.seconds, corrects=corrects)


def _keeper(claimed: Delivery, handles: dict[str, str], write: Callable[[Step], bool], last: str) -> Keep:
    """Keeps what each step left; what the last one leaves is kept in one transaction with the receipt."""

    def keep(name: str, value: str) -> None:
        if name == last:
            handles[name] = value
            return
        handles.update(left(claimed, handles, name, value))
        if not write(Step(claimed=claimed, handles={**handles})):
            raise lost(claimed)

    return keep


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


def taken_over(claimed: Delivery) -> None:
    """Tell that another worker has a delivery.

    Args:
        claimed: What this worker held.
    """
    about = log.bind(post=claimed.post, account=claimed.account, platform=claimed.platform, attempt=claimed.attempts)
    about.warning("delivery.taken_over")


def announced(end: Settled) -> None:
    """Tell how a try ended.

    Args:
        end: Its end, which is kept.
    """
    claimed = end.claimed
    about = log.bind(post=claimed.post, account=claimed.account, platform=claimed.platform, attempt=claimed.attempts)
    if end.end.error is not None:
        about.warning("delivery.troubled", state=end.after.state.value, outcome=end.end.error.outcome.value)
    elif end.after.receipt is not None:
        about.info("delivery.published", receipt=end.after.receipt.id)
