"""Cases on any path: what may follow what, and what holds wherever they end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govpr.hoaxes.desk.states import PASSING, TRANSITIONS, CaseEvent, ImpossibleStep, Order, apply, can, returns
from govpr.models import Case, CaseState, CaseStep, Claim, Reason

NOW = datetime(2026, 11, 3, 2, tzinfo=UTC)
CASE = Case(id="kasus", claim=Claim(text="Bansos cair"), opened=NOW, due=NOW + timedelta(hours=3))
EVENTS = [event for event in CaseEvent if event is not CaseEvent.OPENED]
orders = st.builds(
    Order,
    at=st.just(NOW),
    by=st.sampled_from(["ani", "govpr"]),
    reason=st.sampled_from(Reason),
    note=st.text(max_size=9),
    officer=st.sampled_from(["ani", "beni"]),
    into=st.sampled_from(["kasus-2", "kasus-3"]),
)


def history(steps: list[tuple[CaseEvent, Order]]) -> list[tuple[Case, CaseStep]]:
    """Whatever of some steps can happen, one after the other."""
    case, found = CASE, []
    for event, order in steps:
        if can(case, event):
            case, step = apply(case, event, order)
            found.append((case, step))
    return found


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", CaseState)
def test_every_transition_leads_where_the_table_says_or_is_refused(event: CaseEvent, state: CaseState) -> None:
    case = Case(
        id="kasus",
        claim=CASE.claim,
        opened=NOW,
        due=NOW,
        state=state,
        reason=Reason.OPINION,
        officer="ani",
        into="kasus-2",
    )
    order = Order(at=NOW, by="ani", reason=Reason.TRUE, officer="beni", into="kasus-3")
    target = TRANSITIONS[event].get(state)
    if target is None:
        with pytest.raises(ImpossibleStep):
            apply(case, event, order)
    else:
        after, step = apply(case, event, order)
        assert (after.state, step.state, step.event) == (target, target, event.value)


@given(st.lists(st.tuples(st.sampled_from(EVENTS), orders), max_size=30))
def test_whatever_happens_the_rules_hold(steps: list[tuple[CaseEvent, Order]]) -> None:
    merged = False
    for case, step in history(steps):
        assert not merged  # nothing follows a merge
        assert (case.reason is not None) == (case.state is CaseState.NOT_CLARIFIED)
        assert (case.into is not None) == (case.state is CaseState.MERGED)
        assert step.by
        assert step.at == NOW
        merged = case.state is CaseState.MERGED
        if case.state is CaseState.ASSIGNED:
            assert case.officer is not None


@given(st.lists(st.tuples(st.sampled_from(EVENTS), orders), max_size=30))
def test_what_was_answered_is_never_open_again_in_silence(steps: list[tuple[CaseEvent, Order]]) -> None:
    states = [case.state for case, _ in history(steps)]
    after = states[states.index(CaseState.ANSWERING) :] if CaseState.ANSWERING in states else []
    assert set(after) <= {CaseState.ANSWERING, CaseState.CLARIFIED, CaseState.CORRECTING}


@pytest.mark.parametrize("event", [CaseEvent.CLOSED, CaseEvent.ASSIGNED, CaseEvent.MERGED])
def test_a_step_that_lacks_what_it_needs_is_refused(event: CaseEvent) -> None:
    with pytest.raises(ImpossibleStep):
        apply(CASE, event, Order(at=NOW, by="ani"))


def test_no_case_is_merged_into_itself() -> None:
    with pytest.raises(ImpossibleStep, match="itself"):
        apply(CASE, CaseEvent.MERGED, Order(at=NOW, by="ani", into="kasus"))


@given(st.sampled_from(Reason))
def test_some_reasons_pass_with_one_more_report(reason: Reason) -> None:
    closed, _ = apply(CASE, CaseEvent.CLOSED, Order(at=NOW, by="ani", reason=reason))
    assert returns(closed) == (reason in PASSING)
