"""Turns at a service: no two calls closer than its pace, whoever asks."""

import threading
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from govpr.http.pacing import Pacers, next_turn

STEPS = st.lists(st.floats(0, 100), min_size=1, max_size=20)


@given(STEPS, st.floats(0, 10))
def test_calls_are_never_closer_than_the_pace_and_never_wait_longer_than_needed(
    steps: list[float], pace: float
) -> None:
    now, free, made = 0.0, float("-inf"), list[float]()
    for step in steps:
        now += step
        wait, free = next_turn(now, free, pace)
        assert wait >= 0
        assert wait == 0 or made
        made.append(now + wait)
    assert all(later - earlier >= pace - 1e-6 for earlier, later in pairwise(made))


def test_all_threads_share_the_turns_of_one_service_and_none_of_another() -> None:
    pacers, turns = Pacers(now=lambda: 100.0), list[float]()
    threads = [threading.Thread(target=lambda: turns.append(pacers.of("a", 1.5).turn())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(turns) == [1.5 * number for number in range(8)]
    assert pacers.of("b", 1.5).turn() == 0
