"""Metrics, and the rows of the audit log."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from govpr.models import Metrics
from govpr.models.converter import to_data
from govpr.storage.database import upsert
from govpr.storage.locks import lock_log
from govpr.storage.tables import audit, metrics


def save_metrics(connection: Connection, values: Iterable[Metrics]) -> None:
    """Keep what platforms counted."""
    upsert(connection, metrics, [{"post": m.post, "at": m.at, "data": to_data(m)} for m in values])


def last_entry(connection: Connection) -> tuple[int, str] | None:
    """The number and hash of the log's last entry; until this transaction is over nobody else adds one."""
    lock_log(connection)
    row = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).one_or_none()
    return None if row is None else (row.seq, row.hash)


def last_moment(connection: Connection) -> datetime | None:
    """When the log's last entry was added."""
    return connection.execute(select(audit.c.at).order_by(audit.c.seq.desc()).limit(1)).scalar()


def append_entries(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add entries to the log: their seq, at, actor, action, subject, detail, previous and hash."""
    connection.execute(insert(audit), rows)


def entries(connection: Connection) -> Iterator[dict[str, Any]]:
    """The log's rows, oldest first."""
    for row in connection.execute(select(audit).order_by(audit.c.seq).execution_options(yield_per=1_000)):
        yield dict(row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for a row as a mapping)
