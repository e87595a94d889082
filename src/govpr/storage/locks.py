"""Who waits for whom on PostgreSQL. SQLite has one writer at a time, so there nothing is to be done.

Locks are taken in this order, so that nobody waits in a circle: all writers, one delivery, the audit log. They end with
their transaction. See https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS.
"""

import hashlib

from sqlalchemy import Connection, text

_OURS = 0x676F7670  # "govp": other programs may use advisory locks in the same database
_WRITERS, _LOG, _MIGRATIONS = range(3)
_STOPPED = 300  # seconds after which a writer that does nothing is taken for gone

_ALONE = text(
    "SELECT set_config('idle_in_transaction_session_timeout', :stopped, true), pg_advisory_xact_lock(:ours, :writers)"
)
_BESIDE = text(
    "SELECT set_config('idle_in_transaction_session_timeout', :stopped, true), "
    "pg_advisory_xact_lock_shared(:ours, :writers), pg_advisory_xact_lock(:one)"
)
_NUMBERED = text("SELECT pg_advisory_xact_lock(:ours, :number)")


def lock_writers(connection: Connection, of: str | None) -> None:
    """Wait until nobody else writes, or nobody else writes about one delivery.

    Args:
        connection: A connection whose transaction begins.
        of: The delivery's post, or None to be the only writer.
    """
    common = {"ours": _OURS, "writers": _WRITERS, "stopped": f"{_STOPPED}s"}
    if of is None:
        connection.execute(_ALONE, common)
    else:
        connection.execute(_BESIDE, {**common, "one": _number(of)})


def lock_log(connection: Connection) -> None:
    """Wait until nobody else adds to the audit log: each entry is chained to the one before."""
    if connection.dialect.name == "postgresql":
        connection.execute(_NUMBERED, {"ours": _OURS, "number": _LOG})


def lock_migrations(connection: Connection) -> None:
    """Wait until nobody else changes the tables themselves, and keep SQLite's file for this transaction alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(_NUMBERED, {"ours": _OURS, "number": _MIGRATIONS})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _number(of: str) -> int:
    """Two that share one only wait for each other now and then."""
    return int.from_bytes(hashlib.sha256(of.encode()).digest()[:8], "big", signed=True)
