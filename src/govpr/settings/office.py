"""When an office works, as a setting."""

from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from attrs import field, frozen
from attrs.validators import min_len


class Weekday(StrEnum):
    """A day of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_WORKING = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)


@frozen(kw_only=True)
class Office:
    """When an office works. The defaults are those of Perpres 21/2023 for the civil service.

    Five days a week from 07:30 on (articles 3 and 4, peraturan.bpk.go.id/Details/246106/perpres-no-21-tahun-2023);
    the end is ours: 37.5 hours a week, with an hour's rest on each day.

    Args:
        start: From this hour on.
        end: Before this hour; no later than `start` means that of the next day. Equal means round the clock.
        days: On which days; a night belongs to the day on which it began.
        holidays: Whether it is shut on Indonesian public holidays.
        closed: Further days on which it is shut, as those of *cuti bersama*.
        zone: IANA name of the zone that the hours are meant in.
    """

    start: time = time(7, 30)
    end: time = time(16)
    days: tuple[Weekday, ...] = field(default=_WORKING, validator=min_len(1))
    holidays: bool = True
    closed: tuple[date, ...] = ()
    zone: ZoneInfo = field(factory=lambda: ZoneInfo("Asia/Jakarta"))
