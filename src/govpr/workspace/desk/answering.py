"""Everyone who reported a claim gets the answer: as a queue of texts to hand over, each once."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import Connection

from govpr.errors import NotAllowed, NotFound
from govpr.hoaxes.desk.answers import Answer, answer_text, closing_text
from govpr.models import Case, CaseState, HoaxReport
from govpr.storage import desk as stored
from govpr.storage.desk import Version
from govpr.workspace.context import Context
from govpr.workspace.desk.publishing import address_of
from govpr.workspace.desk.steps import GOVPR, current, known_case, known_person, settle, telling

_TOLD = (CaseState.ANSWERING, CaseState.CLARIFIED, CaseState.NOT_CLARIFIED)
_RUNNING = (CaseState.OPEN, CaseState.ASSIGNED, CaseState.DRAFTED, CaseState.CORRECTING)


def answers(context: Context, case: str | None) -> tuple[Answer, ...]:
    """Who is to be told what, of one case or of all, oldest reports first."""
    with context.database.read() as connection:
        return _answers(connection, case)


def _answers(connection: Connection, case: str | None) -> tuple[Answer, ...]:
    cases = stored.all_cases(connection, _TOLD) if case is None else (known_case(connection, case),)
    ids = [one.id for one in cases]
    reports = stored.reports_of(connection, ids)
    reachable = stored.contacts_of(connection, [report.id for report in reports])
    told = stored.answered(connection, ids)
    newest = _current(connection, ids)
    known = {one.id: one for one in cases}
    places = {name: address_of(connection, version) for name, version in newest.items()}
    waits = [report for report in reports if report.id in reachable]
    again = stored.told_before(connection, [report.id for report in waits])
    found = (_answer(report, known[report.claim or ""], newest, places, told, again, reachable) for report in waits)
    return tuple(answer for answer in found if answer is not None)


def mark_answered(context: Context, report: str, by: str) -> HoaxReport:
    """Note that a reporter was given what is to be said now. Noting it again changes nothing.

    Raises:
        NotFound: There is no such report.
        NotAllowed: There is nothing to tell its reporter yet.
    """
    with context.database.write() as connection:
        known_person(connection, by)
        known = stored.report_of(connection, report)
        if known is None or known.claim is None:
            raise NotFound("report", report)
        case = known_case(connection, known.claim)
        version = telling(connection, case)
        if version is None or not stored.contacts_of(connection, [report]):
            advice = f"see where it stands: govpr hoax desk show {case.id}"
            raise NotAllowed("desk.no-answer", f"there is no answer for {report} to hand over", advice)
        if stored.save_answer(connection, report, case.id, version, context.clock(), by):
            context.record(connection, actor=by, action="desk.told", subject=report, case=case.id, version=version)
            settle(context, connection, case)
        return stored.report_of(connection, report) or known


def forget(context: Context, before: datetime, by: str) -> int:
    """Delete the contacts of reporters who came before a moment and wait for nothing; says how many.

    They cannot be told of later corrections any more.
    """
    with context.database.write() as connection:
        known_person(connection, by)
        count = _forgotten(connection, before, {answer.report for answer in _answers(connection, None)})
        _noted(context, connection, before, count, by)
    return count


def keep_no_longer(context: Context) -> None:
    """Delete the contacts that the settings say are not kept any longer: whenever the whole queue of answers is read.

    Only there somebody stops waiting. Whoever was answered lately can still be told of a correction.
    """
    kept = context.settings.desk.keep_contacts
    if kept is None:
        return
    before = context.clock() - kept
    with context.database.read() as connection:
        if not stored.has_contacts(connection, before):
            return
    with context.database.write() as connection:
        waits = {answer.report for answer in _answers(connection, None)}
        count = _forgotten(connection, before, waits | stored.answered_since(connection, before))
        if count:
            _noted(context, connection, before, count, GOVPR)


def _forgotten(connection: Connection, before: datetime, keep: AbstractSet[str]) -> int:
    running = stored.all_cases(connection, _RUNNING)
    held = {report.id for report in stored.reports_of(connection, [case.id for case in running])}
    return stored.forget_contacts(connection, before=before, keep=keep | held)


def _noted(context: Context, connection: Connection, before: datetime, count: int, by: str) -> None:
    """How many contacts were deleted stands in the audit log, and never whose."""
    detail = {"count": count, "before": before.isoformat()}
    context.record(connection, actor=by, action="desk.forgot", subject="contacts", **detail)


def _current(connection: Connection, ids: list[str]) -> Mapping[str, Version]:
    versions = stored.versions_of(connection, ids)
    found = {case: current([one for one in versions if one.case == case]) for case in {one.case for one in versions}}
    return {case: version for case, version in found.items() if version is not None}


def _answer(
    report: HoaxReport,
    case: Case,
    newest: Mapping[str, Version],
    places: Mapping[str, str],
    told: AbstractSet[tuple[str, str, int]],
    again: AbstractSet[str],
    reachable: Mapping[str, str],
) -> Answer | None:
    if case.state is CaseState.NOT_CLARIFIED and case.reason is not None:
        number, text = 0, closing_text(report, case.reason)
    elif case.id in newest and case.state in _TOLD:
        version = newest[case.id].clarification
        number = version.version
        text = answer_text(version, url=places[case.id], again=report.id in again)
    else:
        return None
    if (report.id, case.id, number) in told:
        return None
    return Answer(
        report=report.id,
        case=case.id,
        version=number,
        channel=report.channel,
        reply_to=reachable[report.id],
        text=text,
    )
