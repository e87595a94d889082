"""What bots and webhooks of Discord share: bodies, refusals, receipts, and what a member may do in a channel."""

import json
from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import PurePath
from typing import Any

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import DeliveryError, Misconfigured, Rejected, Throttled, Unauthorized, Unreachable
from govpr.http.calls import Body, Form, Json, Reply
from govpr.http.replies import parsed, puzzling, refusal, required
from govpr.models import Receipt
from govpr.platforms._answers import inner, rows, told, whole
from govpr.platforms._files import sliced
from govpr.platforms.protocol import Outgoing, Version

API = "https://discord.com/api/v10"
AGENT = {"User-Agent": "DiscordBot (https://govpr.readthedocs.io, 1)"}
"""Calls without this form are blocked: https://discord.com/developers/docs/reference#user-agent."""
GONE = 404
VERSION = Version(name="v10", source="https://discord.com/developers/docs/reference#api-versioning")
_MIB = 1_048_576
_LONGEST = 200
RULES = Rules(
    text=Length(limit=2_000, count=Count.CODE_POINTS),
    parts=20,
    images=Files(most=10, bytes=10 * _MIB, types=("image/png", "image/jpeg", "image/gif", "image/webp")),
    videos=Files(most=10, bytes=10 * _MIB, types=("video/mp4", "video/webm", "video/quicktime")),
    together=True,
    media=10,
    # A request has 25 MiB at most, words and alt texts included: https://discord.com/developers/docs/reference#uploading-files
    media_bytes=25 * _MIB - 2**18,
    alt=1_024,
    source="https://discord.com/developers/docs/resources/message#create-message",
)
PERMISSIONS = {
    "view channel": 1 << 10,
    "send messages": 1 << 11,
    "attach files": 1 << 15,
    "read message history": 1 << 16,
}
"""https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags."""
_ADMINISTRATOR = 1 << 3
_CODES: Mapping[int, type[DeliveryError]] = {
    10003: Misconfigured,  # unknown channel
    10015: Misconfigured,  # unknown webhook: it was deleted
    20016: Throttled,  # slow mode
    20022: Throttled,  # edits of announcements
    20028: Throttled,  # writes to the channel
    20029: Throttled,  # writes to the server
    30046: Throttled,  # edits of messages older than an hour
    40001: Unauthorized,
    40005: Rejected,  # too large
    40006: Unreachable,  # switched off for the time being
    50001: Misconfigured,  # no access
    50006: Rejected,  # empty
    50008: Misconfigured,  # no text channel
    50013: Misconfigured,  # a permission is missing
    50027: Unauthorized,  # the webhook's token is wrong
    50035: Rejected,  # a field is wrong
    50045: Rejected,  # a file is too large
    50083: Misconfigured,  # the thread is archived
    130000: Unreachable,  # overloaded
    200000: Rejected,  # AutoMod
    200001: Rejected,
    220001: Misconfigured,  # a forum needs a thread: options = { thread = ... }
    220003: Misconfigured,
    240000: Rejected,  # a harmful link
}
"""What codes mean beyond their status: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json."""


def body_of(part: Outgoing, **more: Any) -> Body:
    """The body of a new message; files go with it, each with its alt text. Nobody is pinged by what a text says.

    Args:
        part: What is published.
        more: Fields besides.
    """
    fields: dict[str, Any] = {"content": part.text, "allowed_mentions": {"parse": []}, **more}
    if not part.media:
        return Json(fields)
    files = [sliced(media) for media in part.media]
    fields["attachments"] = [
        {"id": str(n), "filename": PurePath(file.path).name, "description": media.alt}
        for n, (file, media) in enumerate(zip(files, part.media, strict=True))
    ]
    return Form({"payload_json": json.dumps(fields)}, {f"files[{n}]": file for n, file in enumerate(files)})


def expect(reply: Reply, *statuses: int) -> dict[str, Any]:
    """The object of a successful answer, {} for an empty one.

    Args:
        reply: The answer.
        statuses: What counts as success; 200 if none is named.

    Raises:
        DeliveryError: Any other status, by Discord's own codes; or an answer that is no object.
    """
    if reply.status not in (statuses or (200,)):
        raise _refused(reply)
    body = parsed(reply)
    if isinstance(body, dict):
        return body
    raise puzzling(reply, "the answer is no object")


def listed(reply: Reply) -> list[dict[str, Any]]:
    """The objects of a successful answer that is a list.

    Args:
        reply: The answer.
    """
    if reply.status != 200:  # noqa: PLR2004
        raise _refused(reply)
    found = parsed(reply)
    if isinstance(found, list):
        return [one for one in found if isinstance(one, dict)]
    raise puzzling(reply, "the answer is no list")


def _refused(reply: Reply) -> DeliveryError:
    plain, body = refusal(reply), told(reply)
    code = body.get("code")
    kind = type(plain)
    if isinstance(code, int) and reply.status < 500:  # noqa: PLR2004
        kind = _CODES.get(code, kind)
    seconds = body.get("retry_after")
    waits = [one for one in (plain.after, seconds) if isinstance(one, int | float)]
    after = float(max(waits)) if waits and issubclass(kind, Throttled | Unreachable) else None
    words = "; ".join((plain.message, *_fields(body.get("errors"))))[:_LONGEST]
    return kind(words, where=plain.where, code=str(code or ""), status=reply.status, after=after)


def _fields(errors: object, path: str = "") -> Iterator[str]:
    """Which fields are wrong and why: Discord gives a tree of them."""
    for name, below in errors.items() if isinstance(errors, dict) else ():
        if name == "_errors":
            yield from (f"{path}: {one.get('message', '')}" for one in rows(errors, name))
        else:
            yield from _fields(below, f"{path}.{name}" if path else str(name))


def receipt_of(message: Mapping[str, Any], reply: Reply, guild: str) -> Receipt:
    """The receipt of a message.

    Args:
        message: The message, as Discord gives it.
        reply: The answer that had it.
        guild: The id of its server.
    """
    own, channel = required(message, reply, "id"), required(message, reply, "channel_id")
    return Receipt(id=own, url=f"https://discord.com/channels/{guild}/{channel}/{own}", at=reply.at)


def counts_of(message: Mapping[str, Any]) -> dict[str, int | None]:
    """Reactions, and messages in the thread that hangs on a message.

    Args:
        message: The message, as Discord gives it.

    Example:
        >>> counts_of({"reactions": [{"count": 2}, {"count": 3}]})
        {'likes': 5, 'replies': None}
    """
    counts = [one.get("count") for one in rows(message, "reactions")]
    said = inner(message, "thread").get("message_count")
    return {"likes": sum(whole(count) or 0 for count in counts), "replies": whole(said)}


def allowed(user: str, guild: str, roles: list[dict[str, Any]], mine: list[str], channel: Mapping[str, Any]) -> int:
    """What a member may do in a channel, as bits.

    Source: https://discord.com/developers/docs/topics/permissions#permission-overwrites.

    Args:
        user: The member's id.
        guild: The server's id, which is its role for everyone as well.
        roles: The server's roles.
        mine: The ids of the member's roles.
        channel: The channel, with its `permission_overwrites`.
    """
    held = {guild, *mine}
    bits = reduce(int.__or__, (_bits(role, "permissions") for role in roles if str(role.get("id")) in held), 0)
    if bits & _ADMINISTRATOR:
        return reduce(int.__or__, PERMISSIONS.values())
    overwrites = rows(channel, "permission_overwrites")
    for ids in ({guild}, set(mine), {user}):
        named = [row for row in overwrites if str(row.get("id")) in ids]
        bits &= ~reduce(int.__or__, (_bits(row, "deny") for row in named), 0)
        bits |= reduce(int.__or__, (_bits(row, "allow") for row in named), 0)
    return bits


def _bits(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    return int(value) if isinstance(value, str) and value.isdecimal() else 0
