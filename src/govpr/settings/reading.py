"""`govpr.toml`, read once into a frozen value."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from attrs import fields

from govpr.errors import InvalidFile, Problem
from govpr.settings.databases import Kinds, database_tables, strangers
from govpr.settings.hooks import HookSettings, hook_tables
from govpr.settings.office import Office, Weekday
from govpr.settings.rates import Rate
from govpr.settings.values import Bars, Count, DatabaseSettings, Settings

FILE = "govpr.toml"
FORMAT = 1
_SPAN = re.compile(r"\s*(?:\d{1,6}\s*[mhd]\s*)+", re.ASCII)
_MINUTES = {"m": 1, "h": 60, "d": 1440}


def read_settings(path: Path, kinds: Kinds | None = None) -> Settings:
    """Read `govpr.toml`.

    Args:
        path: The file.
        kinds: Gives the kinds of hoax databases that there are; None takes any.

    Raises:
        InvalidFile: Lists everything that is wrong with it.
    """
    try:
        return parse_settings(path.read_text(encoding="utf-8-sig"), name=path.name, kinds=kinds)
    except FileNotFoundError:
        raise InvalidFile(
            (Problem("", "is not there", f"make a workspace with: govpr init {path.parent}"),), str(path)
        ) from None
    except UnicodeDecodeError:
        raise InvalidFile((Problem("", "is not UTF-8 text", "save it as UTF-8"),), str(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have this name"
        raise InvalidFile((Problem("", f"cannot be read: {reason}", "check its name and place"),), str(path)) from None


def parse_settings(text: str, *, name: str = FILE, kinds: Kinds | None = None) -> Settings:
    r"""Settings from TOML text.

    Args:
        text: The text.
        name: The file's name, for errors.
        kinds: Gives the kinds of hoax databases that there are; None takes any.

    Raises:
        InvalidFile: Lists everything that is wrong with it.

    Example:
        >>> parse_settings("govpr = 1\nagency = 'komdigi'\n[caps]\nidentical = 2").caps.identical
        2
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile((Problem("", f"is no TOML: {error}", "mend that line"),), name) from None
    except (ValueError, RecursionError):
        what = "is no TOML: a value in it is too long, too deep or no real date"
        raise InvalidFile((Problem("", what, "write it simpler"),), name) from None
    problems: list[Problem] = []
    version = data.pop("govpr", None)
    if type(version) is not int or version != FORMAT:
        problems.append(Problem("govpr", "is missing or of another version", f"begin the file with govpr = {FORMAT}"))
    settings: Settings = _table(Settings, data, "", problems)
    problems.extend(strangers(settings, kinds))
    if problems:
        raise InvalidFile(problems, name)
    return settings


def _table(kind: Any, data: Mapping[str, Any], path: str, problems: list[Problem]) -> Any:
    known = {attribute.name: attribute for attribute in fields(kind)}
    choices = f"use one of {', '.join(sorted(known))}"
    problems.extend(
        Problem(f"{path}{name}", "is not a setting", choices) for name in sorted(data.keys() - known.keys())
    )
    values = {}
    for name in data.keys() & known.keys():
        value = _value(known[name].type, data[name], f"{path}{name}", problems)
        if value is not None:
            values[name] = value
    return kind(**values)


def _value(kind: Any, value: Any, path: str, problems: list[Problem]) -> Any:
    if kind in _TABLES:
        return _TABLES[kind](value, path, problems)
    kind = Office if kind == Office | None else kind
    if hasattr(kind, "__attrs_attrs__"):
        if isinstance(value, Mapping):
            return _table(kind, value, f"{path}.", problems)
        problems.append(Problem(path, "is not a table", f"write [{path}] and its settings below"))
        return None
    try:
        return _PLAIN[kind](value)
    except (TypeError, ValueError):
        problems.append(Problem(path, f"is {value!r}", f"write {_WANTED[kind]}"))
        return None


def _databases(value: Any, path: str, problems: list[Problem]) -> Mapping[str, DatabaseSettings]:
    return {
        name: _table(DatabaseSettings, table, f"{path}.{name}.", problems)
        for name, table in database_tables(value, path, problems)
    }


def _bars(value: Any, path: str, problems: list[Problem]) -> Mapping[str, Bars]:
    tables = value if isinstance(value, Mapping) else {"": value}
    return {name: _value(Bars, table, f"{path}.{name}".rstrip("."), problems) for name, table in tables.items()}


_TABLES: Mapping[Any, Any] = {
    Mapping[str, DatabaseSettings]: _databases,
    Mapping[str, Bars]: _bars,
    tuple[HookSettings, ...]: hook_tables,
}


def _exactly(kind: type) -> Any:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError
        return value

    return read


def _from(least: int) -> Any:
    def read(value: Any) -> int:
        if type(value) is not int or value < least:
            raise TypeError
        return value

    return read


def _hour(value: Any) -> time:
    return value if isinstance(value, time) else time.fromisoformat(value)


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise TypeError
    return tuple(value)


def _weekdays(value: Any) -> tuple[Weekday, ...]:
    if not _names(value):
        raise ValueError
    return tuple(Weekday(name.casefold()) for name in value)


def _days(value: Any) -> tuple[date, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_day(one) for one in value)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        raise TypeError
    return value if isinstance(value, date) else date.fromisoformat(value)


def _zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (KeyError, OSError) as error:  # it knows no such zone, or that is the name of a folder
        raise ValueError from error


def _words(value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise TypeError
    return dict(value)


def _span(value: Any) -> timedelta:
    """A length of time: numbers with m, h or d."""
    if not isinstance(value, str) or not _SPAN.fullmatch(value):
        raise ValueError
    parts = re.findall(r"(\d+)\s*([mhd])", value)
    return sum((timedelta(minutes=int(count) * _MINUTES[unit]) for count, unit in parts), timedelta())


def _counts(value: Any) -> Mapping[str, int]:
    if not isinstance(value, Mapping) or not all(type(count) is int and count >= 0 for count in value.values()):
        raise TypeError
    return dict(value)


def _rates(value: Any) -> Mapping[str, Rate]:
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise TypeError
    return {name: Rate.parse(text) for name, text in value.items()}


def _share(value: Any) -> float:
    if isinstance(value, bool) or not 0 <= value <= 1:
        raise ValueError
    return float(value)


_PLAIN: Mapping[Any, Any] = {
    str: _exactly(str),
    int: _from(0),
    Count: _from(1),
    bool: _exactly(bool),
    float: _share,
    float | None: _share,
    time: _hour,
    timedelta: _span,
    timedelta | None: _span,
    Mapping[str, int]: _counts,
    Mapping[str, str]: _words,
    Mapping[str, Rate]: _rates,
    ZoneInfo: _zone,
    tuple[Weekday, ...]: _weekdays,
    tuple[date, ...]: _days,
    tuple[str, ...]: _names,
    tuple[str, ...] | None: _names,
}
_WANTED: Mapping[Any, str] = {
    str: "text in quotes",
    int: "a whole number from zero up",
    Count: "a whole number from one up",
    bool: "true or false",
    float: "a number between 0 and 1",
    float | None: "a number between 0 and 1",
    time: "an hour such as 21:00",
    timedelta: 'a length of time such as "3h" or "90m"',
    timedelta | None: 'a length of time such as "180d"',
    Mapping[str, int]: "a name and a whole number from zero up on each line, such as ani = 4",
    Mapping[str, str]: 'a name and a text in quotes on each line, such as id = "Akun resmi {agency}"',
    Mapping[str, Rate]: 'a name and a rate on each line, such as mastodon = "60/h"',
    ZoneInfo: 'the name of a time zone, such as "Asia/Makassar"',
    tuple[Weekday, ...]: 'some of ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]',
    tuple[date, ...]: "a list of days, such as [2026-12-24]",
    tuple[str, ...]: 'a list of names, such as ["en"]',
    tuple[str, ...] | None: 'a list of names, such as ["newsroom"]',
}
