"""What of a clarification is out, and where: the outbox knows."""

from collections.abc import Sequence

from attrs import evolve
from sqlalchemy import Connection

from govpr.errors import NotAllowed
from govpr.hoaxes.desk.states import CaseEvent, Order, can
from govpr.models import Delivery, DeliveryState
from govpr.storage import desk as stored
from govpr.storage import outbox
from govpr.storage.desk import Version
from govpr.workspace import delivering
from govpr.workspace.context import Context
from govpr.workspace.desk.steps import GOVPR, known_case, settle, take_step

_MAYBE_OUT = (DeliveryState.HANDED_OVER,)


def deliveries_of(connection: Connection, case: str) -> tuple[Delivery, ...]:
    """Every delivery of every version of a case's clarification."""
    campaigns = [one.campaign for one in stored.versions_of(connection, [case]) if one.campaign]
    return tuple(delivery for name in campaigns for delivery in outbox.find(connection, campaign=name))


def published_of(connection: Connection, case: str) -> tuple[Delivery, ...]:
    """Deliveries that the public may have seen: those that are out, and those that officers may have posted."""
    return tuple(d for d in deliveries_of(connection, case) if d.is_out or d.state in _MAYBE_OUT)


def withdraw_unsent(context: Context, case: str, by: str) -> tuple[Delivery, ...]:
    """Withdraw what is not out yet of a case's clarification, what officers may have posted included."""
    with context.database.read() as connection:
        left = [d for d in deliveries_of(connection, case) if not d.is_out and d.state is not DeliveryState.WITHDRAWN]
    gone: list[Delivery] = []
    for delivery in left:
        try:
            gone.append(delivering.withdraw(context, delivery.post, by=by))
        except NotAllowed:  # it went out in this moment: then it is among what is out
            continue
    return tuple(gone)


def catch_up(context: Context) -> None:
    """Note which clarifications are out by now: from then on their reporters may be told.

    Only the newest version counts: one that is being corrected is told to nobody, even where it still went out.
    """
    with context.database.read() as connection:
        left = stored.unreleased(connection)
        newest = {one.case: one.clarification.version for one in stored.versions_of(connection, {v.case for v in left})}
        current = [version for version in left if version.clarification.version == newest[version.case]]
        ready = [(version, sent) for version in current if (sent := _sent(connection, version))]
    if not ready:
        return
    with context.database.write() as connection:
        for version, sent in ready:
            case = known_case(connection, version.case)
            if can(case, CaseEvent.RELEASED):
                mark_released(context, connection, version, sent, GOVPR)


def mark_released(
    context: Context, connection: Connection, version: Version, sent: Sequence[Delivery], by: str
) -> None:
    """Let a version be told to reporters."""
    now = context.clock()
    moments = [delivery.receipt.at for delivery in sent if delivery.receipt and delivery.receipt.at]
    at = min(moments, default=now)
    told = evolve(version, released=at, clarification=evolve(version.clarification, published=at))
    stored.save_version(connection, told)
    case = known_case(connection, version.case)
    case = take_step(context, connection, case, CaseEvent.RELEASED, Order(at=now, by=by))
    settle(context, connection, case)


def _sent(connection: Connection, version: Version) -> tuple[Delivery, ...]:
    return outbox.find(connection, campaign=version.campaign, states=[DeliveryState.SENT])


def address_of(connection: Connection, version: Version) -> str:
    """Where a version is published: its page in the newsroom, else another post's address, or ""."""
    found = (
        [d for d in _sent(connection, version) if d.receipt is not None and d.receipt.url] if version.campaign else []
    )
    found.sort(key=lambda delivery: (delivery.platform != delivering.NEWSROOM, delivery.post))
    return found[0].receipt.url if found and found[0].receipt else ""
