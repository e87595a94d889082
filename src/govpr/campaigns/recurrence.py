"""Waves that repeat, by the rules of iCalendar (RFC 5545, 3.3.10)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from attrs import evolve

from govpr.errors import InputError, Problem
from govpr.models import Wave

MOST = 200


def occurrences(wave: Wave, ends: date, zone: str) -> Iterator[Wave]:
    """Each time of a wave, in order: the first under its own id, the next as `id-2`, `id-3`, ...

    Args:
        wave: The wave; one without `repeat` comes once.
        ends: The campaign's last day: no repetition comes after it.
        zone: The zone of that day.

    Raises:
        InputError: It comes more than 200 times.

    Example:
        >>> from datetime import datetime
        >>> wave = Wave(id="a", at=datetime(2026, 11, 5, 9), messages=("m",), repeat="FREQ=WEEKLY;COUNT=3")
        >>> [(time.id, time.at.isoformat()) for time in occurrences(wave, date(2026, 11, 15), "Asia/Jakarta")]
        [('a', '2026-11-05T09:00:00'), ('a-2', '2026-11-12T09:00:00')]
    """
    if not wave.repeat:
        yield wave
        return
    for number, time in enumerate(islice(_times(wave, ends, zone), MOST + 1), 1):
        if number > MOST:
            advice = "end it earlier: give its rule COUNT or UNTIL, or repeat it less often"
            raise InputError([Problem(f"waves[{wave.id}].repeat", f"comes more than {MOST} times", advice)])
        yield time if number == 1 else evolve(time, id=f"{wave.id}-{number}")


def _times(wave: Wave, ends: date, zone: str) -> Iterator[Wave]:
    """The wave itself, then each later time of its rule up to the last day."""
    from dateutil.rrule import rrulestr  # noqa: PLC0415  (only repetitions pay for loading it)

    yield wave
    try:
        rule = rrulestr(wave.repeat, dtstart=wave.at)
    except ValueError:
        advice = "write UNTIL as a time in UTC where at has an offset, and without one where it has none"
        raise InputError([Problem(f"waves[{wave.id}].repeat", "does not fit the wave's time", advice)]) from None
    for at in rule:
        here = at if at.tzinfo is None else at.astimezone(ZoneInfo(zone))
        if here.date() > ends:
            return
        if at > wave.at:
            yield evolve(wave, at=at)


def last_moment(wave: Wave) -> timedelta:
    """How long after its beginning a wave's last post may go out: its spread, and a night of quiet hours."""
    return wave.spread + timedelta(days=1)
