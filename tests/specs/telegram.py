"""Requests against the JSON description of Telegram's Bot API: every field is known, no required one is missing."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.specs.sent import Sent

_PLAIN: Mapping[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "True": (bool,),
    "InputFile": (str, bytes),
}


def described(sent: Sent, file: Path) -> list[str] | None:
    """What is wrong with a request, or None where the description knows no such method."""
    known, name = _read(file), urlsplit(sent.url).path.rsplit("/", 1)[-1]
    if name not in known["methods"]:
        return None
    values = _values(sent, known["methods"][name])
    return [f"{sent}: {problem}" for problem in _object(values, known["methods"][name], known, "")]


@cache
def _read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def _values(sent: Sent, method: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, with the texts of a form read as what the description calls for; files are bytes."""
    if sent.type.startswith("application/json"):
        return dict(json.loads(sent.body))
    given = sent.form() if sent.type.startswith("multipart/") else dict(parse_qsl(sent.body.decode()))
    types = {field["name"]: field["types"] for field in method.get("fields", ())}
    used = {name for name in given if any(f"attach://{name}" in str(value) for value in given.values())}
    return {name: _typed(value, types.get(name, ["String"])) for name, value in given.items() if name not in used}


def _typed(value: Any, types: list[str]) -> Any:
    if isinstance(value, bytes) or "String" in types:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _object(value: Any, kind: Mapping[str, Any], known: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path} is no {kind['name']}"
        return
    fields = {field["name"]: field for field in kind.get("fields", ())}
    yield from (f"{path}{name} is missing" for name, field in fields.items() if field["required"] and name not in value)
    for name, one in value.items():
        if name not in fields:
            yield f"{path}{name} is unknown"
        elif not any(_fits(one, kind, known) for kind in fields[name]["types"]):
            yield f"{path}{name} is no {' or '.join(fields[name]['types'])}"


def _fits(value: Any, kind: str, known: Any) -> bool:
    if kind.startswith("Array of "):
        return isinstance(value, list) and all(_fits(one, kind.removeprefix("Array of "), known) for one in value)
    if kind in _PLAIN:
        return isinstance(value, _PLAIN[kind]) and (isinstance(value, bool) <= (kind in {"Boolean", "True"}))
    return any(not list(_object(value, one, known, "")) for one in _kinds(kind, known))


def _kinds(kind: str, known: Any) -> list[Mapping[str, Any]]:
    one = known["types"][kind]
    return [known["types"][name] for name in one["subtypes"]] if one.get("subtypes") else [one]
