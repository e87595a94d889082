"""The object of an answer, whatever its status: services say in it what their statuses leave open."""

import json
from typing import Any

from govpr.http.calls import Reply


def told(reply: Reply) -> dict[str, Any]:
    """The object that an answer is, or {} where it is none.

    Args:
        reply: The answer, mostly a refusal.

    Example:
        >>> told(Reply(429, body=b'{"retry_after": 2}')), told(Reply(502, body=b"<html>"))
        ({'retry_after': 2}, {})
    """
    try:
        body = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def inner(value: object, name: str) -> dict[str, Any]:
    """An object inside an object, or {} where there is none.

    Args:
        value: What should be an object.
        name: The key.

    Example:
        >>> inner({"author": {"id": "7"}}, "author"), inner({"author": 7}, "author")
        ({'id': '7'}, {})
    """
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def whole(value: object) -> int | None:
    """A count, or None for what is none: JSON's `true` is no number, although Python says so.

    Args:
        value: A field's value.

    Example:
        >>> whole(3), whole(True), whole(-1), whole("3")
        (3, None, None, None)
    """
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def rows(value: object, name: str) -> list[dict[str, Any]]:
    """The objects of a list inside an object; what is no object is left out.

    Args:
        value: What should be an object.
        name: The key.

    Example:
        >>> rows({"reactions": [{"count": 2}, 7]}, "reactions"), rows({}, "reactions")
        ([{'count': 2}], [])
    """
    found = value.get(name) if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
