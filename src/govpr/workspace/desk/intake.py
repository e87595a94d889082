"""Taking reports in: each gets a case, and its reporter an answer that already exists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen
from sqlalchemy import Connection

from govpr.errors import InputError, Problem
from govpr.hoaxes.desk.completeness import Completeness, completeness
from govpr.hoaxes.desk.grouping import Hint, How, as_factcheck, place
from govpr.hoaxes.desk.intake import NewReport, reporter_of
from govpr.hoaxes.desk.likeness import is_thin
from govpr.hoaxes.desk.states import CaseEvent, Order, returns, step
from govpr.hoaxes.images.matching import PictureDecision, PictureMatch
from govpr.hoaxes.index import HoaxIndex
from govpr.hoaxes.matching import Decision, Match, check
from govpr.hoaxes.searching import searcher
from govpr.identifiers import stable_id
from govpr.models import Case, CaseState, Claim, FactCheck, HoaxReport, Sighting
from govpr.models._checks import is_web_address
from govpr.storage import desk as stored
from govpr.storage import rumours
from govpr.text import guess_language
from govpr.workspace.context import Context
from govpr.workspace.desk.looking import Shot, looked_at, seen_in, shot_of, told_of
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
from govpr.workspace.picture_store import fold, keep_one

_SLACK = timedelta(minutes=5)
_RUNNING = (CaseState.OPEN, CaseState.ASSIGNED, CaseState.DRAFTED, CaseState.CORRECTING)


@frozen(kw_only=True)
class Received:
    """What became of a report.

    Args:
        report: The report, as it is kept.
        case: Its case.
        how: Why it went there: address, words, picture, both, or new.
        before: Whether the same report was taken in before; nothing was changed then.
        related: Cases that may be the same, each with what speaks for it; a person decides.
        completeness: What it lacks, with what to ask.
        picture: Which known pictures its picture repeats; None where it has none that can be compared.
        problem: Why its picture was not compared, or None.
    """

    report: HoaxReport
    case: Case
    how: How
    before: bool
    related: tuple[Hint, ...]
    completeness: Completeness
    picture: PictureMatch | None = None
    problem: Problem | None = None


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
    shots = [shot_of(new) for new in news]
    if any(shot.picture for shot in shots):
        fold(context)
    with context.database.write() as connection, claims_index(context, connection) as index:
        if by != GOVPR:
            known_person(connection, by)
        cases = set(stored.taking(connection))
        desk = _Counter(context, connection, index, cases, by, now)
        return tuple(desk.take(*one) for one in zip(news, checked, shots, strict=True))


def _checked(context: Context, news: Iterable[NewReport]) -> list[Match]:
    """Of each what was checked before: a quick win."""

    def lookup(cids: Iterable[str]) -> Mapping[str, FactCheck]:
        with context.database.read() as connection:
            return rumours.factchecks_of(connection, list(cids))

    bars = context.settings.matching
    with context.index() as index:
        search = searcher(index, context.home.index, lookup, bars)
        return [check(new.text, search, lookup, language=new.language, thresholds=bars) for new in news]


def _same_claim(text: str, match: Match, picture: PictureMatch | None) -> str | None:
    """The fact-check of the same claim, by its words, or by its picture under words that do not speak against it."""
    if match.factcheck is not None and match.decision is Decision.SAME:
        return match.factcheck.cid
    if picture is None or picture.decision is not PictureDecision.SAME:
        return None
    near = {one.factcheck.cid for one in match.others} | ({match.factcheck.cid} if match.factcheck else set())
    shown = [fact.cid for one in picture.found if one.decision is PictureDecision.SAME for fact in one.factchecks]
    return next((cid for cid in shown if cid in near or is_thin(text)), None)


@frozen
class _Counter:
    """Where reports are handed in, within one transaction."""

    context: Context
    connection: Connection
    index: HoaxIndex
    cases: set[str]
    by: str
    now: datetime

    def take(self, new: NewReport, match: Match, shot: Shot) -> Received:
        report = self._report(new, shot)
        known = stored.report_of(self.connection, report.id)
        if known is not None and known.claim in self.cases:
            case = known_case(self.connection, known.claim)
            return Received(
                report=known, case=case, how=How.NEW, before=True, related=(), completeness=completeness(known)
            )
        picture = looked_at(self.context, self.connection, new, shot)
        spot = place(
            new.text,
            self.index,
            self.cases,
            where=new.where,
            language=report.language,
            pictures=None if picture is None else tuple(seen_in(self.connection, picture)),
            bars=self.context.settings.desk.grouping,
        )
        if spot.case:
            case = known_case(self.connection, spot.case)
        else:
            case = self._open(report, _same_claim(new.text, match, picture), spot.related, picture)
        report = evolve(report, claim=case.id, grouped=spot.why)
        self._keep(report, new.reply_to)
        if shot.row is not None:
            keep_one(self.connection, evolve(shot.row, report=report.id))
        case = self._joined(case, report)
        self.cases.add(case.id)
        if not spot.case or is_web_address(new.where):
            self.index.add([as_factcheck(case, addresses(self.connection, case))])
        kept = stored.report_of(self.connection, report.id) or report
        return Received(
            report=kept,
            case=case,
            how=spot.how,
            before=False,
            related=spot.related,
            completeness=completeness(kept),
            picture=picture,
            problem=shot.problem,
        )

    def _report(self, new: NewReport, shot: Shot) -> HoaxReport:
        reporter, at = reporter_of(new, self.context.key), new.at or self.now
        picture = new.picture or _name_of(new, shot)
        facts = (new.channel, at.isoformat(), new.text, reporter or "", *([picture] if picture else []))
        return HoaxReport(
            id=new.id or stable_id("lapor", facts),
            channel=new.channel,
            text=new.text,
            at=at,
            within=clock_of(self.context).due(at, self.context.settings.desk.within) - at,
            where=new.where.strip(),
            seen=new.seen,
            picture=picture,
            language=new.language or guess_language(new.text),
            region=new.region,
            reach=new.reach,
            reporter=reporter,
        )

    def _open(
        self, report: HoaxReport, factcheck: str | None, related: tuple[Hint, ...], picture: PictureMatch | None
    ) -> Case:
        """A new case; its first step says what it may have to do with others."""
        case = Case(
            id=stable_id("kasus", (report.id,)),
            claim=Claim(text=report.text, language=report.language, first_seen=report.seen or report.at),
            opened=report.at,
            due=report.due,
            factcheck=factcheck,
            related=tuple(hint.case for hint in related),
        )
        told = [f"may be {hint.case}: {hint.why}" for hint in related]
        if picture is not None:
            told += told_of(picture)
        order = Order(at=self.now, by=self.by, note="; ".join(told))
        stored.save_case(self.connection, case, step(case, CaseEvent.OPENED, order))
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


def _name_of(new: NewReport, shot: Shot) -> str:
    if shot.picture is not None:
        return shot.picture.digest
    return "" if new.image is None else new.image.name
