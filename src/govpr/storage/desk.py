"""The hoax desk: cases, their steps, reports and sightings, clarifications and answers."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from attrs import evolve, frozen
from sqlalchemy import Connection, Row, delete, insert, select, update

from govpr.models import Case, CaseState, CaseStep, Clarification, HoaxReport, Sighting
from govpr.models.converter import from_data, to_data
from govpr.storage.database import batches, upsert
from govpr.storage.desk_tables import answers, cases, clarifications, contacts, steps
from govpr.storage.rumours import save_report
from govpr.storage.tables import reports, sightings


@frozen(kw_only=True)
class Version:
    """One version of a clarification, as it is kept.

    Args:
        case: The case's id.
        clarification: What is said.
        campaign: The campaign that says it, or None where only reporters are answered.
        released: When it may be told to reporters, or None.
    """

    case: str
    clarification: Clarification
    campaign: str | None = None
    released: datetime | None = None


def save_case(connection: Connection, case: Case, step: CaseStep | None = None) -> None:
    """Keep a case, in place of what was known of it, and the step that led there."""
    row = {"id": case.id, "state": case.state.value, "officer": case.officer, "due": case.due, "data": to_data(case)}
    upsert(connection, cases, [row])
    if step is not None:
        connection.execute(insert(steps).values({"case": step.case, "data": to_data(step)}))


def case_of(connection: Connection, case: str) -> Case | None:
    """One case."""
    data = connection.execute(select(cases.c.data).where(cases.c.id == case)).scalar()
    return None if data is None else from_data(data, Case)


def all_cases(connection: Connection, states: Collection[CaseState] = ()) -> tuple[Case, ...]:
    """Cases in some states, or all; those due first."""
    query = select(cases.c.data).order_by(cases.c.due, cases.c.id)
    if states:
        query = query.where(cases.c.state.in_([state.value for state in states]))
    return tuple(from_data(data, Case) for data in connection.execute(query).scalars())


def cases_on(connection: Connection, cid: str) -> tuple[str, ...]:
    """The ids of cases whose claim was found to be that of a fact-check."""
    query = select(cases.c.id).where(cases.c.data["factcheck"].as_string() == cid).order_by(cases.c.id)
    return tuple(connection.execute(query).scalars())


def taking(connection: Connection) -> tuple[str, ...]:
    """The ids of cases that take reports: those that were not merged into another."""
    query = select(cases.c.id).where(cases.c.state != CaseState.MERGED.value)
    return tuple(connection.execute(query).scalars())


def steps_of(connection: Connection, case: str) -> tuple[CaseStep, ...]:
    """What happened to a case, oldest first."""
    rows = connection.execute(select(steps.c.data).where(steps.c.case == case).order_by(steps.c.seq)).scalars()
    return tuple(from_data(data, CaseStep) for data in rows)


def report_of(connection: Connection, report: str) -> HoaxReport | None:
    """One report."""
    data = connection.execute(select(reports.c.data).where(reports.c.id == report)).scalar()
    return None if data is None else from_data(data, HoaxReport)


def reports_of(connection: Connection, ids: Collection[str]) -> tuple[HoaxReport, ...]:
    """The reports of some cases, oldest first."""
    query = select(reports.c.data)
    some = (connection.execute(query.where(reports.c.claim.in_(batch))).scalars() for batch in batches(ids))
    found = (from_data(data, HoaxReport) for rows in some for data in rows)
    return tuple(sorted(found, key=lambda report: (report.at, report.id)))


def sightings_of(connection: Connection, ids: Collection[str]) -> tuple[Sighting, ...]:
    """Where the claims of some cases were seen, oldest first."""
    query = select(sightings.c.data)
    some = (connection.execute(query.where(sightings.c.claim.in_(batch))).scalars() for batch in batches(ids))
    found = (from_data(data, Sighting) for rows in some for data in rows)
    return tuple(sorted(found, key=lambda one: (one.at, one.url or "")))


def move(connection: Connection, source: str, target: str, only: Collection[str] | None = None) -> None:
    """Move reports and their sightings from one case to another; of some reports only, or everything."""
    for report in reports_of(connection, [source]):
        if only is None or report.id in only:
            save_report(connection, evolve(report, claim=target))
    for row in connection.execute(select(sightings).where(sightings.c.claim == source)).all():
        if only is None or row.report in only:
            moved = evolve(from_data(row.data, Sighting), claim=target)
            values = {"claim": target, "data": to_data(moved)}
            connection.execute(update(sightings).where(sightings.c.seq == row.seq).values(values))


def save_contact(connection: Connection, report: str, reply_to: str, at: datetime) -> None:
    """Keep where a reporter is answered; it stands in this table alone."""
    upsert(connection, contacts, [{"report": report, "reply_to": reply_to, "at": at}])


def contacts_of(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Where reporters are answered, by report; the others are left out."""
    query = select(contacts.c.report, contacts.c.reply_to)
    some = (connection.execute(query.where(contacts.c.report.in_(batch))) for batch in batches(ids))
    return {report: reply_to for rows in some for report, reply_to in rows}


def forget_contacts(connection: Connection, *, before: datetime, keep: Collection[str]) -> int:
    """Delete where reporters are answered who came before a moment, except of some reports; says how many."""
    old = select(contacts.c.report).where(contacts.c.at < before)
    gone = sorted(set(connection.execute(old).scalars()) - set(keep))
    for batch in batches(gone):
        connection.execute(delete(contacts).where(contacts.c.report.in_(batch)))
    return len(gone)


def save_version(connection: Connection, version: Version) -> None:
    """Keep a version of a clarification, in place of what was known of it."""
    row = {
        "case": version.case,
        "version": version.clarification.version,
        "campaign": version.campaign,
        "released": version.released,
        "data": to_data(version.clarification),
    }
    upsert(connection, clarifications, [row])


def versions_of(connection: Connection, ids: Collection[str]) -> tuple[Version, ...]:
    """All versions of the clarifications of some cases, oldest first."""
    query = select(clarifications)
    some = (connection.execute(query.where(clarifications.c.case.in_(batch))) for batch in batches(ids))
    found = [_version(row) for rows in some for row in rows]
    return tuple(sorted(found, key=lambda one: (one.case, one.clarification.version)))


def unreleased(connection: Connection) -> tuple[Version, ...]:
    """Versions that a campaign says and that reporters may not be told yet."""
    query = select(clarifications).where(clarifications.c.released.is_(None), clarifications.c.campaign.is_not(None))
    return tuple(_version(row) for row in connection.execute(query.order_by(clarifications.c.case)))


def _version(row: Row[Any]) -> Version:
    said = from_data(row.data, Clarification)
    return Version(case=row.case, clarification=said, campaign=row.campaign, released=row.released)


def save_answer(connection: Connection, report: str, case: str, version: int, at: datetime, by: str) -> bool:
    """Note that a reporter was answered; False when that was noted before."""
    where = (answers.c.report == report, answers.c.case == case, answers.c.version == version)
    if connection.execute(select(answers.c.report).where(*where)).scalar() is not None:
        return False
    row = {"report": report, "case": case, "version": version, "at": at, "by": by}
    connection.execute(insert(answers).values(row))
    return True


def answered_since(connection: Connection, moment: datetime) -> frozenset[str]:
    """The reports whose reporters were answered at a moment or later."""
    return frozenset(connection.execute(select(answers.c.report).where(answers.c.at >= moment)).scalars())


def has_contacts(connection: Connection, before: datetime) -> bool:
    """Whether contacts are kept of reporters who came before a moment."""
    return connection.execute(select(contacts.c.report).where(contacts.c.at < before).limit(1)).first() is not None


def answered(connection: Connection, ids: Iterable[str]) -> frozenset[tuple[str, str, int]]:
    """Which reporters of some cases were given which version: report, case, version."""
    query = select(answers.c.report, answers.c.case, answers.c.version)
    some = (connection.execute(query.where(answers.c.case.in_(batch))) for batch in batches(ids))
    return frozenset((report, case, version) for rows in some for report, case, version in rows)


def told_before(connection: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Those of some reports whose reporters were told anything, also under a case that was merged since."""
    query = select(answers.c.report)
    some = (connection.execute(query.where(answers.c.report.in_(batch))).scalars() for batch in batches(ids))
    return frozenset(report for reports in some for report in reports)
