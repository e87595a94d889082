"""Everything that is wrong with plain data: the slow way, walked only after the fast way failed.

The fast way stops at the first error. This one goes on: it reports missing, unknown and unreadable fields together,
and runs each validator on what could be read.
"""

import difflib
from collections.abc import Mapping, Sequence
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from govpr.errors import InputError, Problem
from govpr.models import _scalars as scalars

_NOTHING = object()


def diagnose(data: Any, kind: Any, path: str = "") -> list[Problem]:
    """All problems of plain data that should be a model.

    Args:
        data: Plain data, of any shape.
        kind: The type that was wanted.
        path: Where the data stands in its document.

    Example:
        >>> from govpr.models import Unit
        >>> for problem in diagnose({"id": "IKP", "nama": "Informasi Publik"}, Unit, "units[0]"):
        ...     print(problem)
        units[0].nama is not a field here; did you mean name?
        units[0].name is missing; add it: text in quotes
        units[0].id is 'IKP'; use 1 to 64 lower-case letters, digits and hyphens, such as siaga-banjir
    """
    found: list[Problem] = []
    _read(data, kind, path, found)
    return found


def unknown_key(name: str, known: Sequence[str], path: str) -> Problem:
    """The problem of a key that nothing here goes by.

    Example:
        >>> print(unknown_key("titel", ["id", "title"], "campaign.titel"))
        campaign.titel is not a field here; did you mean title?
    """
    close = difflib.get_close_matches(name, known, n=1)
    return Problem(path, "is not a field here", f"did you mean {close[0]}?" if close else f"use {', '.join(known)}")


def inside(path: str, name: str) -> str:
    """The path of something below a path."""
    return f"{path}.{name}" if path and name and not name.startswith("[") else path + name


def _read(data: Any, kind: Any, path: str, found: list[Problem]) -> Any:
    """The value as far as it could be read; else `_NOTHING`, and why in `found`."""
    if attrs.has(kind) and kind not in scalars.READERS:
        return _model(data, kind, path, found)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional(data, kind, path, found)
    if origin is tuple:
        return _list(data, get_args(kind)[0], path, found)
    if origin is not None and issubclass(origin, Mapping):
        return _table(data, get_args(kind)[1], path, found)
    return _scalar(data, kind, path, found)


def _optional(data: Any, kind: Any, path: str, found: list[Problem]) -> Any:
    inner = next(member for member in get_args(kind) if member is not NoneType)
    return None if data is None else _read(data, inner, path, found)


def _list(data: Any, kind: Any, path: str, found: list[Problem]) -> Any:
    if not isinstance(data, list | tuple):
        return _refused(data, "a list: [...]", path, found)
    members = tuple(_read(item, kind, f"{path}[{index}]", found) for index, item in enumerate(data))
    return _NOTHING if _NOTHING in members else members


def _table(data: Any, kind: Any, path: str, found: list[Problem]) -> Any:
    if not isinstance(data, Mapping):
        return _refused(data, 'a table: name = "value"', path, found)
    values = {name: _read(item, kind, inside(path, str(name)), found) for name, item in data.items()}
    return _NOTHING if _NOTHING in values.values() else values


def _scalar(data: Any, kind: Any, path: str, found: list[Problem]) -> Any:
    try:
        return scalars.READERS[kind](data) if kind in scalars.READERS else kind(data)
    except InputError as error:
        found.extend(_placed(problem, "", path) for problem in error.problems)
    except (TypeError, ValueError, OverflowError):
        _refused(data, wanted(kind), path, found)
    return _NOTHING


def _refused(data: Any, instead: str, path: str, found: list[Problem]) -> Any:
    shown = repr(data) if isinstance(data, str) and len(data) <= 40 else scalars.called(data)  # noqa: PLR2004 (one line)
    found.append(Problem(path, f"is {shown}", f"write {instead}"))
    return _NOTHING


def wanted(kind: Any) -> str:
    """What to write for a type.

    Example:
        >>> wanted(int), wanted(tuple[str, ...]), wanted(str | None)
        ('a whole number', 'a list: [...]', 'text in quotes')
    """
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return wanted(next(member for member in get_args(kind) if member is not NoneType))
    if origin is tuple:
        return "a list: [...]"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "one of " + ", ".join(scalars.choices(kind))
    return "a table" if attrs.has(kind) else scalars.WANTED.get(kind, "what the reference describes")


def _model(data: Any, kind: Any, path: str, found: list[Problem]) -> Any:
    if not isinstance(data, Mapping):
        return _refused(data, f"a table with {', '.join(a.name for a in attrs.fields(kind))}", path, found)
    known = [attribute.name for attribute in attrs.fields(kind)]
    found.extend(unknown_key(str(name), known, inside(path, str(name))) for name in data if name not in known)
    values = {a.name: _field(data, a, inside(path, a.name), found) for a in attrs.fields(kind)}
    partial = _partial(kind, values)
    for attribute in attrs.fields(kind):
        _validate(partial, attribute, path, found)
    return partial


def _field(data: Mapping[str, Any], attribute: "attrs.Attribute[Any]", path: str, found: list[Problem]) -> Any:
    if attribute.name in data:
        return _read(data[attribute.name], attribute.type, path, found)
    default: Any = attribute.default
    if default is attrs.NOTHING:
        found.append(Problem(path, "is missing", f"add it: {wanted(attribute.type)}"))
        return _NOTHING
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def _partial(kind: Any, values: Mapping[str, Any]) -> Any:
    """An instance that holds only what could be read: a stand-in for validators, never handed out."""
    partial = object.__new__(kind)
    for name, value in values.items():
        if value is not _NOTHING:
            object.__setattr__(partial, name, value)
    return partial


def _validate(partial: Any, attribute: "attrs.Attribute[Any]", path: str, found: list[Problem]) -> None:
    if attribute.validator is None or not hasattr(partial, attribute.name):
        return
    try:
        attribute.validator(partial, attribute, getattr(partial, attribute.name))
    except InputError as error:
        found.extend(_placed(problem, type(partial).__name__, path) for problem in error.problems)
    except (AttributeError, TypeError):  # it needs a field that could not be read; that one is reported already
        return


def _placed(problem: Problem, model: str, path: str) -> Problem:
    """A model names its own field, `Campaign.waves`; in a document the path of the model stands before it."""
    name = problem.path.removeprefix(f"{model}.") if model else problem.path
    return Problem(inside(path, name), problem.message, problem.advice)
