"""What Matrix servers answer: refusals, events and power levels, read without asking anything."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from govpr.errors import DeliveryError, Misconfigured, NeedsHuman, Rejected, Unauthorized
from govpr.http.calls import Reply
from govpr.http.replies import parsed, puzzling, refusal
from govpr.platforms._answers import inner, told
from govpr.platforms.protocol import Outgoing

MARK = "io.readthedocs.govpr.part"
"""What a message carries besides its words: the key of the part that it is."""
_LONGEST = 200
_CREATORS_RULE = 12
_CODES: Mapping[str, type[DeliveryError]] = {
    "M_UNKNOWN_TOKEN": Unauthorized,
    "M_MISSING_TOKEN": Unauthorized,
    "M_USER_DEACTIVATED": Unauthorized,
    "M_USER_LOCKED": Unauthorized,
    "M_USER_SUSPENDED": NeedsHuman,
    "M_RESOURCE_LIMIT_EXCEEDED": NeedsHuman,
    "M_USER_LIMIT_EXCEEDED": NeedsHuman,
    "M_FORBIDDEN": Misconfigured,
    "M_UNRECOGNIZED": Misconfigured,
    "M_INVALID_PARAM": Rejected,
    "M_TOO_LARGE": Rejected,
}
"""What codes mean beyond their status: https://spec.matrix.org/v1.19/client-server-api/#standard-error-response."""


def expect(reply: Reply) -> dict[str, Any]:
    """The object of a successful answer, or a typed error.

    Args:
        reply: The answer.

    Raises:
        DeliveryError: Any other status than 200; or an answer that is no object.
    """
    if reply.status != 200:  # noqa: PLR2004
        raise _refused(reply)
    body = parsed(reply)
    if isinstance(body, dict):
        return body
    raise puzzling(reply, "the answer is no object")


def _refused(reply: Reply) -> DeliveryError:
    plain, body = refusal(reply), told(reply)
    code = str(body.get("errcode") or "")[:_LONGEST]
    passing = reply.status >= 500 or reply.status == 429  # noqa: PLR2004
    kind = type(plain) if passing else _CODES.get(code, type(plain))
    after, milliseconds = plain.after, body.get("retry_after_ms")
    if reply.status == 429 and after is None and isinstance(milliseconds, int | float):  # noqa: PLR2004
        after = max(0.0, milliseconds / 1000)
    return kind(plain.message, where=plain.where, code=code, status=reply.status, after=after)


def listed(body: Mapping[str, Any], reply: Reply, name: str) -> list[Any]:
    """A list that an answer must carry.

    Args:
        body: The answer's object.
        reply: The answer, to say where it came from.
        name: Its key.
    """
    rows = body.get(name)
    if isinstance(rows, list):
        return rows
    raise puzzling(reply, f"the answer has no {name}")


def is_of(event: Any, part: Outgoing) -> bool:
    """Whether an event is the message of a part: by its transaction, which servers forget, or by its mark.

    Args:
        event: The event.
        part: The part.

    Raises:
        NeedsHuman: It is, and was deleted since: the same transaction would publish nothing.
    """
    about = inner(event, "unsigned")
    if about.get("transaction_id") == part.key and "redacted_because" in about:
        raise NeedsHuman("an earlier message of this content was deleted in the room", where="matrix")
    return part.key in (about.get("transaction_id"), inner(event, "content").get(MARK))


def ends_before(events: list[Any], moment: datetime) -> bool:
    """Whether the last of some events, newest first, was sent before a moment.

    Args:
        events: Events.
        moment: When.
    """
    sent = events[-1].get("origin_server_ts") if events and isinstance(events[-1], dict) else None
    return isinstance(sent, int) and sent < moment.timestamp() * 1000


def may_speak(user: str, levels: Mapping[str, Any], create: Mapping[str, Any]) -> bool:
    """Whether a room lets a user send messages.

    Args:
        user: The user's id.
        levels: The content of `m.room.power_levels`, empty where the room has none.
        create: The event `m.room.create`: since room version 12 creators may do everything, and are in no list.

    Example:
        >>> levels = {"events_default": 50, "users": {"@humas:contoh.go.id": 50}}
        >>> [may_speak(f"@{name}:contoh.go.id", levels, {}) for name in ("humas", "warga")]
        [True, False]
    """
    made = inner(create, "content")
    version = str(made.get("room_version", ""))
    if version.isdecimal() and int(version) >= _CREATORS_RULE:
        others = made.get("additional_creators")
        if user == create.get("sender") or (isinstance(others, list) and user in others):
            return True
    own = inner(levels, "users").get(user, levels.get("users_default", 0))
    needed = inner(levels, "events").get("m.room.message", levels.get("events_default", 0))
    try:
        return int(own) >= int(needed)  # servers before room version 10 kept some of them as texts
    except (TypeError, ValueError):
        return False


def transaction(*about: str) -> str:
    """A transaction id that is the same for the same change.

    Args:
        about: What is changed, and into what.
    """
    return hashlib.sha256("\n".join(about).encode()).hexdigest()[:32]
