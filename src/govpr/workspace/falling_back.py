"""A person lets a post go out that stands by, without waiting for its rule."""

from attrs import evolve
from sqlalchemy import Connection

from govpr.delivery import fallback
from govpr.delivery.states import TRANSITIONS, Change, Event, apply
from govpr.errors import NotAllowed
from govpr.models import Delivery, DeliveryState
from govpr.models.deliveries import DOUBT, OPEN, TRIED
from govpr.models.standbys import Standby
from govpr.storage import standbys
from govpr.workspace.context import Context
from govpr.workspace.delivering import permitted, refusal

_CAN_GO = {*TRANSITIONS[Event.WITHDRAWN], DeliveryState.IN_DOUBT}
_MARKS = (DOUBT, OPEN, TRIED)


def standing_by(context: Context, post: str) -> Standby | None:
    """What stands by for a post, or the post itself where it stands by for another one; None where neither is so."""
    with context.database.read() as connection:
        return standbys.of(connection, post)


def in_reserve(connection: Connection, post: str) -> Delivery | None:
    """What stands by for a post, approved or not yet; None where nothing does."""
    one = standbys.of(connection, post)
    waits = {DeliveryState.PLANNED, DeliveryState.STANDING_BY, DeliveryState.ON_HOLD}
    return one.delivery if one is not None and one.delivery.post != post and one.delivery.state in waits else None


def fall_back(context: Context, post: str, *, by: str, absent: bool) -> Delivery:
    """Let the post go out that stands by, and withdraw the other one, in one transaction.

    Args:
        context: The workspace.
        post: The id of one of the two.
        by: The officer who decides.
        absent: Whether somebody looked on the platform, and the other one is not there.

    Raises:
        NotFound: There is no such post.
        NotAllowed: Nothing stands by for it, it is out or may be, or `by` is no officer here.
    """
    now = context.clock()
    with context.database.write() as connection:
        one = standbys.of(connection, post)
        first = None if one is None else one.first
        permitted(connection, post if first is None else first.post, by, set(DeliveryState))
        if one is None or first is None:
            advice = "add [[campaign.fallbacks]] to its campaign, then plan and approve it"
            raise NotAllowed("fallback.none", f"nothing stands by for {post}", advice)
        if one.delivery.state is not DeliveryState.STANDING_BY:
            raise refusal(one.delivery)
        surely = _surely_not_out(one, first, absent=absent)
        if surely is not first:
            context.record(connection, actor=by, action="delivery.absent", subject=first.post, state=first.state.value)
        return fallback.replace(connection, one, surely, now, by)


def _surely_not_out(one: Standby, first: Delivery, *, absent: bool) -> Delivery:
    """The other one, once nobody has to doubt any more that it is not out."""
    doubtful = first.state is DeliveryState.IN_DOUBT or (first.may_be_out and not first.is_out)
    if first.state not in _CAN_GO or first.parts_out or one.mailed:
        raise refusal(first)
    if not doubtful:
        return first
    if not absent:
        advice = (
            f"look on {first.platform}; if it is not there: govpr queue fallback {first.post} --absent --by OFFICER"
        )
        raise NotAllowed("fallback.in-doubt", f"{first.post} may be out: nobody knows how a try ended", advice)
    if first.state is DeliveryState.IN_DOUBT:
        return apply(first, Event.ABSENT, Change(now=first.due))
    return evolve(first, handles={name: mark for name, mark in first.handles.items() if not name.startswith(_MARKS)})
