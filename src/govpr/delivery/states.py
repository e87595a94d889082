"""The life of a delivery, as pure functions: `decide` says what to do, `apply` what an event makes of it.

    planned ──approved──► approved ──claimed──► sending ──published──► sent
                              │                  ▲ │ │ │ │
                              │     try later ───┼─┘ │ │ ├──refused────────► refused
                              │     (approved)   │   │ │ └──tried in vain──► failed
                              │                  │   │ └──some parts out───► partial ──claimed──► sending
                              │                  │   └──answer lost────────► in_doubt
                              │                  ├──claimed, to look first──────┤
                              │                  │                              │
                              │     sending ──taken in──► submitted ──claimed, to look first──► sending
                              │                                                 │
                              │                                                 ├──a person saw it──► sent
                              │                                                 └──it is not there──► approved
                              └──handed over──► handed_over ──confirmed──► sent

    held:       approved ──► approved, at the end of the quiet hours
    stood by:   planned ──► standing_by, in place of approved: it goes out only if another post cannot
    stepped in: standing_by ──► approved, while that other one is withdrawn
    edited:     planned, approved, standing_by, handed_over, refused, failed, withdrawn ──► planned
    withdrawn:  planned, approved, standing_by, on_hold, handed_over, refused, failed ──► withdrawn
    on hold:    planned, approved, standing_by, handed_over ──► on_hold, which an edit or an approval does not end
    released:   on_hold ──► planned, and approved or standing_by at once where exactly these words are approved
    retried:    refused, failed ──► approved
    retracted:  sent, partial, refused, failed, retracted ──► retracted, where some of it is out

Three rules hold on every path. What may have been published is never sent again before the platform's `find`, or a
person, has looked; only services that drop repeats need nobody to look. A delivery that is sent stays sent, until a
person retracts it: that is written first and done then, so its problem says whether it is still to be done. A
delivery with parts that are out can be finished or retracted, not edited or withdrawn.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from attrs import evolve, frozen

from govpr.errors import DeliveryError, Outcome, Partial
from govpr.models import Delivery, DeliveryState, Receipt
from govpr.models.deliveries import DOUBT, OPEN, TRIED

LEASE = timedelta(minutes=5)
_FIRST_WAIT = 30.0
_LONGEST_WAIT = 3600.0


class Action(StrEnum):
    """What is to be done with a delivery now."""

    NOTHING = "nothing"
    WAIT = "wait"
    SEND = "send"
    ASK_A_PERSON = "ask_a_person"


class Event(StrEnum):
    """What happened to a delivery."""

    APPROVED = "approved"
    STOOD_BY = "stood_by"
    STEPPED_IN = "stepped_in"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    CLAIMED = "claimed"
    HELD = "held"
    HANDED_OVER = "handed_over"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    LATER = "later"
    REFUSED = "refused"
    FAILED = "failed"
    PARTLY = "partly"
    LOST = "lost"
    TAKEN_IN = "taken_in"
    ABSENT = "absent"
    PUT_ON_HOLD = "put_on_hold"
    RELEASED = "released"
    RETRIED = "retried"
    RETRACTED = "retracted"


_S = DeliveryState
_BEFORE_SENDING = (_S.PLANNED, _S.APPROVED, _S.STANDING_BY, _S.HANDED_OVER, _S.REFUSED, _S.FAILED)
_UNSURE = (_S.SENDING, _S.IN_DOUBT, _S.SUBMITTED)
TRANSITIONS: Mapping[Event, Mapping[DeliveryState, DeliveryState]] = {
    Event.APPROVED: {_S.PLANNED: _S.APPROVED, _S.ON_HOLD: _S.ON_HOLD},
    Event.STOOD_BY: {_S.PLANNED: _S.STANDING_BY, _S.ON_HOLD: _S.ON_HOLD},
    Event.STEPPED_IN: {_S.STANDING_BY: _S.APPROVED},
    Event.EDITED: {**dict.fromkeys((*_BEFORE_SENDING, _S.WITHDRAWN), _S.PLANNED), _S.ON_HOLD: _S.ON_HOLD},
    Event.WITHDRAWN: dict.fromkeys((*_BEFORE_SENDING, _S.ON_HOLD), _S.WITHDRAWN),
    Event.PUT_ON_HOLD: dict.fromkeys((_S.PLANNED, _S.APPROVED, _S.STANDING_BY, _S.HANDED_OVER), _S.ON_HOLD),
    Event.RELEASED: {_S.ON_HOLD: _S.PLANNED},
    Event.CLAIMED: dict.fromkeys((_S.APPROVED, _S.PARTIAL, *_UNSURE), _S.SENDING),
    Event.HELD: {_S.APPROVED: _S.APPROVED},
    Event.HANDED_OVER: {_S.APPROVED: _S.HANDED_OVER},
    Event.CONFIRMED: {_S.HANDED_OVER: _S.SENT},
    Event.PUBLISHED: dict.fromkeys(_UNSURE, _S.SENT),
    Event.LATER: {_S.SENDING: _S.APPROVED},
    Event.REFUSED: {_S.SENDING: _S.REFUSED},
    Event.FAILED: {_S.SENDING: _S.FAILED},
    Event.PARTLY: {_S.SENDING: _S.PARTIAL},
    Event.LOST: {_S.SENDING: _S.IN_DOUBT},
    Event.TAKEN_IN: {_S.SENDING: _S.SUBMITTED},
    Event.ABSENT: dict.fromkeys(_UNSURE, _S.APPROVED),
    Event.RETRIED: {_S.REFUSED: _S.APPROVED, _S.FAILED: _S.APPROVED},
    Event.RETRACTED: dict.fromkeys((_S.SENT, _S.PARTIAL, _S.REFUSED, _S.FAILED, _S.RETRACTED), _S.RETRACTED),
}
"""Which event leads from which state to which; what is not here cannot happen."""


class ImpossibleTransition(ValueError):
    """An event that cannot follow in this state: a defect of the caller, never of the input."""


@frozen(kw_only=True)
class Change:
    """What comes with an event.

    Args:
        now: When it happened.
        due: The new due time, for `LATER`, `HELD` and `STEPPED_IN`.
        receipt: The platform's answer, for `PUBLISHED` and `CONFIRMED`.
        problem: Why, for everything that went wrong.
        worker: Who claims it.
        content_hash: The new content, for `EDITED`; the approved one, for `APPROVED`.
    """

    now: datetime
    due: datetime | None = None
    receipt: Receipt | None = None
    problem: str = ""
    worker: str = ""
    content_hash: str | None = None


def decide(delivery: Delivery, now: datetime, *, can_look: bool) -> Action:
    """What to do with a delivery at this moment.

    Args:
        delivery: The delivery.
        now: The moment.
        can_look: Whether its platform can `find` what was published.
    """
    match delivery.state:
        case DeliveryState.APPROVED | DeliveryState.PARTIAL:
            return Action.SEND if delivery.due <= now else Action.WAIT
        case DeliveryState.SENDING if delivery.lease is not None and now <= delivery.lease:
            return Action.WAIT
        case DeliveryState.SENDING | DeliveryState.IN_DOUBT | DeliveryState.SUBMITTED:
            # A worker that never came back leaves the same doubt as an answer that never came.
            if not (can_look or (delivery.state is DeliveryState.SENDING and not delivery.is_open)):
                return Action.ASK_A_PERSON
            return Action.SEND if delivery.due <= now else Action.WAIT
        case _:
            return Action.NOTHING


def apply(delivery: Delivery, event: Event, change: Change) -> Delivery:
    """The delivery after an event.

    Args:
        delivery: The delivery before.
        event: What happened.
        change: What comes with it.

    Raises:
        ImpossibleTransition: The event cannot follow in this state.
    """
    target = TRANSITIONS[event].get(delivery.state)
    unseen = delivery.state in {_S.REFUSED, _S.FAILED} and not delivery.parts_out
    too_late = event in {Event.EDITED, Event.WITHDRAWN} and delivery.parts_out
    if target is None or too_late or (event is Event.RETRACTED and unseen):
        raise ImpossibleTransition(f"{event} cannot happen to a delivery that is {delivery.state}")
    claimed = event is Event.CLAIMED
    return evolve(
        delivery,
        state=target,
        due=change.due or delivery.due,
        content_hash=change.content_hash or delivery.content_hash,
        attempts=_attempts(delivery, event, change),
        lease=change.now + LEASE if claimed else None,
        worker=change.worker if claimed else "",
        handles=_handles(delivery, event, change),
        receipt=change.receipt or delivery.receipt,
        problem=change.problem,
    )


def _attempts(delivery: Delivery, event: Event, change: Change) -> int:
    if _reworded(delivery, event, change):  # nobody has tried to send these words yet
        return 0
    return delivery.attempts + (event is Event.CLAIMED)


def _handles(delivery: Delivery, event: Event, change: Change) -> Mapping[str, str]:
    if _reworded(delivery, event, change):
        return {}
    if event is Event.ABSENT:  # somebody looked: the doubt is gone
        return {name: handle for name, handle in delivery.handles.items() if not name.startswith((OPEN, TRIED, DOUBT))}
    if event is Event.CLAIMED and delivery.state in _UNSURE:  # nobody knows what became of the try before
        return {**delivery.handles, DOUBT: "1"}
    return delivery.handles


def _reworded(delivery: Delivery, event: Event, change: Change) -> bool:
    return event is Event.EDITED and change.content_hash not in {None, delivery.content_hash}


def after_trouble(
    error: DeliveryError, *, attempts: int, most: int, now: datetime, jitter: Callable[[], float]
) -> tuple[Event, datetime | None]:
    """Which event an error is, and when to try again.

    Args:
        error: What went wrong; a `Partial` is judged by its cause.
        attempts: How many tries there were since something was last finished, this one included.
        most: How many there may be.
        now: The moment.
        jitter: Gives a number between 0 and 1: full jitter keeps workers from coming back all at once.
    """
    cause = error.cause if isinstance(error, Partial) else error
    wait = max(cause.after or 0.0, backoff(attempts, jitter()))
    later = now + timedelta(seconds=wait)
    if cause.outcome is Outcome.IN_DOUBT:
        return Event.LOST, later
    if cause.outcome is Outcome.SUBMITTED:
        return Event.TAKEN_IN, later
    if cause.outcome not in {Outcome.RETRY, Outcome.WAIT, Outcome.AUTH, Outcome.CONFIGURATION}:
        return Event.REFUSED, None
    if attempts >= most or cause.outcome in {Outcome.AUTH, Outcome.CONFIGURATION}:
        return Event.FAILED, None
    return (Event.PARTLY if isinstance(error, Partial) else Event.LATER), later


def backoff(attempts: int, jitter: float) -> float:
    """Seconds to wait after the given number of tries: 30, 60, 120 ... an hour at most, times the jitter.

    Example:
        >>> [backoff(attempt, 1.0) for attempt in (1, 2, 3, 20)]
        [30.0, 60.0, 120.0, 3600.0]
    """
    return float(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(attempts - 1, 16)) * jitter)
