"""The tables `[databases.NAME]` of `govpr.toml`: what is wrong with them, with no secret repeated."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeAlias

from govpr.errors import Problem
from govpr.settings.values import Settings

Kinds: TypeAlias = Callable[[], Collection[str]]
"""Gives the kinds of hoax databases that there are."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_REFERENCES = ("env:", "file:", "keyring:")


def database_tables(data: Any, path: str, problems: list[Problem]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each table under `[databases]`, with what makes a database of it; its key is its name.

    Args:
        data: What the file says.
        path: Where it stands.
        problems: What is wrong is added here.
    """
    if not isinstance(data, Mapping):
        problems.append(Problem(path, "is not a table", "write [databases.NAME] and its settings below"))
        return
    for name, table in data.items():
        place = f"{path}.{name}"
        if not _NAME.fullmatch(name):
            problems.append(Problem(place, "is no short name", "use 1 to 64 lower-case letters, digits and hyphens"))
        elif not isinstance(table, Mapping):
            problems.append(Problem(place, "is not a table", f"write [{place}] and its settings below"))
        else:
            problems.extend(_about(table, place))
            sound = {key: value for key, value in table.items() if key not in {"name", *_unsound(table)}}
            yield name, {"kind": "", **sound, "name": name}


def _about(table: Mapping[str, Any], place: str) -> Iterator[Problem]:
    if "name" in table:
        yield Problem(f"{place}.name", "is not a setting", "its name is the one in the brackets")
    if not table.get("kind"):
        yield Problem(f"{place}.kind", "is missing", 'write which adapter reads it, as kind = "wordpress"')
    for key in _unsound(table):
        yield Problem(f"{place}.{key}", *_UNSOUND[key])


_UNSOUND = {
    "credential": ("is no reference", "write env:NAME, file:PATH or keyring:SERVICE/NAME, never the key itself"),
    "url": ("has a name or a password in it", "write the address alone, and name the key as credential = ..."),
}


def _unsound(table: Mapping[str, Any]) -> list[str]:
    """Settings that may hold a secret where none belongs: their values are never repeated."""
    reference, url = table.get("credential", ""), table.get("url", "")
    pasted = reference != "" and not (isinstance(reference, str) and reference.startswith(_REFERENCES))
    named = isinstance(url, str) and "@" in url.partition("://")[2].partition("/")[0]
    return [name for name, wrong in (("credential", pasted), ("url", named)) if wrong]


def strangers(settings: Settings, kinds: Kinds | None) -> Iterator[Problem]:
    """Databases of a kind that is not installed, or not allowed.

    Args:
        settings: What the file says.
        kinds: Gives the kinds that there are, and is only asked where it matters; None takes any.
    """
    if kinds is None or not settings.databases:
        return
    allowed = settings.hoax_databases
    known = [kind for kind in sorted(kinds()) if allowed is None or kind in allowed]
    advice = f"write one of {', '.join(known)}" if known else "install an adapter, or allow it in hoax_databases"
    for name, database in settings.databases.items():
        if database.kind and database.kind not in known:
            yield Problem(f"databases.{name}.kind", f"is {database.kind!r}, which is not installed or allowed", advice)
