"""The door for tips to fact-checkers elsewhere. It passes on a person's name, so a person sees exactly what, first.

Nothing is sent here. What would be sent is read off the very call that the adapter would make, so that what is shown
and what is sent cannot differ.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from govpr.errors import InputError, NotAllowed, Problem
from govpr.hoaxes.databases.protocol import HoaxDatabase, TakesTips, Tip
from govpr.http.calls import Call, Form, Json, Secret, Slice
from govpr.settings import DatabaseSettings

_OPTION = "tips"
_NAMED = ("name", "email", "note", "url")


@frozen(kw_only=True)
class PassedOn:
    """What a tip would pass on, and to whom.

    Args:
        database: The database, as the workspace names it.
        url: Where it would be sent.
        fields: Every value that would be sent, by its name there.
        files: Every file that would be sent, by its name there: its path, and the SHA-256 of its bytes.
        withheld: What of the tip stays here, since the service has no place for it.
    """

    database: str
    url: str
    fields: Mapping[str, str] = field(repr=False)
    files: Mapping[str, tuple[str, str]] = field(factory=dict)
    withheld: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The same for exactly the same tip to exactly the same place: what a confirmation is bound to."""
        told = [self.database, self.url, dict(self.fields), {name: file[1] for name, file in self.files.items()}]
        return hashlib.sha256(json.dumps(told, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def taker(adapter: HoaxDatabase, database: DatabaseSettings) -> TakesTips:
    """The adapter of a database that takes tips, where somebody has switched that on.

    Args:
        adapter: The adapter.
        database: Which database: its option `tips` is `on`.

    Raises:
        InputError: The database takes none.
        NotAllowed: Nobody has switched it on.
    """
    if not isinstance(adapter, TakesTips):
        raise InputError([Problem(database.name, "takes no tips", "ask its fact-checkers how they are reached")])
    if database.options.get(_OPTION) != "on":
        advice = f'write options = {{ tips = "on" }} under [databases.{database.name}]'
        raise NotAllowed("tips.off", f"tips to {database.name} are switched off", advice)
    return adapter


def preview(adapter: TakesTips, tip: Tip, database: DatabaseSettings) -> PassedOn:
    """Exactly what a tip would pass on. Nothing is sent.

    Args:
        adapter: The adapter.
        tip: The tip.
        database: Which database.

    Raises:
        InputError: A file cannot be read.
        DeliveryError: The adapter would not send this.
    """
    flow = adapter.submit(tip, database)
    try:
        call = next(flow)
    except StopIteration:
        raise InputError([Problem(database.name, "passes nothing on", "its adapter has to be mended")]) from None
    finally:
        flow.close()
    fields, files = dict(_values(call)), _files(call)
    said = " ".join((*fields.values(), call.url))
    withheld = tuple(name for name in _NAMED if (value := getattr(tip, name)) and value not in said)
    kept = ("pictures",) if len(files) < len(tip.pictures) else ()
    return PassedOn(database=database.name, url=call.url, fields=fields, files=files, withheld=(*withheld, *kept))


def _values(call: Call) -> Iterator[tuple[str, str]]:
    """What a body says, without the credential and without GraphQL's document, which is the same for every tip."""
    if isinstance(call.body, Form):
        yield from ((name, value) for name, value in call.body.fields.items() if not isinstance(value, Secret))
    elif isinstance(call.body, Json):
        value = call.body.value
        yield from _flat("", value.get("variables", value))


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{path}.{name}" if path else str(name), inner)
    elif value is not None and not isinstance(value, Secret):
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _files(call: Call) -> dict[str, tuple[str, str]]:
    files: Mapping[str, Slice] = call.body.files if isinstance(call.body, Form) else {}
    return {name: (file.path, _sha256(file.path)) for name, file in files.items()}


def _sha256(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have this name"
        raise InputError([Problem(path, f"cannot be read: {reason}", "check the path")]) from None
