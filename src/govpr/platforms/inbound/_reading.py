"""Reading notifications: bodies are checked before, and still nothing in them is taken for granted."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from govpr.errors import ProtocolError

_LATEST = 253_402_300_799
"""The last second of the year 9999."""


def notification(body: bytes, where: str = "meta") -> dict[str, Any]:
    """The object of a notification.

    Args:
        body: The bytes as they came, with a signature that was checked.
        where: Who sent it.

    Raises:
        ProtocolError: It is no JSON object.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise ProtocolError("a notification is not the JSON that was expected", where=where) from None
    if not isinstance(value, dict):
        raise ProtocolError("a notification is no object", where=where)
    return value


def objects(value: object) -> Iterator[dict[str, Any]]:
    """The objects of a list; anything else is passed over, since services add kinds at will.

    Args:
        value: What should be a list.
    """
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def changes(event: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Each change: the entry that has it, the field that changed, and its value.

    Instagram writes field and value into the entry itself.

    Args:
        event: A notification.
    """
    for entry in objects(event.get("entry")):
        for change in objects(entry.get("changes", [entry])):
            yield entry, text(change.get("field")), part(change.get("value"))


def part(value: object) -> dict[str, Any]:
    """An object, or an empty one.

    Args:
        value: A field's value.
    """
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """A text or a number as text; "" for anything else.

    Args:
        value: A field's value.
    """
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def moment(value: object) -> datetime | None:
    """A time, written as seconds since 1970 or in ISO 8601; None where it cannot be read.

    Args:
        value: A field's value.

    Example:
        >>> moment("1750091045").isoformat(), moment("2024-08-07T10:33:16+0000").isoformat()
        ('2025-06-16T16:24:05+00:00', '2024-08-07T10:33:16+00:00')
    """
    written = text(value)
    if written.isascii() and written.isdigit():
        return datetime.fromtimestamp(int(written), UTC) if len(written) < 13 and int(written) <= _LATEST else None  # noqa: PLR2004
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
