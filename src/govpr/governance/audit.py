"""The audit log: append-only, each entry chained to the one before by its hash.

Whoever changes or removes an entry breaks the chain from there on, and `verify` says where. Details hold ids and
hashes, never names or numbers of people.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import asdict, field, frozen
from sqlalchemy import Connection

from govpr.storage import records

START = "0" * 64


@frozen(kw_only=True)
class Done:
    """What somebody did, before it has its place in the log.

    Args:
        at: When.
        actor: Who: an officer's id, or `govpr`.
        action: What, as `post.approved`.
        subject: To what, as a post's id.
        detail: Ids, hashes and counts only.
    """

    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any] = field(factory=dict)


@frozen(kw_only=True)
class Entry:
    """One thing that somebody did.

    Args:
        seq: Its place, counted from 1.
        at: When.
        actor: Who: an officer's id, or `govpr`.
        action: What, as `post.approved`.
        subject: To what, as a post's id.
        detail: Plain data that explains it.
        previous: The hash of the entry before.
        hash: The hash of all of this.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any] = field(factory=dict)
    previous: str = START
    hash: str = ""

    def sealed(self) -> str:
        """The hash that this entry must have."""
        told = [self.seq, self.at.astimezone(UTC).isoformat(timespec="microseconds"), self.actor, self.action]
        told += [self.subject, dict(self.detail), self.previous]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def record(
    connection: Connection, *, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, Any]
) -> None:
    """Add an entry, in the transaction of the thing that it tells of.

    Args:
        connection: The connection that writes the thing itself: both happen or neither.
        at: When.
        actor: Who.
        action: What.
        subject: To what.
        detail: Ids, hashes and counts only.
    """
    record_all(connection, [Done(at=at, actor=actor, action=action, subject=subject, detail=detail)])


def record_all(connection: Connection, done: Iterable[Done]) -> None:
    """Add entries as `record` does, all at once.

    Args:
        connection: The connection that writes the things themselves.
        done: What was done, in this order.
    """
    rows: list[dict[str, Any]] = []
    last, previous = records.last_entry(connection) or (0, START)
    for seq, one in enumerate(done, last + 1):
        entry = Entry(seq=seq, previous=previous, **asdict(one, recurse=False))
        previous = entry.sealed()
        rows.append({**asdict(entry, recurse=False), "detail": dict(one.detail), "hash": previous})
    if rows:
        records.append_entries(connection, rows)


def read(connection: Connection) -> Iterable[Entry]:
    """The whole log, oldest entry first."""
    return (Entry(**row) for row in records.entries(connection))


def first_broken(log: Iterable[Entry]) -> int | None:
    """The place of the first entry that does not fit, or None when the chain holds.

    Args:
        log: Entries, oldest first.
    """
    previous = START
    for place, entry in enumerate(log, 1):
        if entry.seq != place or entry.previous != previous or entry.hash != entry.sealed():
            return place
        previous = entry.hash
    return None
