"""How far each hoax database was read, and what came of it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from attrs import asdict, frozen
from sqlalchemy import Connection, delete, func, select, update

from govpr.models import FactCheck
from govpr.models.converter import from_data
from govpr.storage.database import batches, upsert
from govpr.storage.hoax_changes import changed
from govpr.storage.sync_tables import database_syncs
from govpr.storage.tables import factchecks


@frozen(kw_only=True)
class SyncState:
    """How far a database was read.

    Args:
        name: The database.
        run: The number of this reading, from 1.
        began: When it began.
        since: From which day on it reads, or None for everything.
        cursor: Where its next page begins; None when it is over, or has no page yet.
        read: How many entries it has read.
        finished: The day up to which everything is here, or None as long as no reading came to its end.
        at: When the last reading came to its end.
        problem: What stopped it, or "".
        whole: When the last reading of everything began that came to its end, or None.
    """

    name: str
    run: int
    began: datetime
    since: date | None = None
    cursor: str | None = None
    read: int = 0
    finished: date | None = None
    at: datetime | None = None
    problem: str = ""
    whole: date | None = None


def state_of(connection: Connection, name: str) -> SyncState | None:
    """How far a database was read; None if it never was."""
    return next(_states(connection, name), None)


def all_states(connection: Connection) -> Mapping[str, SyncState]:
    """How far each was read, by name."""
    return {state.name: state for state in _states(connection)}


def _states(connection: Connection, name: str | None = None) -> Iterator[SyncState]:
    rows = select(database_syncs)
    for row in connection.execute(rows if name is None else rows.where(database_syncs.c.name == name)).mappings():
        yield SyncState(**row)


def save_state(connection: Connection, state: SyncState) -> None:
    """Keep how far a database was read."""
    upsert(connection, database_syncs, [asdict(state)])


def counted_factchecks(connection: Connection) -> Mapping[str, int]:
    """How many fact-checks came from each database; those of files count under ""."""
    rows = connection.execute(select(factchecks.c.database, func.count()).group_by(factchecks.c.database))
    return {name: count for name, count in rows}  # noqa: C416  (a row is no tuple of two to a type checker)


def owned(connection: Connection, cids: Iterable[str]) -> Mapping[str, FactCheck]:
    """The fact-checks of some cids, with the database that each came from."""
    found = {}
    for some in batches(dict.fromkeys(cids)):
        rows = connection.execute(select(factchecks.c.cid, factchecks.c.data).where(factchecks.c.cid.in_(some)))
        found.update({cid: from_data(data, FactCheck) for cid, data in rows})
    return found


def mark_read(connection: Connection, cids: Iterable[str], run: int) -> None:
    """Note that a reading met entries that are here already as they are."""
    for some in batches(cids):
        connection.execute(update(factchecks).where(factchecks.c.cid.in_(some)).values(run=run))


def met(connection: Connection, name: str, run: int) -> Iterator[tuple[str, str | None, bool]]:
    """The entries of a database: cid, day where known, and whether a reading met it."""
    day = factchecks.c.data["published"].as_string()
    mine = select(factchecks.c.cid, day.label("day"), factchecks.c.run).where(factchecks.c.database == name)
    for row in connection.execute(mine.order_by(factchecks.c.cid)):
        yield row.cid, row.day, row.run == run


def remove_factchecks(connection: Connection, name: str, cids: Iterable[str]) -> tuple[str, ...]:
    """Take entries of a database out; those of others stay. Gives the cids that were here."""
    removed: list[str] = []
    for some in batches(dict.fromkeys(cids)):
        mine = (factchecks.c.cid.in_(some), factchecks.c.database == name)
        removed += connection.execute(select(factchecks.c.cid).where(*mine)).scalars()
        connection.execute(delete(factchecks).where(*mine))
    if removed:
        changed(connection)
    return tuple(removed)
