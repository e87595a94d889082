"""What a plan changes in the database: only what differs is written."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from attrs import evolve
from sqlalchemy import Connection

from govpr.campaigns.forms import Row
from govpr.delivery.states import Change, Event, apply
from govpr.models import Delivery, DeliveryState, Finding, Post
from govpr.models.converter import to_data
from govpr.storage import outbox, planned, standbys
from govpr.storage.planned import Old
from govpr.storage.standbys import Stands
from govpr.workspace.context import Context

OPEN = (DeliveryState.APPROVED, DeliveryState.STANDING_BY, DeliveryState.HANDED_OVER)
CAN_GO_OUT = (*OPEN, DeliveryState.REFUSED, DeliveryState.FAILED)  # the last two when somebody orders another try
_WITHDRAWN, _MOVED = DeliveryState.WITHDRAWN.value, "moved"


class Wanted(NamedTuple):
    """A post as it is to be kept.

    Args:
        row: Its row.
        stopped: Whether an error stops it.
        stands: For which post it stands by, or None.
    """

    row: Row
    stopped: bool
    stands: Stands | None = None


def stands_of(post: Post) -> Stands | None:
    """For which post another one stands by; None for one that goes out by itself."""
    if post.instead_of is None or post.after is None:
        return None
    return Stands(post.id, post.instead_of, post.after)


def settle(
    context: Context,
    connection: Connection,
    campaign: str,
    now: Mapping[str, Wanted],
    old: Mapping[str, Old],
) -> list[Delivery]:
    """Keep posts and their deliveries. An edit voids the approval; what is out already stays as it went out.

    Args:
        context: The workspace.
        connection: A connection for writing.
        campaign: The campaign's id.
        now: What is planned, by post id.
        old: What was planned before, by post id.

    Returns:
        The deliveries that are not as they were.
    """
    planned.add(connection, campaign, (one.row for one in now.values() if one.row.id not in old))
    _stand_by(connection, campaign, now, old)
    if not old:
        return []
    before = {post: (old[post], now[post]) for post in now if post in old}
    reworded = [
        (one.row.content_hash, one.row.data, post)
        for post, (was, one) in before.items()
        if _may_be_replaced(was, one.row)
    ]
    planned.replace(connection, reworded)
    events = {post: event for post, (was, one) in before.items() if (event := event_of(was, one.row, one.stopped))}
    gone = [was.id for was in old.values() if was.id not in now and was.can_go]
    events |= dict.fromkeys(gone, Event.WITHDRAWN)
    touched = [
        _after(context, delivery, events[delivery.post], now.get(delivery.post))
        for delivery in (outbox.find(connection, ids=list(events)) if events else ())
    ]
    outbox.save(connection, touched)
    return touched


def _stand_by(connection: Connection, campaign: str, now: Mapping[str, Wanted], old: Mapping[str, Old]) -> None:
    """Keep for which posts others stand by; what stood by once and now goes out as all others do is known too."""
    stands = {post: one.stands for post, one in now.items() if one.stands and not (post in old and old[post].is_over)}
    anew = [post for post in stands if post in old and old[post].state == _WITHDRAWN]
    standbys.save(connection, campaign, stands.values(), anew)
    others = [post for post in old if post in now and now[post].stands is None]
    standbys.forget(connection, list(standbys.among(connection, others)) if others else [])


def _may_be_replaced(was: Old, row: Row) -> bool:
    """Not what is out, nor the same words once somebody tried to send them.

    A try fixes the time too: what identifies the post on a platform may be derived from it.
    """
    return not was.is_over and row.data != was.data and (was.attempts == 0 or was.content_hash != row.content_hash)


def event_of(was: Old, row: Row, stopped: bool) -> Event | str | None:  # noqa: FBT001  (one fact of three)
    """What a plan does to a delivery that is there: `Event.EDITED`, "moved", or None for nothing.

    Args:
        was: The post before.
        row: The post now.
        stopped: Whether an error stops it.
    """
    if was.is_over:
        return None
    if was.content_hash != row.content_hash or was.state == _WITHDRAWN or (stopped and was.state in CAN_GO_OUT):
        return Event.EDITED
    return _MOVED if row.due != was.due and was.attempts == 0 else None


def _after(context: Context, delivery: Delivery, event: Event | str, wanted: Wanted | None) -> Delivery:
    change = Change(now=context.clock())
    if wanted is None:
        return apply(delivery, Event.WITHDRAWN, evolve(change, problem="the campaign says it no longer"))
    if event == _MOVED:
        return evolve(delivery, due=wanted.row.due)
    edit = evolve(change, due=wanted.row.due, content_hash=wanted.row.content_hash)
    return evolve(apply(delivery, Event.EDITED, edit), platform=wanted.row.platform)


def settle_findings(
    connection: Connection,
    campaign: str,
    now: Iterable[Finding],
    kept: Mapping[str, Mapping[int, str]],
) -> None:
    """Keep what was found about posts, in place of what was found before; what is the same is left alone.

    Args:
        connection: A connection for writing.
        campaign: The campaign's id.
        now: What is found.
        kept: What is kept: JSON by number, by post.
    """
    left = {post: dict(some) for post, some in kept.items()}
    new: list[Finding] = []
    for finding in now:
        some = left.get(finding.post or "", {})
        told = to_data(finding)
        number = next((number for number, data in some.items() if json.loads(data) == told), None)
        if number is None:
            new.append(finding)
        else:
            del some[number]
    gone = [number for some in left.values() for number in some]
    planned.replace_findings(connection, campaign, gone, new)
