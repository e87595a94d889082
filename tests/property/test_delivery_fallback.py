"""When a post that stands by goes out: never beside the other one, never for one that may be out."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.office import MORNING

from govpr.delivery.fallback import Verdict, decide
from govpr.delivery.states import Action, Change, Event, apply
from govpr.delivery.states import decide as decide_delivery
from govpr.models import Delivery, DeliveryState
from govpr.models.standbys import Standby

S = DeliveryState
ENDED = {S.SENT, S.RETRACTED, S.WITHDRAWN}
MARKS = st.dictionaries(
    st.sampled_from(["part:0", "open:0", "tried:0", "doubt", "media:0"]), st.sampled_from(["", "1"])
)
moments = st.integers(-600, 600).map(lambda minutes: MORNING + timedelta(minutes=minutes))


def delivery(post: str, state: DeliveryState, due: datetime, **more: object) -> Delivery:
    return Delivery(post=post, account=post, platform=post, state=state, due=due, content_hash="h", **more)  # type: ignore[arg-type]


firsts = st.builds(
    lambda state, due, attempts, handles: delivery("first", state, due, attempts=attempts, handles=handles),
    st.sampled_from(S),
    moments,
    st.integers(0, 9),
    MARKS,
)
standbys = st.builds(
    Standby,
    delivery=st.just(delivery("standby", S.STANDING_BY, MORNING)),
    first=st.none() | firsts,
    after=st.integers(0, 120).map(lambda minutes: timedelta(minutes=minutes)),
    until=st.none() | moments,
    unreachable=st.booleans(),
    opened=st.none() | moments,
    stopped=st.booleans(),
    mailed=st.booleans(),
    stuck=st.booleans(),
)


@given(standbys)
def test_it_steps_in_only_for_one_that_cannot_be_out_and_cannot_go_out(one: Standby) -> None:
    if decide(one, MORNING) is not Verdict.STEP_IN:
        return
    first = one.first
    assert first is not None
    assert first.state in {S.APPROVED, S.FAILED}
    assert not first.may_be_out
    assert one.unreachable
    assert not one.stopped
    assert not one.mailed
    assert not one.stuck
    assert one.until is not None
    assert first.state is S.FAILED or one.until <= MORNING


@given(standbys)
def test_after_each_decision_one_of_the_two_can_still_go_out_and_never_both(one: Standby) -> None:
    verdict, change = decide(one, MORNING), Change(now=MORNING, due=MORNING)
    mine, first = one.delivery, one.first
    if verdict is Verdict.STEP_IN:
        assert first is not None
        first, mine = apply(first, Event.WITHDRAWN, change), apply(mine, Event.STEPPED_IN, change)
    if verdict is Verdict.STAND_DOWN:
        mine = apply(mine, Event.WITHDRAWN, change)
    ended = first is None or first.state in ENDED
    assert (mine.state is S.APPROVED) <= (first is not None and first.state is S.WITHDRAWN)
    assert (verdict is Verdict.STAND_DOWN) == (ended and verdict is not Verdict.STEP_IN)
    assert mine.state in {S.STANDING_BY, S.APPROVED} or ended
    assert decide_delivery(one.delivery, MORNING, can_look=True) is Action.NOTHING


@given(standbys)
def test_what_is_counted_is_known_until_the_service_answers(one: Standby) -> None:
    verdict = decide(one, MORNING)
    if verdict is Verdict.COUNT:
        assert one.until is None
        assert one.unreachable
    if verdict is Verdict.FORGET:
        assert one.until is not None
        assert not one.unreachable
