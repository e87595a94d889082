"""Posts of Mastodon and servers that speak its API: how one is sent, and how one is known again."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from govpr.http.calls import Call, Flow, Reply
from govpr.http.replies import expect, puzzling, required
from govpr.models import Receipt
from govpr.platforms._answers import whole
from govpr.platforms._html import shows
from govpr.platforms.protocol import Outgoing


def status_of(part: Outgoing) -> dict[str, Any]:
    """What is posted, as the API wants it.

    Args:
        part: The part.
    """
    status: dict[str, Any] = {"status": part.text, "visibility": "public", "language": language_of(part)}
    if part.media:
        status["media_ids"] = [media.handle for media in part.media]
    if part.previous:
        status["in_reply_to_id"] = part.previous.id
    return status


def language_of(part: Outgoing) -> str:
    """The language as the API knows it, which is ISO 639: id, not id-ID.

    Args:
        part: The part.
    """
    return part.language.partition("-")[0]


def receipt_of(status: Any, reply: Reply) -> Receipt:
    """The receipt of a post; its note says where a server shows it to fewer people.

    Args:
        status: The post.
        reply: The answer, to say where it came from.
    """
    handle = required(status, reply, "id")
    shown = status.get("visibility") or "public"  # a server that limits an account shows less, without saying so
    note = "" if shown == "public" else f"shown as {shown}, not as public"
    url = status.get("url")
    return Receipt(id=handle, url=url if isinstance(url, str) else "", at=reply.at, note=note)


def is_part(status: Any, part: Outgoing, reply: Reply, base: str) -> Flow[bool]:
    """Whether a post is the part: by its words now, or by those that it had before somebody edited it.

    Args:
        status: The post.
        part: The part.
        reply: The answer that had the post.
        base: The server's address.
    """
    before = part.previous.id if part.previous else None
    if not isinstance(status, dict) or status.get("in_reply_to_id") != before:
        return False
    if shows(status.get("content"), part.text) or not status.get("edited_at"):
        return shows(status.get("content"), part.text)
    reply = yield Call("GET", f"{base}/api/v1/statuses/{quote(required(status, reply, 'id'))}/history")
    versions = listed(expect(reply, 200), reply)
    return any(isinstance(one, dict) and shows(one.get("content"), part.text) for one in versions)


def listed(body: Any, reply: Reply) -> list[Any]:
    """An answer that is a list of posts.

    Args:
        body: What `expect` gave.
        reply: The answer, to say where it came from.

    Raises:
        ProtocolError: It is none.
    """
    if isinstance(body, list):
        return body
    raise puzzling(reply, "the answer is no list of posts")


def list_in(body: Any, name: str) -> list[Any]:
    """A list in an answer; empty where it is missing.

    Args:
        body: What `expect` gave.
        name: Its name.

    Example:
        >>> list_in({"scopes": ["read"]}, "scopes"), list_in({}, "scopes")
        (['read'], [])
    """
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, list) else []


def made_at(status: Any, reply: Reply) -> datetime:
    """When a post was made.

    Args:
        status: The post.
        reply: The answer, to say where it came from.

    Raises:
        ProtocolError: It does not say so.
    """
    try:
        return datetime.fromisoformat(required(status, reply, "created_at")).astimezone(UTC)
    except (ValueError, OverflowError):
        raise puzzling(reply, "the answer has no time that can be read") from None


def count_of(status: Any, name: str) -> int | None:
    """A count; None where the server does not say.

    Args:
        status: The post.
        name: As `replies_count`.

    Example:
        >>> count_of({"replies_count": 3}, "replies_count")
        3
    """
    return whole(status.get(name)) if isinstance(status, dict) else None
