"""Limits and circuits, as pure functions: never more than there may be, and never shut for ever."""

from datetime import datetime, timedelta

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.office import MORNING

from govpr.delivery.brakes import asked, begun, failed, room, took
from govpr.models.brakes import Brake, Scope
from govpr.settings import Rate

ALONE = timedelta(minutes=5)
rates = st.builds(
    Rate, st.integers(1, 9), st.sampled_from([timedelta(seconds=2), timedelta(hours=1), timedelta(days=1)])
)
steps = st.lists(st.floats(0, 0.6), min_size=1, max_size=40)


@given(rates, steps)
def test_no_stretch_of_time_has_more_than_the_limit_and_who_waits_as_told_may_begin(
    rate: Rate, passed: list[float]
) -> None:
    now, spent, begins = MORNING, dict[str, int](), list[datetime]()
    for share in passed:
        now += rate.per * share
        wait = timedelta(seconds=room(spent, rate, now))
        assert wait <= rate.per * 1.1
        assert room(spent, rate, now + wait + timedelta(milliseconds=1)) == 0
        if not wait:
            spent = dict(took(spent, rate, now))
            begins.append(now)
    assert all(sum(one <= other < one + rate.per for other in begins) <= rate.count for one in begins)


@given(st.lists(st.sampled_from(["away", "answers"]), max_size=40), st.integers(1, 9))
def test_a_circuit_opens_after_troubles_in_a_row_and_lets_one_try_alone(history: list[str], most: int) -> None:
    brake, now, in_a_row = Brake(scope=Scope.PLATFORM, name="x"), MORNING, 0
    for weather in history:
        if brake.opened is not None:
            assert begun(brake, None, now, ALONE) is None
            now = max(now, brake.opened)
        alone = begun(brake, None, now, ALONE)
        assert alone is not None
        if brake.opened is not None:
            assert begun(alone, None, now, ALONE) is None, "only one tries"
        if weather == "away":
            in_a_row += 1
            brake = failed(alone, now, most=most, cooling=timedelta(minutes=1), jitter=lambda: 1.0)
        else:
            in_a_row, brake = 0, evolve(alone, failures=0, opened=None)
        assert (brake.opened is not None) == (in_a_row >= most)
        assert brake.opened is None or brake.opened - now <= timedelta(minutes=30)


def test_what_a_service_asks_for_holds_until_then_and_is_never_shortened() -> None:
    brake = asked(asked(Brake(scope=Scope.ACCOUNT, name="x"), MORNING + ALONE), MORNING)
    assert brake.holds(MORNING)
    assert not brake.holds(MORNING + ALONE)
