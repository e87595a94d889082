"""JSON Schemas (2020-12) of the models and of the files that people write, made from the models themselves."""

import inspect
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from govpr.errors import NotFound
from govpr.identifiers import SLUG, OfficerNumber
from govpr.models import _checks as check
from govpr.models._scalars import choices
from govpr.models.accounts import Account
from govpr.models.agencies import Agency
from govpr.models.campaigns import Campaign
from govpr.models.converter import FORMAT, to_data
from govpr.models.programmes import Achievement, Narrative, Programme

DIALECT = "https://json-schema.org/draft/2020-12/schema"

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "campaign": {"campaign": Campaign},
    "agency": {"agency": Agency, "accounts": tuple[Account, ...]},
    "programmes": {
        "programmes": tuple[Programme, ...],
        "achievements": tuple[Achievement, ...],
        "narratives": tuple[Narrative, ...],
    },
}
"""The files that people write: their tables, the first of them required."""

_WEB = r"^[Hh][Tt]{2}[Pp][Ss]?://[^\s]+$"
_SCALARS: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}"},
    timedelta: {"type": "string", "pattern": r"^\s*(\d+(\.\d{1,6})?\s*[smhd]\s*)+$"},
}
_RULES: Mapping[Any, Mapping[str, Any]] = {
    check.slug: {"pattern": f"^{SLUG.pattern}$"},
    check.filled: {"pattern": r"\S"},
    check.some: {"minItems": 1},
    check.web_address: {"pattern": _WEB},
    check.web_addresses: {"items": {"type": "string", "pattern": _WEB}},
    check.maybe_web_address: {"pattern": _WEB},
    check.maybe_server: {"pattern": rf"{_WEB}|^smtps?://[^\s]+$"},
    check.language: {"pattern": r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    check.not_negative: {"minimum": 0},
}
_ARGUMENT = re.compile(r"^    (\w+): (.*(?:\n      .*)*)", re.MULTILINE)


def json_schema(kind: type) -> dict[str, Any]:
    r"""The schema of a model's plain data.

    Args:
        kind: A class of `govpr.models`.

    Example:
        >>> from govpr.models import Unit
        >>> schema = json_schema(Unit)
        >>> schema["required"], schema["properties"]["name"]
        (['id', 'name'], {'type': 'string', 'pattern': '\\S', 'description': 'Its full name.'})
    """
    found: dict[str, Any] = {}
    _type(kind, found)
    own = found.pop(kind.__name__)
    return {"$schema": DIALECT, **own, **({"$defs": found} if found else {})}


def file_schema(name: str) -> dict[str, Any]:
    """The schema of a file that people write, for editors and for checks elsewhere.

    Args:
        name: `campaign`, `agency` or `programmes`.

    Raises:
        NotFound: There is no such file.

    Example:
        >>> file_schema("campaign")["required"]
        ['govpr', 'campaign']
    """
    if name not in SCHEMAS:
        raise NotFound("file format", name, tuple(SCHEMAS))
    found: dict[str, Any] = {}
    tables = {table: _type(kind, found) for table, kind in SCHEMAS[name].items()}
    version = {"const": FORMAT, "description": "The version of the format."}
    return {
        "$schema": DIALECT,
        "title": f"govpr {name} file",
        "type": "object",
        "properties": {"govpr": version, **tables},
        "required": ["govpr", next(iter(tables))],
        "additionalProperties": False,
        "$defs": found,
    }


def _type(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type; models go to `found` and are referred to."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _type(next(member for member in arguments if member is not NoneType), found)
    if origin is tuple:
        return {"type": "array", "items": _type(arguments[0], found)}
    if origin is not None:
        return {"type": "object", "additionalProperties": _type(arguments[1], found)}
    if issubclass(kind, Enum):
        return {"enum": choices(kind), "description": _summary(kind)}
    if attrs.has(kind):
        found.setdefault(kind.__name__, None)
        found[kind.__name__] = found[kind.__name__] or _model(kind, found)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return dict(_SCALARS[kind])


def _model(kind: type, found: dict[str, Any]) -> dict[str, Any]:
    words = dict(_ARGUMENT.findall(inspect.cleandoc(kind.__doc__ or "")))
    fields = [field for field in attrs.fields(kind) if OfficerNumber not in (field.type, *get_args(field.type))]
    return {
        "type": "object",
        "description": _summary(kind),
        "properties": {field.name: _field(field, words.get(field.name, ""), found) for field in fields},
        "required": [field.name for field in fields if field.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def _field(field: "attrs.Attribute[Any]", words: str, found: dict[str, Any]) -> dict[str, Any]:
    schema = _type(field.type, found)
    for rule in getattr(field.validator, "_validators", (field.validator,)):
        schema |= _RULES.get(rule, {})
    if words:
        schema["description"] = " ".join(words.split())
    if isinstance(field.default, str | int | timedelta):
        schema["default"] = to_data(field.default)
    return schema


def _summary(kind: type) -> str:
    return " ".join((kind.__doc__ or "").partition("\n\n")[0].split())
