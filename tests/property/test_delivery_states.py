"""The state machine: no path loses a delivery, repeats one that may be out, or unsends a sent one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govpr.delivery.states import (
    TRANSITIONS,
    Action,
    Change,
    Event,
    ImpossibleTransition,
    after_trouble,
    apply,
    backoff,
    decide,
)
from govpr.errors import (
    DeliveryError,
    Duplicate,
    InDoubt,
    Misconfigured,
    NeedsHuman,
    Partial,
    ProtocolError,
    Rejected,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.models import Delivery, DeliveryState, Receipt

NOW = datetime(2026, 11, 3, 2, tzinfo=UTC)
RECEIPT = Receipt(id="there")
ENDS = {DeliveryState.SENT}


def delivery(state: DeliveryState = DeliveryState.PLANNED, **more: object) -> Delivery:
    values: dict[str, object] = {"post": "p", "account": "a", "platform": "x", "due": NOW, "content_hash": "h"}
    return Delivery(state=state, **(values | more))  # type: ignore[arg-type]


states = st.sampled_from(DeliveryState)
events = st.sampled_from(Event)
handles = st.dictionaries(st.sampled_from(["part:0", "open:0", "open:1", "media:0"]), st.just("1"))
deliveries = st.builds(
    lambda state, held, ago: delivery(state, handles=held, lease=NOW + timedelta(minutes=ago), worker="w"),
    states,
    handles,
    st.integers(-30, 30),
)


@given(deliveries, events)
def test_an_event_leads_where_the_table_says_or_cannot_happen(before: Delivery, event: Event) -> None:
    target = TRANSITIONS[event].get(before.state)
    change = Change(now=NOW, receipt=RECEIPT, worker="w", content_hash="h2")
    too_late = event in {Event.EDITED, Event.WITHDRAWN} and before.parts_out
    unseen = before.state in {DeliveryState.REFUSED, DeliveryState.FAILED} and not before.parts_out
    if target is None or too_late or (event is Event.RETRACTED and unseen):
        with pytest.raises(ImpossibleTransition):
            apply(before, event, change)
    else:
        assert apply(before, event, change).state is target


@given(st.lists(events, max_size=40))
def test_what_is_sent_stays_sent_unless_a_person_retracts_it(history: list[Event]) -> None:
    current = delivery()
    for event in history:
        was_sent = current.state in ENDS
        try:
            current = apply(current, event, Change(now=NOW, receipt=RECEIPT, worker="w", content_hash="h"))
        except ImpossibleTransition:
            continue
        assert not was_sent or event is Event.RETRACTED, event
    if current.state in ENDS:
        assert current.receipt == RECEIPT


@given(st.lists(events, max_size=40))
def test_only_a_claim_starts_a_try_and_every_try_is_counted(history: list[Event]) -> None:
    current = delivery()
    for event in history:
        before = current
        try:
            current = apply(current, event, Change(now=NOW, receipt=RECEIPT, worker="w", content_hash="h"))
        except ImpossibleTransition:
            continue
        assert (current.state is DeliveryState.SENDING) == (event is Event.CLAIMED)
        assert (current.lease is not None) == (event is Event.CLAIMED)
        if event is Event.CLAIMED:
            assert current.attempts == before.attempts + 1


@given(deliveries, st.booleans())
def test_a_doubtful_delivery_is_never_sent_blindly(current: Delivery, can_look: bool) -> None:
    action = decide(current, NOW, can_look=can_look)
    if current.state is DeliveryState.IN_DOUBT and not can_look:
        assert action is Action.ASK_A_PERSON
    if current.state is DeliveryState.SENDING and current.is_open and not can_look:
        assert action is not Action.SEND
    if current.state is DeliveryState.SENDING and current.lease is not None and current.lease >= NOW:
        assert action is Action.WAIT


@given(deliveries, st.booleans())
def test_nothing_is_lost_every_unfinished_state_has_somebody_who_acts(current: Delivery, can_look: bool) -> None:
    action = decide(current, NOW + timedelta(days=1), can_look=can_look)
    approved_once = {
        DeliveryState.APPROVED,
        DeliveryState.PARTIAL,
        DeliveryState.SENDING,
        DeliveryState.SUBMITTED,
        DeliveryState.IN_DOUBT,
    }
    if current.state in approved_once:
        assert action in {Action.SEND, Action.ASK_A_PERSON}
    else:
        assert action is Action.NOTHING


def test_every_state_can_be_reached_and_left_as_the_diagram_says() -> None:
    reached = {DeliveryState.PLANNED}
    for _ in DeliveryState:
        reached |= {to for ways in TRANSITIONS.values() for start, to in ways.items() if start in reached}
    assert reached == set(DeliveryState)
    assert [event for event, ways in TRANSITIONS.items() if DeliveryState.SENT in ways] == [Event.RETRACTED]
    assert [event for event, ways in TRANSITIONS.items() if DeliveryState.RETRACTED in ways] == [Event.RETRACTED]


ERRORS = [
    Unreachable("x"),
    Throttled("x", after=90),
    InDoubt("x"),
    Duplicate("x"),
    Unauthorized("x"),
    Misconfigured("x"),
    Rejected("x"),
    NeedsHuman("x"),
    ProtocolError("x"),
]
errors = st.sampled_from(ERRORS) | st.sampled_from(ERRORS).map(lambda cause: Partial("x", done=["1"], cause=cause))


@given(errors, st.integers(1, 12), st.floats(0, 1))
def test_every_error_has_an_event_that_a_sending_delivery_can_take(
    error: DeliveryError, attempts: int, jitter: float
) -> None:
    event, due = after_trouble(error, attempts=attempts, most=8, now=NOW, jitter=lambda: jitter)
    settled = apply(delivery(DeliveryState.SENDING), event, Change(now=NOW, due=due, problem="x"))
    assert settled.state is not DeliveryState.SENDING
    cause = error.cause if isinstance(error, Partial) else error
    if isinstance(cause, InDoubt):
        assert event is Event.LOST
    if event in {Event.LATER, Event.PARTLY}:
        assert attempts < 8
        assert due is not None
        assert due >= NOW + timedelta(seconds=cause.after or 0)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_waiting_is_never_negative_and_never_longer_than_an_hour(attempts: int, jitter: float) -> None:
    assert 0 <= backoff(attempts, jitter) <= 3600


def test_parts_that_are_out_can_be_neither_edited_nor_withdrawn() -> None:
    half = delivery(DeliveryState.REFUSED, handles={"part:0": "{}"})
    for event in (Event.EDITED, Event.WITHDRAWN):
        with pytest.raises(ImpossibleTransition):
            apply(half, event, Change(now=NOW))
    assert apply(half, Event.RETRIED, Change(now=NOW)).handles == {"part:0": "{}"}


def test_when_a_person_says_it_is_not_there_the_doubt_is_gone() -> None:
    doubtful = delivery(DeliveryState.IN_DOUBT, handles={"open:0": "1", "media:0": "m"})
    again = apply(doubtful, Event.ABSENT, Change(now=NOW))
    assert again.state is DeliveryState.APPROVED
    assert again.handles == {"media:0": "m"}
