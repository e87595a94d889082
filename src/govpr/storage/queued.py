"""What waits to go out, looked at by people."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from govpr.models import Delivery, DeliveryState, Finding, Post, Severity
from govpr.models.converter import from_data, to_data
from govpr.storage import outbox
from govpr.storage.database import batches
from govpr.storage.queue_tables import adjustments
from govpr.storage.tables import accounts, deliveries, findings, posts

_S = DeliveryState
WAITING = (_S.PLANNED, _S.APPROVED, _S.STANDING_BY, _S.ON_HOLD, _S.HANDED_OVER)
"""States of what is not out yet, and what nobody has refused."""
_FEW = 20_000


def waiting(connection: Connection, *, campaign: str | None, account: str | None, limit: int) -> tuple[Delivery, ...]:
    """What waits, in the order of times.

    Args:
        connection: A connection for reading.
        campaign: Only of this campaign.
        account: Only of this account.
        limit: How many at most.
    """
    few = _few(connection, campaign, account)
    if few is not None:
        return outbox.find(connection, ids=few, states=WAITING)[:limit]
    found: list[tuple[datetime, str]] = []
    for state in WAITING:  # each in the order of the index: what comes after the limit is never looked at
        query = select(deliveries.c.due, deliveries.c.post).where(deliveries.c.state == state.value)
        if campaign is not None or account is not None:
            query = query.join(posts, posts.c.id == deliveries.c.post)
        if campaign is not None:
            query = query.where(posts.c.campaign == campaign)
        if account is not None:
            query = query.where(posts.c.account == account)
        query = query.order_by(deliveries.c.due, deliveries.c.post).limit(limit)
        found += [(due, post) for due, post in connection.execute(query)]
    return outbox.find(connection, ids=[post for _, post in sorted(found)[:limit]])


def _few(connection: Connection, campaign: str | None, account: str | None) -> list[str] | None:
    """The posts of a campaign or an account; None where they are so many that the order of times leads there sooner."""
    if campaign is None and account is None:
        return None
    query = select(posts.c.id).limit(_FEW + 1)
    if campaign is not None:
        query = query.where(posts.c.campaign == campaign)
    if account is not None:
        query = query.where(posts.c.account == account)
    ids = list(connection.execute(query).scalars())
    return ids if len(ids) <= _FEW else None


def official(connection: Connection, states: Collection[DeliveryState], now: datetime) -> tuple[Delivery, ...]:
    """Deliveries of official accounts in some states that are due, in the order of times.

    Args:
        connection: A connection for reading.
        states: The states.
        now: The moment.
    """
    query = select(deliveries.c.post).join(accounts, accounts.c.id == deliveries.c.account)
    due = (deliveries.c.state.in_([state.value for state in states]), deliveries.c.due <= now)
    query = query.where(*due, accounts.c.officer.is_(None))
    return outbox.find(connection, ids=list(connection.execute(query).scalars()))


def on_accounts(connection: Connection, some: Iterable[str]) -> dict[str, list[Post]]:
    """The posts of some accounts that are, or will be, seen, by account."""
    query = select(posts.c.account, posts.c.data).join(deliveries, deliveries.c.post == posts.c.id)
    query = query.where(deliveries.c.state != DeliveryState.WITHDRAWN.value)
    found: dict[str, list[Post]] = {}
    for batch in batches(dict.fromkeys(some)):
        for account, data in connection.execute(query.where(posts.c.account.in_(batch))):
            found.setdefault(account, []).append(from_data(data, Post))
    return found


def replace_post(connection: Connection, post: Post) -> None:
    """Keep a post in place of what was planned under its id."""
    values = {"content_hash": post.content_hash, "data": to_data(post)}
    connection.execute(update(posts).where(posts.c.id == post.id).values(values))


def replace_findings(connection: Connection, post: Post, new: Sequence[Finding]) -> None:
    """Keep what was found about one post, in place of what was found before."""
    connection.execute(findings.delete().where(findings.c.post == post.id))
    rows = [{"campaign": post.campaign, "post": post.id, "code": f.code, "data": to_data(f)} for f in new]
    if rows:
        connection.execute(insert(findings), rows)


def has_errors(connection: Connection, post: str) -> bool:
    """Whether an error stops a post."""
    rows = connection.execute(select(findings.c.data).where(findings.c.post == post)).scalars()
    return any(data.get("severity") == Severity.ERROR for data in rows)


def worded_by(connection: Connection, by: str, ids: Collection[str] | None = None, *, campaign: str = "") -> str | None:
    """A post that somebody worded, of some posts or of a campaign; None where there is none."""
    query = select(adjustments.c.post).where(adjustments.c.by == by)
    if ids is None:
        query = query.join(posts, posts.c.id == adjustments.c.post).where(posts.c.campaign == campaign)
        return connection.execute(query.limit(1)).scalar()
    return next((post for post in connection.execute(query).scalars() if post in ids), None)
