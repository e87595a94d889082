"""Taking reports in: each gets a case, and its reporter an answer that already exists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen
from sqlalchemy import Connection

from govpr.errors import InputError, Problem
from govpr.hoaxes.desk.completeness import Completeness, completeness
from govpr.hoaxes.desk.grouping import How, as_factcheck, place
from govpr.hoaxes.desk.intake import NewReport, reporter_of
from govpr.hoaxes.desk.states import CaseEvent, Order, returns, step
from govpr.hoaxes.index import HoaxIndex
from govpr.hoaxes.matching import Decision, check
from govpr.identifiers import stable_id
from govpr.models import Case, CaseState, Claim, FactCheck, HoaxReport, Sighting
from govpr.models._checks import is_web_address
from govpr.storage import desk as stored
from govpr.storage import rumours
from govpr.text import guess_language
from govpr.workspace.context import Context
from govpr.workspace.desk.steps import (
    GOVPR,
    addresses,
    claims_index,
    clock_of,
    known_case,
    known_person,
    settle,
    take_step,
)

_SLACK = timedelta(minutes=5)
_RUNNING = (CaseState.OPEN, CaseState.ASSIGNED, CaseState.DRAFTED, CaseState.CORRECTING)


@frozen(kw_only=True)
class Received:
    """What became of a report.

    Args:
        report: The report, as it is kept.
        case: Its case.
        how: Why it went there: the same address, the same words, or new.
        before: Whether the same report was taken in before; nothing was changed then.
        related: Cases that may be the same; a person decides.
        completeness: What it lacks, with what to ask.
    """

    report: HoaxReport
    case: Case
    how: How
    before: bool
    related: tuple[str, ...]
    completeness: Completeness


def take_in(context: Context, news: Sequence[NewReport], by: str) -> tuple[Received, ...]:
    """Take reports in, all of them or none.

    Raises:
        InputError: Lists the reports that come from the future.
        NotAllowed: `by` is no officer here.
    """
    now = context.clock()
    late = [n for n, one in enumerate(news) if one.at is not None and one.at > now + _SLACK]
    if late:
        advice = "give the time when it came in, with its offset"
        raise InputError([Problem(f"reports[{n}].at", "lies in the future", advice) for n in late])
    checked = _checked(context, news)
    with context.database.write() as connection, claims_index(context, connection) as index:
        if by != GOVPR:
            known_person(connection, by)
        cases = set(stored.taking(connection))
        desk = _Counter(context, connection, index, cases, by, now)
        return tuple(desk.take(one, cid) for one, cid in zip(news, checked, strict=True))


def _checked(context: Context, news: Iterable[NewReport]) -> list[str | None]:
    """Of each the fact-check of the same claim, where there is one: a quick win."""

    def lookup(cids: Iterable[str]) -> Mapping[str, FactCheck]:
        with context.database.read() as connection:
            return rumours.factchecks_of(connection, list(cids))

    def same(new: NewReport) -> str | None:
        match = check(new.text, index, lookup, language=new.language, thresholds=context.settings.matching)
        return match.factcheck.cid if match.factcheck is not None and match.decision is Decision.SAME else None

    with context.index() as index:
        return [same(new) for new in news]


@frozen
class _Counter:
    """Where reports are handed in, within one transaction."""

    context: Context
    connection: Connection
    index: HoaxIndex
    cases: set[str]
    by: str
    now: datetime

    def take(self, new: NewReport, factcheck: str | None) -> Received:
        report = self._report(new)
        known = stored.report_of(self.connection, report.id)
        if known is not None and known.claim in self.cases:
            return self._received(known, known_case(self.connection, known.claim), How.NEW, (), before=True)
        spot = place(
            new.text,
            self.index,
            self.cases,
            where=new.where,
            language=report.language,
            thresholds=self.context.settings.matching,
        )
        case = known_case(self.connection, spot.case) if spot.case else self._open(report, factcheck, spot.related)
        report = evolve(report, claim=case.id)
        self._keep(report, new.reply_to)
        case = self._joined(case, report)
        self.cases.add(case.id)
        if not spot.case or is_web_address(new.where):
            self.index.add([as_factcheck(case, addresses(self.connection, case))])
        kept = stored.report_of(self.connection, report.id) or report
        return self._received(kept, case, spot.how, spot.related, before=False)

    def _report(self, new: NewReport) -> HoaxReport:
        reporter, at = reporter_of(new, self.context.key), new.at or self.now
        return HoaxReport(
            id=new.id or stable_id("lapor", (new.channel, at.isoformat(), new.text, reporter or "")),
            channel=new.channel,
            text=new.text,
            at=at,
            within=clock_of(self.context).due(at, self.context.settings.desk.within) - at,
            where=new.where.strip(),
            seen=new.seen,
            picture=new.picture,
            language=new.language or guess_language(new.text),
            region=new.region,
            reach=new.reach,
            reporter=reporter,
        )

    def _open(self, report: HoaxReport, factcheck: str | None, related: tuple[str, ...]) -> Case:
        case = Case(
            id=stable_id("kasus", (report.id,)),
            claim=Claim(text=report.text, language=report.language, first_seen=report.seen or report.at),
            opened=report.at,
            due=report.due,
            factcheck=factcheck,
            related=related,
        )
        stored.save_case(self.connection, case, step(case, CaseEvent.OPENED, Order(at=self.now, by=self.by)))
        self.context.record(self.connection, actor=self.by, action="desk.opened", subject=case.id)
        return case

    def _keep(self, report: HoaxReport, reply_to: str) -> None:
        rumours.save_report(self.connection, report)
        url = report.where if is_web_address(report.where) else None
        seen = Sighting(
            claim=report.claim or "",
            at=report.seen or report.at,
            channel=report.channel,
            url=url,
            reach=report.reach,
            report=report.id,
        )
        rumours.add_sighting(self.connection, seen)
        if reply_to.strip():
            stored.save_contact(self.connection, report.id, reply_to.strip(), report.at)
        where = {"case": report.claim, "channel": report.channel}
        self.context.record(self.connection, actor=self.by, action="desk.reported", subject=report.id, **where)

    def _joined(self, case: Case, report: HoaxReport) -> Case:
        """One more report may bring a case back that was not clarified; then its clock runs anew."""
        if returns(case):
            order = Order(at=self.now, by=GOVPR, note="it was reported again")
            case = evolve(case, due=report.due)
            case = take_step(self.context, self.connection, case, CaseEvent.REPORTED_AGAIN, order)
            return settle(self.context, self.connection, case)
        return case if case.state in _RUNNING else settle(self.context, self.connection, case)

    def _received(
        self, report: HoaxReport, case: Case, how: How, related: tuple[str, ...], *, before: bool
    ) -> Received:
        return Received(
            report=report, case=case, how=how, before=before, related=related, completeness=completeness(report)
        )
