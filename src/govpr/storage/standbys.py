"""Posts that stand by: what they stand by for, and which of them there is something to decide about."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    update,
)

from govpr.models import Delivery, DeliveryState
from govpr.models.brakes import Scope
from govpr.models.standbys import Standby
from govpr.storage import outbox
from govpr.storage.brakes import brakes
from govpr.storage.brakes import stopped as stopped_now
from govpr.storage.database import batches, upsert
from govpr.storage.standby_tables import standbys
from govpr.storage.tables import approvals, deliveries, mailings
from govpr.storage.types import Moment

_S = DeliveryState
OVER = (_S.SENT, _S.RETRACTED, _S.WITHDRAWN)
"""States of a post for which nobody has to stand by any more."""
_OUT = (_S.SENT, _S.RETRACTED)
_AT_ONCE = 500
_first = deliveries.alias("first")
_account, _platform = brakes.alias("of_account"), brakes.alias("of_platform")
_my_account, _my_platform = brakes.alias("of_my_account"), brakes.alias("of_my_platform")


class Stands(NamedTuple):
    """A post that stands by.

    Args:
        post: Its id.
        first: The id of the post for which it stands by.
        after: How long the service of that one must have been out of reach.
    """

    post: str
    first: str
    after: timedelta


def save(connection: Connection, campaign: str, values: Iterable[Stands], anew: Collection[str]) -> None:
    """Keep for which posts others stand by.

    Args:
        connection: A connection for writing.
        campaign: Their campaign.
        values: Those that stand by.
        anew: Those of them for which it begins from the start: they were withdrawn before.
    """
    rows = [
        {"post": one.post, "campaign": campaign, "first": one.first, "after": int(one.after.total_seconds())}
        for one in values
    ]
    if rows:
        upsert(connection, standbys, rows)
    for some in batches(anew):
        connection.execute(update(standbys).where(standbys.c.post.in_(some)).values(away=None, stepped_in=None))


def forget(connection: Connection, ids: Collection[str]) -> None:
    """Forget that posts stand by: they go out as all others do."""
    for some in batches(ids):
        connection.execute(delete(standbys).where(standbys.c.post.in_(some)))


def among(connection: Connection, ids: Collection[str]) -> dict[str, bool]:
    """Those of some posts that stand by, each with whether it has stepped in."""
    if connection.execute(select(standbys.c.post).limit(1)).first() is None:
        return {}
    query = select(standbys.c.post, standbys.c.stepped_in)
    found = (connection.execute(query.where(standbys.c.post.in_(some))) for some in batches(ids))
    return {post: stepped_in is not None for rows in found for post, stepped_in in rows}


def waiting(connection: Connection, ids: Collection[str]) -> frozenset[str]:
    """Those of some posts that stand by once they are approved, in place of going out."""
    return frozenset(post for post, stepped_in in among(connection, ids).items() if not stepped_in)


def spoken(connection: Connection, campaign: str) -> tuple[frozenset[str], frozenset[str]]:
    """Posts of a campaign about which all is said: the other of the two says it, or has said it.

    Returns:
        Those whose other one speaks; and those that have stepped in, and speak.
    """
    query = select(standbys.c.post, standbys.c.first, standbys.c.stepped_in, deliveries.c.state, _first.c.state)
    query = query.join(deliveries, deliveries.c.post == standbys.c.post)
    query = query.outerjoin(_first, _first.c.post == standbys.c.first).where(standbys.c.campaign == campaign)
    silent, speaks = set[str](), set[str]()
    for post, first, stepped_in, state, state_of_first in connection.execute(query):
        if state_of_first in _OUT:
            silent.add(post)
        elif stepped_in is not None and state != _S.WITHDRAWN:
            silent.add(first)
            speaks.add(post)
    return frozenset(silent), frozenset(speaks)


def undecided(connection: Connection, now: datetime) -> tuple[Standby, ...]:
    """Posts that stand by, are due, and about which something may have to be done.

    It begins at the index of what is due: where nothing stands by it costs one look into that.

    Args:
        connection: A connection for reading.
        now: The moment.
    """
    rows = connection.execute(_UNDECIDED, {"now": now}).all()
    return _values(connection, rows) if rows else ()


def of(connection: Connection, post: str) -> Standby | None:
    """What stands by for a post, or the post itself where it does; None where neither is so."""
    either = or_(standbys.c.post == post, standbys.c.first == post)
    rows = connection.execute(_with_first().where(either).order_by(standbys.c.post).limit(1)).all()
    return _values(connection, rows)[0] if rows else None


def wait_until(connection: Connection, post: str, moment: datetime | None) -> None:
    """Keep until when the other one is waited for while its service is out of reach, or that it is so no more."""
    connection.execute(update(standbys).where(standbys.c.post == post).values(away=moment))


def step_in(connection: Connection, post: str, now: datetime) -> None:
    """Keep that a post speaks for the other one from now on."""
    connection.execute(update(standbys).where(standbys.c.post == post).values(stepped_in=now))


def approver(connection: Connection, delivery: Delivery) -> str:
    """Who approved exactly these words last, or ""."""
    mine = (approvals.c.post == delivery.post, approvals.c.content_hash == delivery.content_hash)
    data = connection.execute(select(approvals.c.data).where(*mine).order_by(approvals.c.seq.desc()).limit(1)).scalar()
    return str(data["by"]) if data else ""


def _away(account: Any, platform: Any) -> ColumnElement[bool]:
    """Whether the last call to a service failed.

    Others on the platform may be on servers of their own: only an open circuit holds all of them.
    """
    all_of_them = and_(func.coalesce(platform.c.failures, 0) > 0, platform.c.opened.is_not(None))
    return or_(func.coalesce(account.c.failures, 0) > 0, all_of_them)


def _with_first() -> Select[Any]:
    services = (
        (Scope.ACCOUNT, _account, _first.c.account),
        (Scope.PLATFORM, _platform, _first.c.platform),
        (Scope.ACCOUNT, _my_account, deliveries.c.account),
        (Scope.PLATFORM, _my_platform, deliveries.c.platform),
    )
    columns = (
        *(standbys.c.post, standbys.c.first, standbys.c.after, standbys.c.away),
        _account.c.opened.label("opened_alone"),
        _platform.c.opened.label("opened_together"),
        _away(_account, _platform).label("unreachable"),
        _away(_my_account, _my_platform).label("stuck"),
        standbys.c.campaign,
        exists().where(mailings.c.post == standbys.c.first).label("mailed"),
    )
    query = select(*columns).select_from(deliveries).join(standbys, standbys.c.post == deliveries.c.post)
    query = query.outerjoin(_first, _first.c.post == standbys.c.first)
    for scope, brake, name in services:
        query = query.outerjoin(brake, and_(brake.c.scope == scope.value, brake.c.name == name))
    return query


def _values(connection: Connection, rows: Sequence[Any]) -> tuple[Standby, ...]:
    known = {one.post: one for one in outbox.find(connection, ids=[name for r in rows for name in (r.post, r.first)])}
    stops = stopped_now(connection)
    return tuple(_value(row, known[row.post], known.get(row.first), stops) for row in rows)


def _value(row: Any, mine: Delivery, first: Delivery | None, stops: Collection[tuple[Scope, str]]) -> Standby:
    both = (mine,) if first is None else (mine, first)
    keys = [(Scope.ALL, ""), (Scope.CAMPAIGN, row.campaign)]
    keys += [key for one in both for key in ((Scope.ACCOUNT, one.account), (Scope.PLATFORM, one.platform))]
    opened = [until for until in (row.opened_alone, row.opened_together) if until is not None]
    return Standby(
        delivery=mine,
        first=first,
        after=timedelta(seconds=row.after),
        until=row.away,
        unreachable=bool(row.unreachable),
        opened=max(opened, default=None),
        stopped=any(key in stops for key in keys),
        mailed=bool(row.mailed),
        stuck=bool(row.stuck),
    )


def _undecided() -> Select[Any]:
    """What `decide` only lets wait is left out as far as SQL can tell: it may be much while a service is away."""
    now, away = bindparam("now", type_=Moment), _away(_account, _platform)
    counted, state = standbys.c.away.is_not(None), _first.c.state
    overdue = or_(_first.c.due <= now, _first.c.attempts > 0)
    waits = and_(state == _S.APPROVED.value, overdue, or_(not_(counted), standbys.c.away <= now))
    ran_out = and_(state == _S.FAILED.value, counted)
    over = or_(_first.c.post.is_(None), state.in_([one.value for one in OVER]))
    back = and_(counted, not_(away), state.in_((_S.APPROVED.value, _S.FAILED.value)))
    query = _with_first().where(
        deliveries.c.state == _S.STANDING_BY.value,
        deliveries.c.due <= now,
        deliveries.c.personal == false(),
        or_(over, back, and_(away, or_(waits, ran_out))),
    )
    return query.order_by(deliveries.c.due, deliveries.c.post).limit(_AT_ONCE)


_UNDECIDED = _undecided()  # it is asked for before each look for what is due: building it takes longer than asking
