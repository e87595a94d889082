"""How tries end, as pure functions: what a receipt or an error makes of a delivery, and what is kept of it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from attrs import evolve, frozen

from govpr.delivery.pacing import End, Paused, cause_of
from govpr.delivery.states import Change, Event, after_trouble, apply
from govpr.errors import DeliveryError, Partial, Throttled
from govpr.governance.audit import Done
from govpr.models import Delivery, Receipt
from govpr.models.deliveries import MOVED, PART

_ACTOR = "govpr"


@frozen(kw_only=True)
class Step:
    """Something that a delivery left on its way.

    Args:
        claimed: What the worker holds.
        handles: What it has left by now.
    """

    claimed: Delivery
    handles: Mapping[str, str]


@frozen(kw_only=True)
class Settled:
    """How a try ended.

    Args:
        claimed: What the worker held.
        after: What became of it.
        event: What happened.
        end: What it says about the service.
        corrects: The post that it corrects, or None.
    """

    claimed: Delivery
    after: Delivery
    event: Event
    end: End
    corrects: str | None = None

    @property
    def troubled(self) -> bool:
        """Whether others that go there should look before they begin."""
        return self.end.error is not None or self.end.rest is not None

    def told(self) -> Iterator[Done]:
        """What the audit log says of it."""
        if self.corrects is not None and self.event is Event.PUBLISHED:
            detail = {"by": self.after.post}
            yield Done(at=self.end.at, actor=_ACTOR, action="post.corrected", subject=self.corrects, detail=detail)
        yield told(self.after, self.event, self.end.at)


def told(after: Delivery, event: Event, at: datetime) -> Done:
    """What the audit log says of something that happened to a delivery by itself.

    Args:
        after: The delivery after it.
        event: What happened.
        at: When.
    """
    detail = {"state": after.state.value, "attempts": after.attempts, "content": after.content_hash}
    if after.receipt is not None:
        detail["receipt"] = after.receipt.id
    return Done(at=at, actor=_ACTOR, action=f"delivery.{event}", subject=after.post, detail=detail)


def left(claimed: Delivery, handles: Mapping[str, str], name: str, value: str) -> dict[str, str]:
    """What a delivery has left once a step of it is finished.

    Args:
        claimed: What the worker holds.
        handles: What it had left before.
        name: The step's name.
        value: What the step left.
    """
    moved = name == MOVED or name.startswith(PART)
    return {**handles, name: value, **({MOVED: str(claimed.attempts)} if moved else {})}


def published(
    claimed: Delivery, receipt: Receipt, *, now: datetime, rest: float | None, corrects: str | None
) -> Settled:
    """The end of a try with a receipt.

    Args:
        claimed: What the worker holds, with all that it left.
        receipt: The platform's answer.
        now: The time.
        rest: Seconds for which the service wants to be left alone by this account, or None.
        corrects: The post that this one corrects, or None.
    """
    change = Change(now=now, receipt=evolve(receipt, at=receipt.at or now))
    after = apply(claimed, Event.PUBLISHED, change)
    end = End(delivery=claimed, at=now, rest=_after(now, rest))
    return Settled(claimed=claimed, after=after, event=Event.PUBLISHED, end=end, corrects=corrects)


def troubled(
    claimed: Delivery,
    error: DeliveryError,
    *,
    now: datetime,
    rest: float | None,
    most: int,
    jitter: Callable[[], float],
) -> Settled:
    """The end of a try with an error: try later, ask, or give up, as its class says.

    Args:
        claimed: What the worker holds, with all that it left.
        error: What went wrong.
        now: The time.
        rest: Seconds for which the service wants to be left alone by this account, or None.
        most: How many times a delivery is tried.
        jitter: Gives a number between 0 and 1.
    """
    if isinstance(cause_of(error), Paused):
        claimed, event, due = *_put_back(claimed, error), None
    else:
        event, due = after_trouble(error, attempts=claimed.in_vain, most=most, now=now, jitter=jitter)
    after = apply(claimed, event, Change(now=now, due=due, problem=str(error)))
    end = End(delivery=claimed, at=now, error=error)
    if end.answered:
        end = evolve(end, rest=_rest(error, now, _after(now, rest)))
    return Settled(claimed=claimed, after=after, event=event, end=end)


def _put_back(claimed: Delivery, error: DeliveryError) -> tuple[Delivery, Event]:
    """What somebody has stopped goes on where it was; that was no try in vain."""
    handles = {**claimed.handles, MOVED: str(claimed.attempts)}
    return evolve(claimed, handles=handles), Event.PARTLY if isinstance(error, Partial) else Event.LATER


def _rest(error: DeliveryError, now: datetime, rest: datetime | None) -> datetime | None:
    cause = cause_of(error)
    if isinstance(cause, Throttled) and cause.after:
        return max(rest or now, now + timedelta(seconds=cause.after))
    return rest


def _after(now: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else now + timedelta(seconds=seconds)
