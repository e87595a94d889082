"""Requests against the JSON description of Telegram's Bot API: every field is known, no required one is missing."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from govpr.testing.specs._documents import Source, documents
from govpr.testing.specs._flaws import Description, Flaw
from govpr.testing.specs._sent import Sent

_PLAIN: Mapping[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "True": (bool,),
    "InputFile": (str, bytes),
}


def telegram(source: Source) -> Description:
    """What a machine-readable description of the Bot API says about requests.

    Args:
        source: The file `api.json` of the community's description, or what stands in it.

    Raises:
        InvalidFile: It is not there, cannot be read, or is none.

    Source:
        https://core.telegram.org/bots/api, as https://github.com/PaulSonOfLars/telegram-bot-api-spec reads it.

    Example:
        >>> described = telegram({"methods": {"getMe": {"name": "getMe"}}, "types": {}})
    """
    (known,) = documents(source, "description of the Bot API", "methods", "types")

    def described(sent: Sent) -> list[Flaw] | None:
        method = known.content["methods"].get(sent.path.rsplit("/", 1)[-1])
        if method is None:
            return None
        found = _object(_values(sent, method), method, known.content, "body")
        return [Flaw(where, says, f"{known.name}, {method['name']}") for where, says in found]

    return described


def _values(sent: Sent, method: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, with the texts of a form read as what the description calls for; files are bytes."""
    if sent.type.startswith("application/json"):
        return dict(json.loads(sent.body))
    given = sent.form()
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


def _object(value: Any, kind: Mapping[str, Any], known: Any, path: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        yield path, f"is no {kind['name']}"
        return
    fields = {field["name"]: field for field in kind.get("fields", ())}
    missing = [name for name, field in fields.items() if field["required"] and name not in value]
    yield from ((f"{path}.{name}", "is missing") for name in missing)
    for name, one in value.items():
        if name not in fields:
            yield f"{path}.{name}", "there is no such field"
        elif not any(_fits(one, kind, known) for kind in fields[name]["types"]):
            yield f"{path}.{name}", f"is no {' or '.join(fields[name]['types'])}"


def _fits(value: Any, kind: str, known: Any) -> bool:
    if kind.startswith("Array of "):
        return isinstance(value, list) and all(_fits(one, kind.removeprefix("Array of "), known) for one in value)
    if kind in _PLAIN:
        return isinstance(value, _PLAIN[kind]) and (isinstance(value, bool) <= (kind in {"Boolean", "True"}))
    return any(not list(_object(value, one, known, "")) for one in _kinds(kind, known))


def _kinds(kind: str, known: Any) -> list[Mapping[str, Any]]:
    one = known["types"][kind]
    return [known["types"][name] for name in one["subtypes"]] if one.get("subtypes") else [one]
