"""Models to plain data, JSON and TOML, and back: one converter, one version number.

Every document says what it is: `govpr` is the version of the format, `model` the model's name. Civil servants' numbers
never leave: an officer with a number comes back without it.
"""

import json
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import attrs
import tomli_w
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from govpr.errors import InputError, Problem
from govpr.identifiers import OfficerNumber
from govpr.models import _scalars as scalars
from govpr.models._diagnosis import diagnose, unknown_key

__all__ = [
    "FORMAT",
    "dumps",
    "dumps_toml",
    "envelope_problems",
    "from_data",
    "loads",
    "loads_toml",
    "to_data",
    "unknown_key",
]

FORMAT = 1
_ENVELOPE = ("govpr", "model")

T = TypeVar("T")


def to_data(value: object) -> Any:
    """Plain data: dicts, lists, strings, numbers; None left out of objects.

    Example:
        >>> from govpr.models import Unit
        >>> to_data(Unit(id="ikp", name="Informasi dan Komunikasi Publik"))
        {'id': 'ikp', 'name': 'Informasi dan Komunikasi Publik'}
    """
    return _converter().unstructure(value)


def from_data(data: Any, kind: type[T], path: str = "") -> T:
    """A model from plain data; unknown keys are errors.

    Args:
        data: What `to_data` gave, or the same by hand.
        kind: The model's class.
        path: Where the data stands in its document; errors begin with it.

    Raises:
        InputError: Lists everything that is wrong, each with its path.

    Example:
        >>> from govpr.models import Unit
        >>> from_data({"id": "ikp"}, Unit)
        Traceback (most recent call last):
        ...
        govpr.errors.InputError: name is missing; add it: text in quotes
    """
    try:
        return _converter().structure(data, kind)
    except Exception:  # noqa: BLE001  (whatever shape the data has, the diagnosis below names what is wrong with it)
        found = diagnose(data, kind, path)
    raise InputError(found or (Problem(path, "cannot be read", f"write the fields of {kind.__name__}"),))


def dumps(value: object) -> str:
    """A JSON document with its envelope, keys in the order of the model.

    Example:
        >>> from govpr.models import Unit
        >>> print(dumps(Unit(id="ikp", name="IKP")))
        {"govpr": 1, "model": "Unit", "id": "ikp", "name": "IKP"}
    """
    return json.dumps(_document(value), ensure_ascii=False)


def loads(text: str | bytes, kind: type[T]) -> T:
    """A model from a JSON document that `dumps` wrote.

    Raises:
        InputError: It is no JSON, of another model or version, or its fields are wrong.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError((Problem("", f"this is no JSON: {error}", "check the file"),)) from None
    return from_data(_opened(data, kind), kind)


def dumps_toml(value: object) -> str:
    """A TOML document with its envelope.

    Example:
        >>> from govpr.models import Unit
        >>> print(dumps_toml(Unit(id="ikp", name="IKP")))
        govpr = 1
        model = "Unit"
        id = "ikp"
        name = "IKP"
        <BLANKLINE>
    """
    readable = r"\r" not in dumps(value)  # text on several lines would lose its carriage returns
    return tomli_w.dumps(_document(value), multiline_strings=readable)


def loads_toml(text: str, kind: type[T]) -> T:
    """A model from a TOML document that `dumps_toml` wrote.

    Raises:
        InputError: It is no TOML, of another model or version, or its fields are wrong.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError((Problem("", f"this is no TOML: {error}", "check the file"),)) from None
    return from_data(_opened(data, kind), kind)


def envelope_problems(data: Mapping[str, Any], tables: tuple[str, ...]) -> list[Problem]:
    """What is wrong with the outermost keys of a file: its version, and tables that it does not have.

    Args:
        data: The whole document.
        tables: The names of its tables.

    Example:
        >>> print(*envelope_problems({"govpr": 1, "kampanye": {}}, ("campaign",)))
        kampanye is not a field here; did you mean campaign?
    """
    known = ("govpr", *tables)
    return _version(data) + [unknown_key(name, known, name) for name in data if name not in known]


def _version(data: Mapping[str, Any]) -> list[Problem]:
    version = data.get("govpr")
    if type(version) is int and version == FORMAT:
        return []
    found = "is missing" if version is None else f"is {version!r}"
    return [Problem("govpr", found, f"write govpr = {FORMAT}, the version of the format, above everything else")]


def _document(value: object) -> dict[str, Any]:
    return {"govpr": FORMAT, "model": type(value).__name__, **to_data(value)}


def _opened(data: Any, kind: type) -> Any:
    if not isinstance(data, Mapping):
        raise InputError((Problem("", "is not an object", f"begin with the fields of {kind.__name__}"),))
    found = _version(data)
    name = data.get("model", kind.__name__)
    if name != kind.__name__:
        found.append(Problem("model", f"is {name!r}", f"this place takes {kind.__name__}"))
    if found:
        raise InputError(found)
    return {key: item for key, item in data.items() if key not in _ENVELOPE}


def _tuple_reader(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """Lists become tuples; text is not a list of its letters."""
    (member, *_) = get_args(kind)
    read = converter.get_structure_hook(member)

    def structure(data: Any, _kind: Any) -> Any:
        if not isinstance(data, list | tuple):
            raise TypeError
        return tuple([read(item, member) for item in data])

    return structure


def _model_reader(kind: type, converter: Converter) -> Any:
    return make_dict_structure_fn(kind, converter, _cattrs_detailed_validation=False, _cattrs_forbid_extra_keys=True)


def _model_writer(kind: type, converter: Converter) -> Any:
    fields = attrs.fields(kind)
    secret = {a.name: override(omit=True) for a in fields if OfficerNumber in (a.type, *get_args(a.type))}
    absent = {a.name: override(omit_if_default=True) for a in fields if a.default is None}
    overrides: dict[str, Any] = absent | secret
    return make_dict_unstructure_fn(kind, converter, **overrides)


def _scalar_reader(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda data, _kind: read(data)


def _value(member: StrEnum) -> str:
    return member.value


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=False, unstruct_collection_overrides={tuple: list})
    converter.register_structure_hook_factory(attrs.has)(_model_reader)
    converter.register_unstructure_hook_factory(attrs.has)(_model_writer)
    converter.register_structure_hook_factory(_is_tuple)(_tuple_reader)
    for kind, read in scalars.READERS.items():
        converter.register_structure_hook(kind, _scalar_reader(read))
    # a StrEnum is a str too: without its own reader it would come out as plain text, and unchecked
    converter.register_structure_hook(StrEnum, lambda value, kind: kind(value))
    converter.register_unstructure_hook(StrEnum, _value)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(timedelta, scalars.write_span)
    return converter
