"""What people decide at the desk: who works on what, what belongs together, what is not clarified and why."""

from collections import Counter
from collections.abc import Collection

from attrs import evolve
from sqlalchemy import Connection

from govpr.errors import InputError, NotAllowed, Problem
from govpr.hoaxes.desk.assignment import Assigned, Member, Waiting, assign, speaks
from govpr.hoaxes.desk.grouping import as_factcheck
from govpr.hoaxes.desk.states import CaseEvent, Order, step
from govpr.identifiers import stable_id
from govpr.models import Case, CaseState, Claim, Reason
from govpr.storage import desk as stored
from govpr.storage import people
from govpr.workspace.context import Context
from govpr.workspace.desk.board import cards
from govpr.workspace.desk.publishing import published_of, withdraw_unsent
from govpr.workspace.desk.steps import (
    GOVPR,
    addresses,
    claims_index,
    current,
    known_case,
    known_person,
    settle,
    take_step,
)

_AT_WORK = (CaseState.ASSIGNED, CaseState.DRAFTED, CaseState.CORRECTING)


def deal(context: Context, by: str) -> Assigned:
    """Give every case that nobody works on to somebody who can take it."""
    open_cards = cards(context, [CaseState.OPEN], None)
    with context.database.write() as connection:
        if by != GOVPR:
            known_person(connection, by)
        waiting = [
            Waiting(
                case=card.case.id,
                score=card.triage.score,
                language=card.case.claim.language,
                region=_region(connection, card.case),
            )
            for card in open_cards
            if known_case(connection, card.case.id).state is CaseState.OPEN
        ]
        dealt = assign(waiting, members(context, connection))
        for case, officer in dealt.given.items():
            order = Order(at=context.clock(), by=by, officer=officer)
            take_step(context, connection, known_case(connection, case), CaseEvent.ASSIGNED, order)
    return dealt


def give(context: Context, case: str, officer: str, by: str) -> Case:
    """Give one case to one officer, who has to know its language and to have room for it.

    Raises:
        NotAllowed: The officer is not at the desk, is full, or does not know the language.
    """
    with context.database.write() as connection:
        known_person(connection, by)
        known = known_case(connection, case)
        desk = {member.officer: member for member in members(context, connection)}
        if known.officer != officer:
            _check_fit(desk.get(officer), officer, known)
        order = Order(at=context.clock(), by=by, officer=officer)
        return take_step(context, connection, known, CaseEvent.ASSIGNED, order)


def give_back(context: Context, case: str, by: str, note: str) -> Case:
    """Put a case back on the desk."""
    return _decide(context, case, CaseEvent.GIVEN_BACK, by, note)


def close(context: Context, case: str, reason: Reason, by: str, note: str) -> Case:
    """Close a case that is not clarified, and say why.

    Raises:
        NotAllowed: Some of the answer is out already: it has to be corrected.
    """
    with context.database.read() as connection:
        known_person(connection, by)
        if published_of(connection, case) or current(stored.versions_of(connection, [case])):
            advice = f"correct it: govpr hoax desk correct {case}"
            raise NotAllowed("desk.published", f"an answer to {case} is out already", advice)
    withdraw_unsent(context, case, by)
    return _decide(context, case, CaseEvent.CLOSED, by, note, reason)


def reopen(context: Context, case: str, by: str, note: str) -> Case:
    """Take up a case again that was not clarified."""
    return _decide(context, case, CaseEvent.REOPENED, by, note)


def merge(context: Context, case: str, into: str, by: str, note: str) -> Case:
    """Move everything of a case to another, since both are of one claim.

    Returns:
        The case that is left.
    """
    with context.database.write() as connection, claims_index(context, connection) as index:
        known_person(connection, by)
        source, target = known_case(connection, case), known_case(connection, into)
        if target.state is CaseState.MERGED or source.id == target.id:
            advice = f"merge into {target.into}" if target.into else "name two cases"
            raise NotAllowed("desk.merge", f"{case} cannot be merged into {into}", advice)
        order = Order(at=context.clock(), by=by, note=note, into=target.id)
        take_step(context, connection, source, CaseEvent.MERGED, order)
        stored.move(connection, source.id, target.id)
        left = evolve(
            target,
            due=min(source.due, target.due),
            opened=min(source.opened, target.opened),
            factcheck=target.factcheck or source.factcheck,
            related=tuple(one for one in target.related if one != source.id),
        )
        stored.save_case(connection, left)
        left = settle(context, connection, left)
        index.remove([source.id])
        index.add([as_factcheck(left, addresses(connection, left))])
    return left


def split(context: Context, case: str, reports: Collection[str], by: str, note: str) -> Case:
    """Take reports out of a case, since they are of another claim.

    Returns:
        Their new case.

    Raises:
        InputError: A report is not of the case, or none would be left.
    """
    with context.database.write() as connection, claims_index(context, connection) as index:
        known_person(connection, by)
        source = known_case(connection, case)
        mine = stored.reports_of(connection, [case])
        moved = [report for report in mine if report.id in set(reports)]
        _check_split(case, reports, len(mine), {report.id for report in moved})
        first, order = moved[0], Order(at=context.clock(), by=by, note=note)
        take_step(context, connection, source, CaseEvent.SPLIT, order)
        new = Case(
            id=stable_id("kasus", (case, *sorted(reports))),
            claim=Claim(text=first.text, language=first.language, first_seen=first.seen or first.at),
            opened=first.at,
            due=min(report.due for report in moved),
            related=(case,),
        )
        stored.save_case(connection, new, step(new, CaseEvent.OPENED, order))
        context.record(connection, actor=by, action="desk.opened", subject=new.id, split=case)
        stored.move(connection, case, new.id, set(reports))
        new = settle(context, connection, new)
        for one in (settle(context, connection, known_case(connection, case)), new):
            index.add([as_factcheck(one, addresses(connection, one))])
    return new


def members(context: Context, connection: Connection) -> tuple[Member, ...]:
    """Who works at the desk, and how many more cases each can take."""
    busy = Counter(case.officer for case in stored.all_cases(connection, _AT_WORK))
    officers = people.officers_named(connection, context.settings.desk.officers)
    return tuple(
        Member(
            officer=name,
            free=max(0, capacity - busy[name]),
            languages=officers[name].languages,
            region=officers[name].region,
        )
        for name, capacity in sorted(context.settings.desk.officers.items())
        if name in officers
    )


def _decide(context: Context, case: str, event: CaseEvent, by: str, note: str, reason: Reason | None = None) -> Case:
    with context.database.write() as connection:
        known_person(connection, by)
        order = Order(at=context.clock(), by=by, note=note, reason=reason)
        after = take_step(context, connection, known_case(connection, case), event, order)
        return settle(context, connection, after)


def _region(connection: Connection, case: Case) -> str:
    """The province that a case is reported from, or the whole country where there are several."""
    regions = {report.region for report in stored.reports_of(connection, [case.id])}
    return regions.pop() if len(regions) == 1 else "ID"


def _check_fit(member: Member | None, officer: str, case: Case) -> None:
    if member is None:
        advice = f"write {officer} = 5 under [desk.officers] in govpr.toml"
        raise NotAllowed("desk.not-there", f"{officer!r} does not work at the desk", advice)
    if not speaks(member.languages, case.claim.language):
        advice = "choose somebody who does"
        raise NotAllowed("desk.language", f"{officer!r} does not know the language {case.claim.language!r}", advice)
    if member.free < 1:
        raise NotAllowed(
            "desk.full", f"{officer!r} has as many cases as fit", "choose somebody else, or raise the number"
        )


def _check_split(case: str, wanted: Collection[str], count: int, found: Collection[str]) -> None:
    problems = [
        Problem(report, f"is no report of {case}", f"see them: govpr hoax desk show {case}")
        for report in sorted(set(wanted) - set(found))
    ]
    if not problems and not 0 < len(found) < count:
        problems = [Problem("reports", "would leave a case without any", "name some of its reports, not all")]
    if problems:
        raise InputError(problems)
