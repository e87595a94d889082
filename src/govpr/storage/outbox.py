"""The outbox's rows. What may follow what is decided in `govpr.delivery.states`; here it is only kept."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    exists,
    false,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)

from govpr.models import Delivery, DeliveryState, Receipt
from govpr.models.brakes import Scope
from govpr.models.converter import from_data, to_data
from govpr.storage.brakes import Key
from govpr.storage.database import batches, upsert
from govpr.storage.tables import accounts, attempts, confirmations, deliveries, posts
from govpr.storage.types import Moment
from govpr.storage.waking import is_work, wake

_UNSURE = (DeliveryState.IN_DOUBT.value, DeliveryState.SUBMITTED.value)
_READY = (DeliveryState.APPROVED.value, DeliveryState.PARTIAL.value)
_SAME = accounts.c.platform == deliveries.c.platform  # an account may have moved since the post was approved


_MOVING = ("state", "due", "attempts", "lease", "worker", "handles", "receipt", "problem")
_MOVE = (
    update(deliveries)
    .where(deliveries.c.post == bindparam("new_post"))
    .values({name: bindparam(f"new_{name}") for name in _MOVING})
)
_NUMBER = select(func.coalesce(func.max(attempts.c.number), 0) + 1).where(attempts.c.post == deliveries.c.post)


Ended: TypeAlias = tuple[str, str, str]
"""A post, how its try ended, as `published`, and what was wrong, or ""."""


def save(connection: Connection, values: Iterable[Delivery]) -> None:
    """Keep deliveries, in place of what was known of them, and wake a worker for those that it has to do with."""
    kept = list(values)
    upsert(connection, deliveries, [_row(delivery) for delivery in kept])
    wake(connection, [delivery.due for delivery in kept if is_work(delivery.state)])


def move(connection: Connection, values: Iterable[Delivery]) -> None:
    """Keep what a worker changes of deliveries that are there, and wake one for those that it has to do with."""
    kept = list(values)
    rows = [{f"new_{name}": row[name] for name in ("post", *_MOVING)} for row in map(_row, kept)]
    if rows:
        connection.execute(_MOVE, rows)
    wake(connection, [delivery.due for delivery in kept if is_work(delivery.state)])


def get(connection: Connection, post: str) -> Delivery | None:
    """One delivery."""
    row = connection.execute(select(deliveries).where(deliveries.c.post == post)).one_or_none()
    return None if row is None else _value(row)


def some(connection: Connection, ids: Collection[str]) -> dict[str, Delivery]:
    """Deliveries by post; unknown ids are left out."""
    found = (connection.execute(select(deliveries).where(deliveries.c.post.in_(batch))) for batch in batches(ids))
    return {delivery.post: delivery for rows in found for delivery in map(_value, rows)}


def holders(connection: Connection, ids: Collection[str]) -> dict[str, tuple[str, int]]:
    """Who holds deliveries, and in which try, by post."""
    query = select(deliveries.c.post, deliveries.c.worker, deliveries.c.attempts)
    found = (connection.execute(query.where(deliveries.c.post.in_(batch))) for batch in batches(ids))
    return {post: (worker, attempt) for rows in found for post, worker, attempt in rows}


def find(
    connection: Connection,
    *,
    campaign: str | None = None,
    states: Collection[DeliveryState] = (),
    ids: Collection[str] | None = None,
) -> tuple[Delivery, ...]:
    """Deliveries of a campaign, in some states or of some posts, in the order of their times."""
    query = select(deliveries).order_by(deliveries.c.due, deliveries.c.post)
    if campaign is not None:
        query = query.join(posts, posts.c.id == deliveries.c.post).where(posts.c.campaign == campaign)
    if states:
        query = query.where(deliveries.c.state.in_([state.value for state in states]))
    if ids is None:
        return tuple(_value(row) for row in connection.execute(query))
    some = (connection.execute(query.where(deliveries.c.post.in_(batch))) for batch in batches(ids))
    return tuple(sorted((_value(row) for rows in some for row in rows), key=lambda d: (d.due, d.post)))


def due(
    connection: Connection,
    now: datetime,
    *,
    platforms: Collection[str],
    lookable: Collection[str],
    limit: int,
    held: Collection[Key] = (),
) -> tuple[Delivery, ...]:
    """Deliveries that a worker may take: due ones, abandoned ones, and doubtful ones that can be looked up.

    Args:
        connection: A connection for reading.
        now: The moment.
        platforms: Platforms that may be sent to.
        lookable: Those of them that can find what was published.
        limit: How many at most.
        held: Platforms, accounts and campaigns that are kept back for now.
    """
    ready = deliveries.c.state.in_(_READY)
    left = (deliveries.c.state == DeliveryState.SENDING.value) & (deliveries.c.lease < now)
    unsure = deliveries.c.state.in_(_UNSURE) & deliveries.c.platform.in_(lookable)
    query = (
        _official()
        .where(or_(ready, left, unsure), deliveries.c.due <= now, _SAME, deliveries.c.platform.in_(platforms))
        .where(*_free(held))
        .order_by(deliveries.c.due, deliveries.c.post)
        .limit(limit)
    )
    return tuple(_value(row) for row in connection.execute(query))


def _free(held: Collection[Key]) -> Iterator[ColumnElement[bool]]:
    names = {scope: [name for kind, name in held if kind is scope] for scope in Scope}
    if names[Scope.PLATFORM]:
        yield deliveries.c.platform.not_in(names[Scope.PLATFORM])
    if names[Scope.ACCOUNT]:
        yield deliveries.c.account.not_in(names[Scope.ACCOUNT])
    if names[Scope.CAMPAIGN]:
        mine = (posts.c.id == deliveries.c.post, posts.c.campaign.in_(names[Scope.CAMPAIGN]))
        yield not_(exists().where(*mine))


def renew(connection: Connection, worker: str, lease: datetime, of: str | None = None) -> None:
    """Let what a worker is sending be its own for longer: one post, or everything."""
    mine = [deliveries.c.state == DeliveryState.SENDING.value, deliveries.c.worker == worker]
    mine += [] if of is None else [deliveries.c.post == of]
    connection.execute(update(deliveries).where(*mine).values(lease=lease))


def held(connection: Connection, now: datetime, platforms: Collection[str]) -> tuple[Delivery, ...]:
    """Due deliveries of official accounts on other platforms than these, or than the account is on by now."""
    query = _official().where(deliveries.c.state.in_(_READY), deliveries.c.due <= now)
    elsewhere = or_(deliveries.c.platform.not_in(platforms), not_(_SAME))
    return tuple(_value(row) for row in connection.execute(query.where(elsewhere)))


def sent(connection: Connection, platforms: Collection[str]) -> tuple[Delivery, ...]:
    """Deliveries of official accounts that these platforms published."""
    query = _official().where(
        deliveries.c.state == DeliveryState.SENT.value, _SAME, deliveries.c.platform.in_(platforms)
    )
    return tuple(_value(row) for row in connection.execute(query.order_by(deliveries.c.due, deliveries.c.post)))


def handed_over_to(connection: Connection, officer: str) -> tuple[Delivery, ...]:
    """What waits for an officer to be posted."""
    query = select(deliveries).join(accounts, accounts.c.id == deliveries.c.account)
    query = query.where(accounts.c.officer == officer, deliveries.c.state == DeliveryState.HANDED_OVER.value)
    return tuple(_value(row) for row in connection.execute(query))


def _official() -> Select[Any]:
    joined = select(deliveries).join(accounts, accounts.c.id == deliveries.c.account)
    return joined.where(accounts.c.officer.is_(None), deliveries.c.personal == false())


def count_by_state(connection: Connection) -> Mapping[DeliveryState, int]:
    """How many deliveries are in each state."""
    rows = connection.execute(select(deliveries.c.state, func.count()).group_by(deliveries.c.state))
    return {DeliveryState(state): number for state, number in rows}


def claim(connection: Connection, ids: Collection[str], *, worker: str, lease: datetime, now: datetime) -> None:
    """Let a worker hold deliveries, and write that tries begin, before a call is made."""
    held = {"state": DeliveryState.SENDING.value, "worker": worker, "lease": lease, "problem": ""}
    for batch in batches(ids):
        mine = deliveries.c.post.in_(batch)
        connection.execute(update(deliveries).where(mine).values(held | {"attempts": deliveries.c.attempts + 1}))
        begun = (literal(worker), literal(now, Moment), deliveries.c.platform)
        rows = select(deliveries.c.post, _NUMBER.scalar_subquery(), *begun).where(mine)
        columns = ["post", "number", "worker", "started", "platform"]
        connection.execute(insert(attempts).from_select(columns, rows))


def end_attempts(connection: Connection, worker: str, now: datetime, ends: Iterable[Ended]) -> None:
    """Write how the tries that a worker began have ended."""
    alike: dict[tuple[str, str], list[str]] = {}
    for post, how, why in ends:
        alike.setdefault((how, why), []).append(post)
    for (how, why), posts_ in alike.items():
        for batch in batches(posts_):
            mine = (attempts.c.post.in_(batch), attempts.c.worker == worker, attempts.c.ended.is_(None))
            connection.execute(update(attempts).where(*mine).values(ended=now, outcome=how, problem=why))


def save_confirmation(connection: Connection, digest: str, post: str, content_hash: str, expires: datetime) -> None:
    """Keep the digest of a one-time code; a code that was used stays used, another runs anew."""
    if confirmation(connection, digest) is not None:
        renew_confirmation(connection, digest, expires)
    else:
        row = {"code_digest": digest, "post": post, "content_hash": content_hash, "expires": expires}
        connection.execute(insert(confirmations).values(row))


def confirmation(connection: Connection, digest: str) -> Row[Any] | None:
    """The code of that digest: post, content_hash, expires, used."""
    return connection.execute(select(confirmations).where(confirmations.c.code_digest == digest)).one_or_none()


def renew_confirmation(connection: Connection, digest: str, expires: datetime) -> None:
    """Let an unused code end later."""
    unused = (confirmations.c.code_digest == digest, confirmations.c.used.is_(None))
    connection.execute(update(confirmations).where(*unused).values(expires=expires))


def use_confirmation(connection: Connection, digest: str, now: datetime) -> bool:
    """Mark a code as used; False when it was used before."""
    unused = (confirmations.c.code_digest == digest, confirmations.c.used.is_(None))
    return connection.execute(update(confirmations).where(*unused).values(used=now)).rowcount == 1


def _row(delivery: Delivery) -> dict[str, Any]:
    return {
        "post": delivery.post,
        "account": delivery.account,
        "platform": delivery.platform,
        "state": delivery.state.value,
        "due": delivery.due,
        "content_hash": delivery.content_hash,
        "attempts": delivery.attempts,
        "lease": delivery.lease,
        "worker": delivery.worker,
        "handles": dict(delivery.handles),
        "receipt": None if delivery.receipt is None else to_data(delivery.receipt),
        "problem": delivery.problem,
    }


def _value(row: Row[Any]) -> Delivery:
    values = {**row._mapping}  # noqa: SLF001  (SQLAlchemy's public name for a row as a mapping)
    del values["personal"]
    values["state"] = DeliveryState(values["state"])
    if values["receipt"] is not None:
        values["receipt"] = from_data(values["receipt"], Receipt)
    return Delivery(**values)
