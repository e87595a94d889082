"""Nobody can be singled out in the numbers of those who took part."""

from hypothesis import given
from hypothesis import strategies as st

from govpr.reporting.participation import K, participation

COUNTS = st.lists(st.integers(min_value=0, max_value=40), max_size=8)


def shown(counts: list[int]) -> dict[str, int | None]:
    groups = participation({f"unit-{number}": count for number, count in enumerate(counts)})
    return {group.name: group.officers for group in groups}


def possible(rest: int, count: int) -> set[int]:
    """What a small unit may have had, as seen by a reader who knows that it and `count` others share `rest`."""
    return {own for own in range(K) if 0 <= rest - own <= (K - 1) * count}


@given(COUNTS)
def test_no_number_below_ten_is_shown(counts: list[int]) -> None:
    assert all(number is None or number >= K for number in shown(counts).values())


@given(COUNTS)
def test_what_is_shown_is_true_and_nothing_is_lost(counts: list[int]) -> None:
    groups = shown(counts)
    alone = {name for name in groups if name}
    assert all(groups[f"unit-{number}"] == count for number, count in enumerate(counts) if f"unit-{number}" in alone)
    if "" not in groups:
        assert len(alone) == len(counts)
    elif groups[""] is not None:
        assert sum(number or 0 for number in groups.values()) == sum(counts)


@given(COUNTS)
def test_no_small_unit_can_be_worked_out_from_the_rest(counts: list[int]) -> None:
    groups = shown(counts)
    hidden = [count for number, count in enumerate(counts) if f"unit-{number}" not in groups]
    rest = groups.get("")
    if rest is not None:
        assert len(hidden) > 1
        if max(hidden) < K:
            assert all(len(possible(rest, len(hidden) - 1)) > 1 for _ in hidden)


def test_a_single_small_unit_takes_the_next_smallest_with_it() -> None:
    assert shown([3, 12, 30]) == {"unit-2": 30, "": 15}


def test_small_units_that_are_as_large_as_can_be_take_another_with_them() -> None:
    assert shown([9, 9, 30, 40]) == {"unit-3": 40, "": 48}


def test_too_few_altogether_are_only_few() -> None:
    assert shown([2, 3]) == {"": None}
    assert shown([]) == {}
