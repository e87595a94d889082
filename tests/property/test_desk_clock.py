"""The clock of the desk: office time never runs faster than plain time, and never backwards."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from govpr.campaigns.schedule import holiday
from govpr.hoaxes.desk.clock import DeskClock
from govpr.settings import Office, Weekday

_ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Europe/Berlin", "Australia/Lord_Howe")
_MINUTE = timedelta(minutes=1)

hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30, 59]))
offices = st.builds(
    Office,
    start=hours,
    end=hours,
    days=st.lists(st.sampled_from(Weekday), min_size=1, unique=True).map(tuple),
    holidays=st.booleans(),
    closed=st.lists(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=5).map(tuple),
    zone=st.sampled_from(_ZONES).map(ZoneInfo),
)
clocks = st.builds(DeskClock, offices, st.just(holiday))
plain = DeskClock(None, holiday)
# both days on which Berlin changes its clocks, and Idul Fitri, lie in here
moments = st.integers(0, 235 * 24 * 60).map(lambda minutes: datetime(2026, 3, 15, tzinfo=UTC) + minutes * _MINUTE)
spans = st.integers(0, 3000).map(lambda minutes: minutes * _MINUTE)


@given(clocks, moments, spans)
def test_an_answer_is_never_due_before_it_would_be_in_plain_time(
    clock: DeskClock, at: datetime, within: timedelta
) -> None:
    assert clock.due(at, within) >= plain.due(at, within)


@given(clocks, moments, moments, spans, spans)
def test_who_comes_later_or_has_more_time_is_due_no_earlier(
    clock: DeskClock, one: datetime, other: datetime, short: timedelta, more: timedelta
) -> None:
    first, second = sorted((one, other))
    assert clock.due(first, short) <= clock.due(second, short)
    assert clock.due(first, short) <= clock.due(first, short + more)


@given(clocks, moments, spans)
def test_until_it_is_due_just_that_much_time_counts(clock: DeskClock, at: datetime, within: timedelta) -> None:
    due = clock.due(at, within)
    assert clock.between(at, due) == within
    assert clock.left(at, due) == within
    assert clock.left(due + _MINUTE, due) == -_MINUTE


@given(clocks, moments, spans, spans, spans)
def test_time_that_counts_adds_up(
    clock: DeskClock, at: datetime, one: timedelta, other: timedelta, within: timedelta
) -> None:
    middle, end = at + one, at + one + other
    assert clock.between(at, middle) + clock.between(middle, end) == clock.between(at, end) <= end - at
    due = clock.due(at, within)
    assert clock.left(middle, due) >= clock.left(end, due)


@given(moments, spans, st.sampled_from(_ZONES))
def test_round_the_clock_is_plain_time_whatever_clocks_are_changed(at: datetime, within: timedelta, zone: str) -> None:
    always = Office(start=time(0), end=time(0), days=tuple(Weekday), holidays=False, zone=ZoneInfo(zone))
    assert DeskClock(always, holiday).due(at, within) == at + within


@given(moments, spans, st.sampled_from(_ZONES), st.sampled_from(_ZONES[:3]))
def test_it_does_not_matter_in_which_zone_a_moment_is_written(
    at: datetime, within: timedelta, zone: str, where: str
) -> None:
    clock = DeskClock(Office(zone=ZoneInfo(where)), holiday)
    assert clock.due(at.astimezone(ZoneInfo(zone)), within) == clock.due(at, within)
