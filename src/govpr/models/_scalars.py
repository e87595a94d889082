"""Text, numbers, dates and lengths of time as documents write them: read strictly, written so that they come back."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from govpr.errors import InvalidValue
from govpr.identifiers import OfficerNumber

_SPAN = re.compile(r"(?:\d+(?:\.\d{1,6})?\s*[smhd]\s*)+", re.ASCII)
_PART = re.compile(r"(\d+)(?:\.(\d{1,6}))?\s*([smhd])", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DAY, _SHORTEST_TIME = len("2026-12-01"), len("2026-12-01T09:00")
_MILLION = 1_000_000

WANTED = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    date: "a date, such as 2026-12-01",
    datetime: "a time with its offset, such as 2026-12-01T09:00:00+07:00",
    timedelta: 'a length of time, such as "90m" or "2h"',
}
_NAMES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (str, "text"),
    (bool, "true or false"),
    ((int, float), "a number"),
    (Mapping, "a table"),
    ((list, tuple), "a list"),
    (datetime, "a date with a time"),
    (date, "a date"),
    (time, "a time of day"),
)


def called(value: object) -> str:
    """What a value is, in the words of an error.

    Example:
        >>> called(["a"]), called(1), called(None)
        ('a list', 'a number', 'nothing')
    """
    return next((name for kind, name in _NAMES if isinstance(value, kind)), "nothing")


def read_text(value: Any) -> str:
    """Text, as it stands. Half of a surrogate pair is no text: nothing could ever write it again."""
    if not isinstance(value, str):
        raise TypeError
    if not value.isascii():
        value.encode()
    return value


def read_truth(value: Any) -> bool:
    """True or false; 0, 1 and "no" are something else."""
    if isinstance(value, bool):
        return value
    raise TypeError


def read_whole(value: Any) -> int:
    """A whole number; true is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError


def read_number(value: Any) -> float:
    """A number; true is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise TypeError


def read_time(value: Any) -> datetime:
    """A date with a time, as TOML's own or as RFC 3339 text."""
    if isinstance(value, datetime):
        return value
    if (
        isinstance(value, str)
        and len(value) >= _SHORTEST_TIME
        and value[10] in "T "
        and _dashed(value)
        and value[13] == ":"
    ):
        return datetime.fromisoformat(value)
    raise TypeError


def read_date(value: Any) -> date:
    """A day, as TOML's own or as RFC 3339 text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and len(value) == _DAY and _dashed(value):
        return date.fromisoformat(value)
    raise TypeError


def _dashed(value: str) -> bool:
    """Whether it begins as RFC 3339 does; the standard library also reads week dates and times without colons."""
    return value[4] == value[7] == "-"


def read_span(value: Any) -> timedelta:
    """A length of time: numbers with s, m, h or d.

    Example:
        >>> read_span("1h 30m"), read_span("0.5s")
        (datetime.timedelta(seconds=5400), datetime.timedelta(microseconds=500000))
    """
    if not isinstance(value, str) or not _SPAN.fullmatch(value.strip()):
        raise TypeError
    parts = ((int(whole + (rest or "").ljust(6, "0")), unit) for whole, rest, unit in _PART.findall(value))
    return timedelta(microseconds=sum(millionths * _SECONDS[unit] for millionths, unit in parts))


def write_span(value: timedelta) -> str:
    """A length of time in seconds, exact to the microsecond.

    Example:
        >>> write_span(timedelta(hours=2)), write_span(timedelta(milliseconds=1500))
        ('7200s', '1.500000s')
    """
    seconds, millionths = divmod(value // timedelta(microseconds=1), _MILLION)
    return f"{seconds}.{millionths:06}s" if millionths else f"{seconds}s"


def refuse_number(_value: Any) -> OfficerNumber:
    """A civil servant's number stands in no document, so none is read from one; the error does not repeat it."""
    raise InvalidValue("", "may not stand in a document", "load numbers from the officers' CSV file")


READERS: Mapping[type, Callable[[Any], Any]] = {
    str: read_text,
    bool: read_truth,
    int: read_whole,
    float: read_number,
    date: read_date,
    datetime: read_time,
    timedelta: read_span,
    OfficerNumber: refuse_number,
}


def choices(kind: type[Enum]) -> list[str]:
    """The values that an enumeration knows."""
    return [str(member.value) for member in kind]
