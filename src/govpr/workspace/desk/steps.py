"""What every part of the desk does: look a case up, take it a step further, bring its reports in line."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from attrs import evolve
from sqlalchemy import Connection

from govpr.campaigns.schedule import holiday
from govpr.errors import Damaged, NotAllowed, NotFound
from govpr.hoaxes.desk.clock import DeskClock
from govpr.hoaxes.desk.grouping import as_factcheck
from govpr.hoaxes.desk.states import CaseEvent, Order, apply, can
from govpr.hoaxes.index import HoaxIndex, forget
from govpr.models import Case, CaseState, HoaxReport, ReportState
from govpr.storage import desk as stored
from govpr.storage import people
from govpr.storage.desk import Version
from govpr.storage.rumours import save_report
from govpr.workspace.context import Context

GOVPR = "govpr"
"""Who did what nobody ordered."""
_ANSWERED = (CaseState.CORRECTING, CaseState.ANSWERING, CaseState.CLARIFIED)


def clock_of(context: Context) -> DeskClock:
    """How the desk counts the time in which an answer is due."""
    return DeskClock(context.settings.desk.office, holiday)


def known_case(connection: Connection, case: str) -> Case:
    """A case.

    Raises:
        NotFound: There is none of that id.
    """
    found = stored.case_of(connection, case)
    if found is None:
        raise NotFound("case", case, advice="see which there are: govpr hoax desk list")
    return found


def known_person(connection: Connection, by: str) -> None:
    """Whether somebody may give orders at the desk.

    Raises:
        NotAllowed: It is no officer of the workspace.
    """
    if not people.has_officer(connection, by):
        raise NotAllowed("officer.unknown", f"{by!r} is no officer here", "give the id of a known officer")


def take_step(context: Context, connection: Connection, case: Case, event: CaseEvent, order: Order) -> Case:
    """Take a case a step further, and write that down. No words of a report go into the log.

    Raises:
        NotAllowed: That cannot follow in the state that the case is in.
    """
    if not can(case, event):
        advice = f"see what happened to it: govpr hoax desk show {case.id}"
        raise NotAllowed("desk.state", f"{case.id} is {case.state.value}: it cannot be {event.value} now", advice)
    after, step = apply(case, event, order)
    stored.save_case(connection, after, step)
    detail = {"state": after.state.value} | ({"reason": after.reason.value} if after.reason else {})
    context.record(connection, actor=order.by, action=f"desk.{event.value}", subject=case.id, **detail)
    return after


def current(versions: Collection[Version]) -> Version | None:
    """The newest version that may be told to reporters."""
    told = [version for version in versions if version.released is not None]
    return told[-1] if told else None


def waiting(connection: Connection, case: Case) -> frozenset[str]:
    """The reports of a case whose reporters wait for what the desk has to say now."""
    reports = stored.reports_of(connection, [case.id])
    version = telling(connection, case)
    if version is None:
        return frozenset()
    reachable = stored.contacts_of(connection, [report.id for report in reports])
    told = stored.answered(connection, [case.id])
    return frozenset(report for report in reachable if (report, case.id, version) not in told)


def telling(connection: Connection, case: Case) -> int | None:
    """Which version reporters are told: 0 for why it is not clarified; None while there is nothing to tell."""
    if case.state is CaseState.NOT_CLARIFIED:
        return 0
    if case.state not in {CaseState.ANSWERING, CaseState.CLARIFIED}:
        return None
    version = current(stored.versions_of(connection, [case.id]))
    return None if version is None else version.clarification.version


def settle(context: Context, connection: Connection, case: Case) -> Case:
    """Bring a case in line with who waits, and its reports in line with the case."""
    now, left = context.clock(), waiting(connection, case)
    order = Order(at=now, by=GOVPR)
    if case.state is CaseState.CLARIFIED and left:
        case = take_step(context, connection, case, CaseEvent.REPORTED_AGAIN, order)
    elif case.state is CaseState.ANSWERING and not left:
        case = take_step(context, connection, case, CaseEvent.ANSWERED, order)
    for report in stored.reports_of(connection, [case.id]):
        after = report_under(report, case, now, waits=report.id in left)
        if after != report:
            save_report(connection, after)
    return case


def report_under(report: HoaxReport, case: Case, now: datetime, *, waits: bool) -> HoaxReport:
    """A report as its case makes it.

    Args:
        report: The report before.
        case: Its case.
        now: The moment.
        waits: Whether its reporter waits for an answer.
    """
    if case.state is CaseState.NOT_CLARIFIED and case.reason is not None:
        why, closed = case.reason.value, report.answered or now
        return evolve(report, state=ReportState.NOT_CLARIFIED, reason=why, answered=closed)
    if report.state is ReportState.CLARIFIED and case.state in _ANSWERED:
        return report  # a correction does not undo that it was answered in time
    if case.state in {CaseState.ANSWERING, CaseState.CLARIFIED} and not waits:
        return evolve(report, state=ReportState.CLARIFIED, reason="", answered=now)
    return evolve(report, state=ReportState.OPEN, reason="", answered=None)


@contextmanager
def claims_index(context: Context, connection: Connection) -> Iterator[HoaxIndex]:
    """The index of the desk's claims; it is made again from the database where it is damaged or lags behind.

    It is opened within the transaction that writes, so that two who report at once cannot open two cases of one claim.
    """
    known = len(stored.taking(connection))
    try:
        index = HoaxIndex.open(context.home.desk)
    except Damaged:
        forget(context.home.desk)
        index = HoaxIndex.open(context.home.desk)
    with index:
        if index.count != known:
            index.clear()
            index.add([as_factcheck(case, addresses(connection, case)) for case in takers(connection)])
        yield index


def takers(connection: Connection) -> tuple[Case, ...]:
    """Cases that take reports: those that were not merged into another."""
    return stored.all_cases(connection, [state for state in CaseState if state is not CaseState.MERGED])


def addresses(connection: Connection, case: Case) -> tuple[str, ...]:
    """Where the claim of a case was seen in public."""
    return tuple(dict.fromkeys(one.url for one in stored.sightings_of(connection, [case.id]) if one.url))
