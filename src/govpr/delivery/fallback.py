"""When a post that stands by goes out: `decide` is pure, `step_in` applies it to the store.

    standing_by ──its service is out of reach for long enough, or tries ran out──► approved; the other is withdrawn
         └──────the other is out, or is withdrawn────────────────────────────────► withdrawn

Of the two at most one goes out. What may be out, as far as anybody knows, is left alone: an answer that was lost, a
part of a thread, a call that goes on. The two change in one transaction, so that none is withdrawn without the other.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from govpr.delivery.states import Change, Event, apply
from govpr.governance import audit
from govpr.logs import get_logger
from govpr.models import Delivery, DeliveryState
from govpr.models.standbys import Standby
from govpr.storage import outbox, standbys
from govpr.storage.database import Database

RULE = "govpr"
"""The actor of what a campaign's rule has done."""
log = get_logger("govpr.delivery")


class Verdict(StrEnum):
    """What is to be done with a post that stands by."""

    WAIT = "wait"
    COUNT = "count"
    FORGET = "forget"
    STEP_IN = "step_in"
    STAND_DOWN = "stand_down"


def decide(one: Standby, now: datetime) -> Verdict:
    """What to do with a post that stands by: go on waiting, count from now on, count no more, go out, or go.

    Args:
        one: The post, with what is known of the other one and of its service.
        now: The moment.
    """
    first = one.first
    if first is None or first.state in standbys.OVER:
        return Verdict.STAND_DOWN
    if one.stopped or not is_unsaid(one, first):
        return Verdict.WAIT
    if not one.unreachable:
        return Verdict.WAIT if one.until is None else Verdict.FORGET
    verdict = _out_of_reach(one, first, now)
    return Verdict.WAIT if verdict is Verdict.STEP_IN and one.stuck else verdict


def is_unsaid(one: Standby, first: Delivery) -> bool:
    """Whether nothing of the other one can be out, and it would go out again by itself or by a person's order.

    Args:
        one: The post that stands by.
        first: The other one.
    """
    waits = first.state in {DeliveryState.APPROVED, DeliveryState.FAILED}
    return waits and not (first.may_be_out or one.mailed)


def _out_of_reach(one: Standby, first: Delivery, now: datetime) -> Verdict:
    if first.state is DeliveryState.FAILED:  # any other answer would have ended the trouble: the tries ran out in it
        return Verdict.WAIT if one.until is None else Verdict.STEP_IN
    if first.due > now and not first.attempts:
        return Verdict.WAIT
    if one.until is None:
        return Verdict.COUNT
    # What is due and free is tried once more first: perhaps all workers were away, and not the service.
    held = first.due > now or (one.opened is not None and one.opened > now)
    return Verdict.STEP_IN if held and one.until <= now else Verdict.WAIT


def step_in(database: Database, clock: Callable[[], datetime], platforms: Collection[str]) -> None:
    """Let posts go out whose other one cannot, and withdraw those whose other one is out.

    Args:
        database: The workspace's database.
        clock: Gives the time.
        platforms: Platforms that may be sent to: nothing steps in to wait elsewhere.
    """
    now = clock()

    def verdicts(connection: Connection) -> list[tuple[Standby, Verdict]]:
        found = ((one, decide(one, now)) for one in standbys.undecided(connection, now))
        able = ((one, v) for one, v in found if v is not Verdict.STEP_IN or one.delivery.platform in platforms)
        return [(one, verdict) for one, verdict in able if verdict is not Verdict.WAIT]

    with database.read() as connection:
        if not verdicts(connection):
            return
    with database.write() as connection:
        for one, verdict in verdicts(connection):
            _apply(connection, one, verdict, now)


def _apply(connection: Connection, one: Standby, verdict: Verdict, now: datetime) -> None:
    mine, first = one.delivery, one.first
    if verdict is Verdict.COUNT:
        standbys.wait_until(connection, mine.post, now + one.after)
    elif verdict is Verdict.FORGET:
        standbys.wait_until(connection, mine.post, None)
    elif verdict is Verdict.STAND_DOWN:
        why = (
            "what it stood by for is not planned any more" if first is None else f"{first.post} is {first.state.value}"
        )
        _moved(connection, mine, Event.WITHDRAWN, Change(now=now, problem=why), RULE)
        log.info("delivery.stood_down", post=mine.post, account=mine.account)
    elif verdict is Verdict.STEP_IN and first is not None:
        replace(connection, one, first, now, RULE)


def replace(connection: Connection, one: Standby, first: Delivery, now: datetime, by: str) -> Delivery:
    """Let a post go out in place of the other one, which is withdrawn: both, or neither.

    Args:
        connection: A connection for writing.
        one: The post that stands by.
        first: The other one.
        now: When.
        by: Who decides: an officer, or `RULE`.
    """
    mine = one.delivery
    told = f"{mine.account} says it instead"
    _moved(connection, first, Event.WITHDRAWN, Change(now=now, problem=told), by)
    after = _moved(connection, mine, Event.STEPPED_IN, Change(now=now, due=now), by)
    standbys.step_in(connection, mine.post, now)
    detail = {
        "to": mine.post,
        "approved_by": standbys.approver(connection, mine),
        "after": int(one.after.total_seconds()),
        "away_since": "" if one.since is None else one.since.isoformat(),
        "state": first.state.value,
    }
    audit.record(connection, at=now, actor=by, action="post.fell_back", subject=first.post, detail=detail)
    log.warning("delivery.fell_back", post=first.post, account=first.account, to=mine.post)
    return after


def _moved(connection: Connection, delivery: Delivery, event: Event, change: Change, by: str) -> Delivery:
    after = apply(delivery, event, change)
    outbox.save(connection, [after])
    detail = {"state": after.state.value}
    audit.record(connection, at=change.now, actor=by, action=f"delivery.{event}", subject=after.post, detail=detail)
    return after
