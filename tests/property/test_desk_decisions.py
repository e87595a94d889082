"""Triage, assignment, reach and wording on any input."""

from datetime import timedelta
from itertools import product

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from govpr.hoaxes.desk.assignment import Member, Waiting, assign, speaks
from govpr.hoaxes.desk.harm import Harm, harms
from govpr.hoaxes.desk.reach import advise
from govpr.hoaxes.desk.triage import Signals, triage
from govpr.hoaxes.desk.wording import unneutral

harm = st.builds(Harm, st.sampled_from(["health", "money"]), st.integers(0, 30), st.just(("kata", "lain")))
spans = st.timedeltas(timedelta(hours=-50), timedelta(hours=50))
signals = st.builds(
    Signals,
    reach=st.integers(0, 10**9),
    speed=st.floats(0, 1e6),
    reports=st.integers(1, 10**6),
    harms=st.lists(harm, max_size=2).map(tuple),
    left=spans,
    within=spans,
    checked=st.sampled_from(["", "MAFINDO"]),
    regions=st.integers(1, 38),
)
languages = st.lists(st.sampled_from(["id", "en", "jv"]), min_size=1, max_size=3, unique=True).map(tuple)
cases = st.lists(
    st.builds(
        Waiting,
        case=st.sampled_from([f"k{n}" for n in range(9)]),
        score=st.integers(0, 100),
        language=st.sampled_from(["id", "en", "jv", "su"]),
        region=st.sampled_from(["ID", "ID-JB"]),
    ),
    max_size=6,
    unique_by=lambda case: case.case,
)
desks = st.lists(
    st.builds(
        Member,
        officer=st.sampled_from(["ani", "beni", "cici"]),
        free=st.integers(0, 2),
        languages=languages,
        region=st.sampled_from(["ID", "ID-JB"]),
    ),
    max_size=3,
    unique_by=lambda member: member.officer,
)


@given(signals)
def test_a_score_is_the_sum_of_its_reasons_and_stays_within_100(known: Signals) -> None:
    found = triage(known)
    assert 0 <= found.score <= 100
    assert found.score == sum(reason.points for reason in found.reasons)
    assert all(reason.points > 0 and reason.why for reason in found.reasons)
    assert found == triage(known)


@given(signals, st.integers(0, 10**9), st.integers(0, 10**6), st.timedeltas(timedelta(), timedelta(hours=50)))
def test_more_reach_more_reports_and_less_time_never_lower_it(
    known: Signals, reach: int, reports: int, sooner: timedelta
) -> None:
    score = triage(known).score
    assert triage(evolve(known, reach=known.reach + reach)).score >= score
    assert triage(evolve(known, reports=known.reports + reports)).score >= score
    assert triage(evolve(known, left=known.left - sooner)).score >= score
    assert triage(evolve(known, speed=known.speed + reports)).score >= score
    assert triage(evolve(known, checked="MAFINDO")).score >= score


@settings(deadline=None)
@given(cases, desks)
def test_nobody_has_more_than_fits_and_everybody_knows_the_language(cases: list[Waiting], desk: list[Member]) -> None:
    dealt = assign(cases, desk)
    known, members = {case.case: case for case in cases}, {member.officer: member for member in desk}
    assert set(dealt.given) | set(dealt.left) == set(known)
    assert not set(dealt.given) & set(dealt.left)
    for officer, member in members.items():
        assert sum(taker == officer for taker in dealt.given.values()) <= member.free
    for case, officer in dealt.given.items():
        assert speaks(members[officer].languages, known[case].language)
    assert all(dealt.left.values())
    assert assign(list(reversed(cases)), list(reversed(desk))) == dealt


@settings(deadline=None, max_examples=60)
@given(cases, desks)
def test_no_deal_serves_more_cases_nor_more_urgent_ones(cases: list[Waiting], desk: list[Member]) -> None:
    best = max((_worth(cases, desk, choice) for choice in product([None, *desk], repeat=len(cases))), default=[])
    given_scores = sorted((case.score for case in cases if case.case in assign(cases, desk).given), reverse=True)
    assert (len(given_scores), given_scores) == ((len(best), best) if best else (0, []))


def _worth(cases: list[Waiting], desk: list[Member], choice: tuple[Member | None, ...]) -> list[int]:
    """The scores that a choice serves, highest first; nothing where it cannot be."""
    fits = all(one is None or speaks(one.languages, case.language) for case, one in zip(cases, choice, strict=True))
    if not fits or any(choice.count(member) > member.free for member in desk):
        return []
    return sorted((case.score for case, one in zip(cases, choice, strict=True) if one is not None), reverse=True)


@given(st.integers(0, 10**6), st.integers(1, 1000), st.integers(0, 10**6), st.integers(1, 1000))
def test_a_public_answer_needs_one_of_both(reach: int, reports: int, least_reach: int, least_reports: int) -> None:
    found = advise(reach=reach, reports=reports, least_reach=least_reach, least_reports=least_reports)
    assert found.public == (reach >= least_reach or reports >= least_reports)
    assert found.why


@given(st.text(max_size=400))
def test_any_text_is_judged(text: str) -> None:
    assert all(problem.path == "claim" and problem.advice for problem in unneutral(text))
    assert all(len(harm.words) > 1 for harm in harms(text))
