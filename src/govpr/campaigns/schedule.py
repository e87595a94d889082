"""When a post goes out: waves, zones, spread windows, quiet hours and public holidays."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from attrs import frozen

from govpr.models import Wave
from govpr.settings import Quiet


@frozen
class Slot:
    """A time for one post.

    Args:
        due: When it goes out, in the zone of the account.
        moved: Whether quiet hours moved it.
    """

    due: datetime
    moved: bool


def slot(wave: Wave, zone: str, later: timedelta, quiet: Quiet) -> Slot:
    """The time of one post of a wave.

    Args:
        wave: Its time.
        zone: The account's zone.
        later: How long after the beginning, within the spread.
        quiet: Hours in which nothing is posted, in the account's zone.

    Example:
        >>> from govpr.models import Wave
        >>> wave = Wave(id="a", at=datetime(2026, 11, 5, 9), messages=("m",), spread=timedelta(hours=2))
        >>> slot(wave, "Asia/Jayapura", timedelta(minutes=30), Quiet()).due.isoformat()
        '2026-11-05T09:30:00+09:00'
    """
    here = ZoneInfo(zone)
    start = wave.at.replace(tzinfo=here) if wave.at.tzinfo is None else wave.at.astimezone(here)
    due = start + later
    awake = after_quiet(due, quiet)
    return Slot(awake, awake != due)


def after_quiet(moment: datetime, quiet: Quiet) -> datetime:
    """The same moment, or the end of the quiet hours that it falls in.

    Args:
        moment: An aware time, in the zone for which the hours are meant.
        quiet: From `start` on and before `end`; over midnight where `end` is earlier.
    """
    hour = moment.time()
    if quiet.start <= quiet.end:
        asleep = quiet.start <= hour < quiet.end
        return _at(moment, quiet.end) if asleep else moment
    if hour >= quiet.start:
        return _at(moment + timedelta(days=1), quiet.end)
    return _at(moment, quiet.end) if hour < quiet.end else moment


def _at(moment: datetime, hour: time) -> datetime:
    return moment.replace(hour=hour.hour, minute=hour.minute, second=hour.second, microsecond=0)


def holiday(day: date) -> str | None:
    """The name of the Indonesian public holiday on that day, or None.

    The dates are those of the `holidays` library; days of *cuti bersama* are not among them.

    Example:
        >>> holiday(date(2026, 8, 17)) is not None, holiday(date(2026, 11, 3))
        (True, None)
    """
    return _calendar(day.year).get(day)


@cache
def _calendar(year: int) -> dict[date, str]:
    import holidays  # noqa: PLC0415  (only a plan pays for loading it)

    return dict(holidays.country_holidays("ID", years=year, language="id").items())
