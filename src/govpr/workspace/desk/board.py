"""What is on the desk, the most urgent first, and everything about one case."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from attrs import field, frozen
from sqlalchemy import Connection

from govpr.hoaxes.desk.clock import DeskClock
from govpr.hoaxes.desk.harm import harms
from govpr.hoaxes.desk.reach import Advice, advise
from govpr.hoaxes.desk.triage import Signals, Triage, speed, triage
from govpr.models import Case, CaseState, CaseStep, Clarification, FactCheck, HoaxReport, Sighting
from govpr.settings import DeskSettings
from govpr.storage import desk as stored
from govpr.storage import rumours
from govpr.workspace.context import Context
from govpr.workspace.desk.steps import clock_of, known_case

T = TypeVar("T")
ON_THE_DESK = (
    CaseState.OPEN,
    CaseState.ASSIGNED,
    CaseState.DRAFTED,
    CaseState.ANSWERING,
    CaseState.CORRECTING,
)
_CLOCK_RUNS = (CaseState.OPEN, CaseState.ASSIGNED, CaseState.DRAFTED)


@frozen(kw_only=True)
class Card:
    """A case as the board shows it.

    Args:
        case: The case.
        triage: How urgent it is, and why.
        reports: How many people reported it.
        reach: How many have seen it, as far as anybody counted.
        left: Time until an answer is due, office time where office hours are set; negative when overdue; None once
            there is an answer.
        advice: Whether to answer in public.
        checked: The fact-check of the same claim, or None.
    """

    case: Case
    triage: Triage
    reports: int
    reach: int
    left: timedelta | None
    advice: Advice
    checked: FactCheck | None = None


@frozen(kw_only=True)
class CaseFile:
    """Everything about one case.

    Args:
        card: As the board shows it.
        reports: Its reports, oldest first.
        sightings: Where the claim was seen.
        steps: What happened to it.
        related: Cases that may be the same.
        clarifications: All versions of what the agency answers, oldest first.
    """

    card: Card
    reports: tuple[HoaxReport, ...] = field(repr=False)
    sightings: tuple[Sighting, ...]
    steps: tuple[CaseStep, ...]
    related: tuple[Case, ...] = ()
    clarifications: tuple[Clarification, ...] = ()


def cards(context: Context, states: Collection[CaseState], officer: str | None) -> tuple[Card, ...]:
    """Cases in some states, the most urgent first; of one officer only, or of all."""
    with context.database.read() as connection:
        found = stored.all_cases(connection, states)
        shown = _cards(context, connection, [case for case in found if officer in {None, case.officer}])
    return tuple(sorted(shown, key=lambda card: (-card.triage.score, card.case.due, card.case.id)))


def case_file(context: Context, case: str) -> CaseFile:
    """Everything about one case."""
    with context.database.read() as connection:
        known = known_case(connection, case)
        (card,) = _cards(context, connection, [known])
        related = (stored.case_of(connection, one) for one in known.related)
        return CaseFile(
            card=card,
            reports=stored.reports_of(connection, [case]),
            sightings=stored.sightings_of(connection, [case]),
            steps=stored.steps_of(connection, case),
            related=tuple(one for one in related if one is not None),
            clarifications=tuple(one.clarification for one in stored.versions_of(connection, [case])),
        )


def reach_of(sightings: Iterable[Sighting]) -> int:
    """How many have seen a claim: of each address the highest count, and every private message once."""
    at_address: dict[str, int] = {}
    elsewhere = 0
    for one in sightings:
        if one.url is None:
            elsewhere += one.reach or 0
        else:
            at_address[one.url] = max(at_address.get(one.url, 0), one.reach or 0)
    return elsewhere + sum(at_address.values())


def advice_of(settings: DeskSettings, reports: Sequence[HoaxReport], sightings: Iterable[Sighting]) -> Advice:
    """Whether to answer in public."""
    least = {"least_reach": settings.reach, "least_reports": settings.reports}
    return advise(reach=reach_of(sightings), reports=people_in(reports), **least)


def people_in(reports: Iterable[HoaxReport]) -> int:
    """How many people reported; who reports twice counts once, so that nobody can push a case up alone."""
    return len({report.reporter or report.id for report in reports})


def _cards(context: Context, connection: Connection, cases: Sequence[Case]) -> list[Card]:
    ids = [case.id for case in cases]
    reports = _by_case((report.claim, report) for report in stored.reports_of(connection, ids))
    seen = _by_case((one.claim, one) for one in stored.sightings_of(connection, ids))
    cids = sorted({case.factcheck for case in cases if case.factcheck})
    facts = rumours.factchecks_of(connection, cids)
    return [_card(context, case, reports[case.id], seen[case.id], facts) for case in cases]


def _card(
    context: Context,
    case: Case,
    reports: Sequence[HoaxReport],
    seen: Sequence[Sighting],
    facts: Mapping[str, FactCheck],
) -> Card:
    now, fact, clock = context.clock(), facts.get(case.factcheck or ""), clock_of(context)
    return Card(
        case=case,
        triage=triage(signals(case, reports, seen, now, fact, clock)),
        reports=people_in(reports),
        reach=reach_of(seen),
        left=clock.left(now, case.due) if case.state in _CLOCK_RUNS else None,
        advice=advice_of(context.settings.desk, reports, seen),
        checked=fact,
    )


def signals(
    case: Case,
    reports: Sequence[HoaxReport],
    seen: Sequence[Sighting],
    now: datetime,
    fact: FactCheck | None,
    clock: DeskClock,
) -> Signals:
    """What is known about a case, for its triage."""
    within = clock.between(case.opened, case.due)
    return Signals(
        reach=reach_of(seen),
        speed=speed([one.at for one in seen], now),
        reports=people_in(reports),
        harms=harms(case.claim.text),
        left=clock.left(now, case.due) if case.state in _CLOCK_RUNS else within,
        within=within,
        checked="" if fact is None else fact.publisher,
        regions=len({report.region for report in reports}),
    )


def _by_case(pairs: Iterable[tuple[str | None, T]]) -> defaultdict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for case, one in pairs:
        found[case or ""].append(one)
    return found
