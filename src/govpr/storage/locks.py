"""Who waits for whom on PostgreSQL. SQLite has one writer at a time, so there nothing is to be done.

Locks are taken in this order, so that nobody waits in a circle: all writers, deliveries in the order of their numbers,
the audit log. They end with their transaction. See https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS.
"""

import hashlib
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, text

_OURS = 0x676F7670  # "govp": other programs may use advisory locks in the same database
_WRITERS, _LOG, _MIGRATIONS = range(3)
# Seconds after which a writer that does nothing is taken for gone: one that writes about deliveries before the others
# give up to wait for it.
_STOPPED, _STOPPED_AT_DELIVERIES = 300, 15

_WHICH = {"ours": _OURS, "writers": _WRITERS}
_AS_ONE, _AS_ONE_OF_MANY = {**_WHICH, "stopped": f"{_STOPPED}s"}, {**_WHICH, "stopped": f"{_STOPPED_AT_DELIVERIES}s"}
_ALONE = text(
    "SELECT set_config('idle_in_transaction_session_timeout', :stopped, true), pg_advisory_xact_lock(:ours, :writers)"
)
_BESIDE = text(
    "SELECT set_config('idle_in_transaction_session_timeout', :stopped, true), "
    "pg_advisory_xact_lock_shared(:ours, :writers)"
)
_EACH = text("SELECT pg_advisory_xact_lock(one) FROM unnest(CAST(:those AS bigint[])) AS one")
_FREE = text("SELECT one FROM unnest(CAST(:those AS bigint[])) AS one WHERE pg_try_advisory_xact_lock(one) LIMIT :most")
_NUMBERED = text("SELECT pg_advisory_xact_lock(:ours, :number)")


def lock_writers(connection: Connection, of: Collection[str] | None) -> None:
    """Wait until nobody else writes, or nobody else writes about some deliveries.

    Args:
        connection: A connection whose transaction begins.
        of: The deliveries' posts, or None to be the only writer.
    """
    if of is None:
        connection.execute(_ALONE, _AS_ONE)
    else:
        connection.execute(_BESIDE, _AS_ONE_OF_MANY)
        connection.execute(_EACH, {"those": sorted({_number(post) for post in of})})


def lock_free(connection: Connection, of: Sequence[str], most: int) -> list[str]:
    """Take those deliveries that nobody else writes about now; waits for none of them.

    Args:
        connection: A connection whose transaction begins.
        of: Their posts, the most wanted first.
        most: How many at most.
    """
    connection.execute(_BESIDE, _AS_ONE_OF_MANY)
    posts = {_number(post): post for post in reversed(of)}
    taken = connection.execute(_FREE, {"those": [_number(post) for post in of], "most": most}).scalars()
    return [posts[number] for number in taken]


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
