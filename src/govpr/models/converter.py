"""Models to plain data, JSON and TOML, and back: one converter, one version number.

Every document says what it is: `govpr` is the version of the format, `type` the model's name.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import tomli_w
from cattrs import BaseValidationError, ClassValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError
from cattrs.errors import IterableValidationNote

from govpr.errors import InputError, InvalidValue, Problem
from govpr.identifiers import OfficerNumber

FORMAT = 1
_ENVELOPE = ("govpr", "type")

T = TypeVar("T")


def to_data(value: object) -> Any:
    """Plain data: dicts, lists, strings, numbers; None left out of objects.

    Example:
        >>> from govpr.models import Unit
        >>> to_data(Unit(id="ikp", name="Informasi dan Komunikasi Publik"))
        {'id': 'ikp', 'name': 'Informasi dan Komunikasi Publik'}
    """
    return _without_none(_converter().unstructure(value))


def from_data(data: Any, kind: type[T]) -> T:
    """A model from plain data; unknown keys are errors.

    Args:
        data: What `to_data` gave, or the same by hand.
        kind: The model's class.

    Raises:
        InputError: Lists everything that is wrong, each with its path.

    Example:
        >>> from govpr.models import Unit
        >>> from_data({"id": "IKP"}, Unit)
        Traceback (most recent call last):
        ...
        govpr.errors.InputError: name is missing; add it
    """
    try:
        return _converter().structure(data, kind)
    except BaseValidationError as error:
        raise InputError(problems_of(error), "") from None


def dumps(value: object) -> str:
    """A JSON document with its envelope, keys in the order of the model.

    Example:
        >>> from govpr.models import Unit
        >>> print(dumps(Unit(id="ikp", name="IKP")))
        {"govpr": 1, "type": "Unit", "id": "ikp", "name": "IKP"}
    """
    return json.dumps(_document(value), ensure_ascii=False)


def loads(text: str | bytes, kind: type[T]) -> T:
    """A model from a JSON document that `dumps` wrote.

    Raises:
        InputError: It is no JSON, of another type or version, or its fields are wrong.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise InputError((Problem("", f"this is no JSON: {error}", "check the file"),)) from None
    return from_data(_opened(data, kind), kind)


def dumps_toml(value: object) -> str:
    """A TOML document with its envelope."""
    return tomli_w.dumps(_document(value), multiline_strings=True)


def loads_toml(text: str, kind: type[T]) -> T:
    """A model from a TOML document that `dumps_toml` wrote.

    Raises:
        InputError: It is no TOML, of another type or version, or its fields are wrong.
    """
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        raise InputError((Problem("", f"this is no TOML: {error}", "check the file"),)) from None
    return from_data(_opened(data, kind), kind)


def problems_of(error: BaseException, path: str = "", kind: Any = None) -> list[Problem]:
    """All that a validation error holds, each with its path.

    Args:
        error: What structuring raised, single or grouped.
        path: The path of the value that was structured.
        kind: The type that was wanted, where known.
    """
    if isinstance(error, ClassValidationError | IterableValidationError):
        noted, bare = error.group_exceptions()
        found = [p for inner, note in noted for p in problems_of(inner, _step(path, note), note.type)]
        return found + [p for inner in bare for p in problems_of(inner, path)]
    return _problems(error, path, kind)


def _step(path: str, note: Any) -> str:
    if isinstance(note, IterableValidationNote):
        return f"{path}[{note.index}]"
    return f"{path}.{note.name}" if path else str(note.name)


def _problems(error: BaseException, path: str, kind: Any) -> list[Problem]:
    if isinstance(error, InputError):
        return [_within(problem, path) for problem in error.problems]
    if isinstance(error, KeyError):
        return [Problem(f"{path}.{error.args[0]}".lstrip("."), "is missing", "add it")]
    if isinstance(error, ForbiddenExtraKeysError):
        return [
            Problem(f"{path}.{name}".lstrip("."), "is not a field here", "remove it, or check its spelling")
            for name in sorted(error.extra_fields)
        ]
    return [Problem(path, "cannot be read", f"write {_wanted(kind)}")]


def _within(problem: Problem, path: str) -> Problem:
    """A model's own complaint names `Class.field`; inside a document the path says more."""
    name = problem.path.partition(".")[2] or problem.path
    inner = path if path.endswith(name) or not problem.path[:1].isupper() else f"{path}.{name}".lstrip(".")
    return Problem(inner or problem.path, problem.message, problem.advice)


def _wanted(kind: Any) -> str:
    known = {
        str: "text in quotes",
        int: "a whole number",
        date: "a date, such as 2026-12-01",
        datetime: "a time with its offset, such as 2026-12-01T09:00:00+07:00",
        timedelta: "a length of time, such as 90m or 2h",
    }
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "one of " + ", ".join(str(member.value) for member in kind)
    return known.get(kind, "what the reference describes")


def _document(value: object) -> dict[str, Any]:
    return {"govpr": FORMAT, "type": type(value).__name__, **to_data(value)}


def _opened(data: Any, kind: type) -> Any:
    if not isinstance(data, Mapping):
        raise InputError((Problem("", "is not an object", f"begin with the fields of {kind.__name__}"),))
    version, name = data.get("govpr"), data.get("type", kind.__name__)
    if version != FORMAT:
        raise InputError((Problem("govpr", f"is {version!r}", f"write govpr = {FORMAT}, the version of the format"),))
    if name != kind.__name__:
        raise InputError((Problem("type", f"is {name!r}", f"this place takes {kind.__name__}"),))
    return {key: item for key, item in data.items() if key not in _ENVELOPE}


def _without_none(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_none(item) for key, item in data.items() if item is not None}
    return [_without_none(item) for item in data] if isinstance(data, list | tuple) else data


def _refuse(_number: OfficerNumber) -> None:
    """A number leaves the process in no document."""


_SPAN = re.compile(r"(\d+)\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _read_span(value: Any, _kind: Any) -> timedelta:
    if isinstance(value, str) and _SPAN.sub("", value).strip() == "" and value.strip():
        return timedelta(seconds=sum(int(number) * _SECONDS[unit] for number, unit in _SPAN.findall(value)))
    raise InvalidValue("", f"is {value!r}", _SPAN_ADVICE)


def _write_span(value: timedelta) -> str:
    return f"{int(value.total_seconds())}s"


_SPAN_ADVICE = "write a length of time, such as 90m or 2h"


def _read_time(value: Any, _kind: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    raise TypeError


def _read_date(value: Any, _kind: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    raise TypeError


def _read_text(value: Any, _kind: Any) -> str:
    if isinstance(value, str):
        return value
    raise TypeError


def _read_whole(value: Any, _kind: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(datetime, _read_time)
    converter.register_structure_hook(date, _read_date)
    converter.register_structure_hook(timedelta, _read_span)
    converter.register_structure_hook(str, _read_text)
    converter.register_structure_hook(int, _read_whole)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(timedelta, _write_span)
    converter.register_unstructure_hook(OfficerNumber, _refuse)
    return converter
