"""Fact-checks, sightings and reports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, func, insert, select

from govpr.models import FactCheck, HoaxReport, Sighting
from govpr.models.converter import from_data, to_data
from govpr.storage.database import upsert
from govpr.storage.hoax_changes import changed
from govpr.storage.tables import factchecks, reports, sightings

_AT_ONCE = 1_000


def save_factchecks(connection: Connection, values: Iterable[FactCheck], run: int = 0) -> None:
    """Keep fact-checks; one of the same cid is replaced. `run` is the reading of a database that brought them."""
    rows = [{"cid": f.cid, "url": f.url, "database": f.database, "run": run, "data": to_data(f)} for f in values]
    if rows:
        changed(connection)
        upsert(connection, factchecks, rows)


def factchecks_of(connection: Connection, cids: Sequence[str]) -> Mapping[str, FactCheck]:
    """Fact-checks by cid; unknown ones are left out."""
    rows = connection.execute(select(factchecks.c.cid, factchecks.c.data).where(factchecks.c.cid.in_(cids)))
    return {cid: from_data(data, FactCheck) for cid, data in rows}


def count_factchecks(connection: Connection) -> int:
    """How many fact-checks are kept."""
    return connection.execute(select(func.count()).select_from(factchecks)).scalar_one()


def all_factchecks(connection: Connection) -> Iterator[FactCheck]:
    """Every fact-check, by cid, one after the other: to rebuild the index."""
    statement = select(factchecks.c.data).order_by(factchecks.c.cid)
    for data in connection.execution_options(yield_per=_AT_ONCE).execute(statement).scalars():
        yield from_data(data, FactCheck)


def add_sighting(connection: Connection, sighting: Sighting) -> None:
    """Keep one place where a claim was seen."""
    row = {"claim": sighting.claim, "url": sighting.url, "report": sighting.report, "data": to_data(sighting)}
    connection.execute(insert(sightings).values(row))


def seen_urls(connection: Connection) -> frozenset[str]:
    """Addresses where hoaxes were seen: no post may link them."""
    return frozenset(connection.execute(select(sightings.c.url).where(sightings.c.url.is_not(None))).scalars())


def save_report(connection: Connection, report: HoaxReport) -> None:
    """Keep a report, in place of what was known of it."""
    row = {"id": report.id, "state": report.state.value, "claim": report.claim, "data": to_data(report)}
    upsert(connection, reports, [row])


def all_reports(connection: Connection) -> tuple[HoaxReport, ...]:
    """Every report, by id."""
    rows = connection.execute(select(reports.c.data).order_by(reports.c.id)).scalars()
    return tuple(from_data(data, HoaxReport) for data in rows)
