"""Notices: taken from the audit log, in which every settlement stands, and kept until somebody has taken them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, delete, func, insert, or_, select, update

from govpr.storage.database import upsert
from govpr.storage.notice_tables import hooks, notices
from govpr.storage.tables import accounts, audit, deliveries, posts


@frozen(kw_only=True)
class HookState:
    """How it stands with one hook.

    Args:
        seen: The last entry of the audit log that was looked at.
        failures: How often in a row nothing was taken.
        rests: Until when nothing is sent there, or None.
    """

    seen: int
    failures: int = 0
    rests: datetime | None = None


@frozen(kw_only=True)
class Notice:
    """Something to be told.

    Args:
        hook: To whom.
        seq: The entry of the audit log that it tells of.
        event: What happened.
        data: What is told.
        attempts: How often it was sent.
    """

    hook: str
    seq: int
    event: str
    data: Mapping[str, Any]
    attempts: int = 0


def state(connection: Connection, hook: str) -> HookState | None:
    """How it stands with a hook; None for one that is new."""
    row = connection.execute(select(hooks).where(hooks.c.id == hook)).one_or_none()
    return None if row is None else HookState(seen=row.seen, failures=row.failures, rests=row.rests)


def save_state(connection: Connection, hook: str, now: HookState) -> None:
    """Keep how it stands with a hook."""
    row = {"id": hook, "seen": now.seen, "failures": now.failures, "rests": now.rests}
    upsert(connection, hooks, [row])


def last_entry(connection: Connection) -> int:
    """The number of the audit log's last entry."""
    return int(connection.execute(select(func.coalesce(func.max(audit.c.seq), 0))).scalar_one())


def settled(
    connection: Connection, after: int, last: int, actions: Collection[str], limit: int
) -> list[dict[str, Any]]:
    """Entries of the audit log about deliveries of official accounts, with what the queue knows of them now.

    Args:
        connection: A connection for reading.
        after: The last entry that was looked at.
        last: The last one that is looked at now.
        actions: What they tell of.
        limit: How many at most.
    """
    joined = audit.join(deliveries, deliveries.c.post == audit.c.subject)
    joined = joined.join(posts, posts.c.id == deliveries.c.post).join(accounts, accounts.c.id == deliveries.c.account)
    told = (audit.c.seq, audit.c.at, audit.c.action, audit.c.detail, audit.c.subject)
    query = select(*told, deliveries.c.platform, deliveries.c.account, deliveries.c.receipt, posts.c.campaign)
    query = query.select_from(joined).where(audit.c.seq > after, audit.c.seq <= last, audit.c.action.in_(actions))
    rows = connection.execute(query.where(accounts.c.officer.is_(None)).order_by(audit.c.seq).limit(limit))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's public name for a row as a mapping)


def add(connection: Connection, values: list[Notice], due: datetime) -> None:
    """Keep what is to be told."""
    if values:
        rows = [
            {"hook": one.hook, "seq": one.seq, "event": one.event, "data": dict(one.data), "due": due} for one in values
        ]
        connection.execute(insert(notices), [{"attempts": 0, "problem": "", **row} for row in rows])


def is_due(connection: Connection, hook: str, now: datetime) -> bool:
    """Whether a hook is to be told of something, and does not rest.

    Args:
        connection: A connection for reading.
        hook: The hook.
        now: The moment.
    """
    ready = (notices.c.hook == hook, notices.c.due <= now, or_(hooks.c.rests.is_(None), hooks.c.rests <= now))
    query = select(notices.c.seq).join(hooks, hooks.c.id == notices.c.hook).where(*ready).limit(1)
    return connection.execute(query).first() is not None


def take(connection: Connection, hook: str, now: datetime, back: datetime, limit: int) -> list[Notice]:
    """The oldest notices that are due; they come back by themselves if nothing is heard of them.

    Args:
        connection: A connection for writing.
        hook: To whom.
        now: The moment.
        back: When they come back.
        limit: How many at most.
    """
    query = select(notices).where(notices.c.hook == hook, notices.c.due <= now).order_by(notices.c.due, notices.c.seq)
    rows = connection.execute(query.limit(limit)).all()
    _change(connection, hook, [row.seq for row in rows], attempts=notices.c.attempts + 1, due=back)
    return [Notice(hook=hook, seq=row.seq, event=row.event, data=row.data, attempts=row.attempts + 1) for row in rows]


def forget(connection: Connection, values: Sequence[Notice]) -> None:
    """Forget notices that were taken."""
    if values:
        some = notices.c.seq.in_([one.seq for one in values])
        connection.execute(delete(notices).where(notices.c.hook == values[0].hook, some))


def put_back(connection: Connection, values: Sequence[Notice], now: datetime) -> None:
    """Let notices that were not sent after all be sent at once."""
    if values:
        seqs = [one.seq for one in values]
        _change(connection, values[0].hook, seqs, attempts=notices.c.attempts - 1, due=now)


def put_off(connection: Connection, notice: Notice, due: datetime | None, problem: str) -> None:
    """Send a notice later, or never again.

    Args:
        connection: A connection for writing.
        notice: The notice.
        due: When, or None to give it up.
        problem: A code that says why.
    """
    _change(connection, notice.hook, [notice.seq], due=due, problem=problem)


def call_back(connection: Connection, hook: str, now: datetime) -> int:
    """Let everything that was given up be sent again; says how many."""
    lost = (notices.c.hook == hook, notices.c.due.is_(None))
    return connection.execute(update(notices).where(*lost).values(due=now, attempts=0)).rowcount


def counts(connection: Connection, hook: str) -> tuple[int, int]:
    """How many notices wait, and how many were given up."""
    query = select(func.count(notices.c.due), func.count()).where(notices.c.hook == hook)
    waiting, whole = connection.execute(query).one()
    return waiting, whole - waiting


def _change(connection: Connection, hook: str, seqs: list[int], **values: Any) -> None:
    connection.execute(update(notices).where(notices.c.hook == hook, notices.c.seq.in_(seqs)).values(**values))
