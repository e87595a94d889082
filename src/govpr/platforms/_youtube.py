"""What YouTube's Data API shows: films, the channel, and what was uploaded to it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from attrs import evolve

from govpr.errors import NeedsHuman, Rejected
from govpr.http.calls import Call, Flow, Reply, Slice
from govpr.http.replies import puzzling, refusal, required
from govpr.models import Receipt
from govpr.platforms._google import answered, film_of
from govpr.platforms.protocol import Outgoing

API = "https://youtube.googleapis.com"
_MARGIN = timedelta(hours=1)
_PAGES = 5
_REFUSED = frozenset({400, 403, 404, 413})
"""Thumbnails are for verified channels: 403 (developers.google.com/youtube/v3/docs/thumbnails/set)."""


def url(resource: str, **query: str) -> str:
    """The address of a resource.

    Args:
        resource: As `videos`.
        query: Names and values.

    Example:
        >>> url("videos", part="snippet,status", id="abc")
        'https://youtube.googleapis.com/youtube/v3/videos?part=snippet,status&id=abc'
    """
    return f"{API}/youtube/v3/{resource}?{urlencode(query, safe=',')}"


def video_of(about: str, number: str, after: float = 0.0) -> Flow[dict[str, Any]]:
    """What is known of a film.

    Args:
        about: Which parts.
        number: The film.
        after: Seconds to wait before it is asked.

    Raises:
        Rejected: There is no such film.
    """
    reply = yield Call("GET", url("videos", part=about, id=number), after=after)
    found = _items(reply)
    if not found:
        raise Rejected("the film is not there: deleted, or taken down", where="youtube")
    return found[0]


def channel_of(about: str) -> Flow[dict[str, Any] | None]:
    """The channel that the token speaks for, or None where its Google account has none.

    Args:
        about: Which parts.
    """
    reply = yield Call("GET", url("channels", part=about, mine="true"))
    found = _items(reply)
    return found[0] if found else None


def takes_long(channel: Mapping[str, Any]) -> bool:
    """Whether a channel may show films of more than 15 minutes.

    Args:
        channel: With its status.

    Example:
        >>> takes_long({"status": {"longUploadsStatus": "eligible"}})
        False
    """
    status = channel.get("status")
    return not isinstance(status, dict) or status.get("longUploadsStatus", "allowed") == "allowed"


def count_of(video: Mapping[str, Any], name: str) -> int | None:
    """A count, which YouTube writes as text; None where the owner hides it.

    Args:
        video: With its statistics.
        name: As `viewCount`.

    Example:
        >>> count_of({"statistics": {"viewCount": "12"}}, "viewCount")
        12
    """
    counts = video.get("statistics")
    value = counts.get(name) if isinstance(counts, dict) else None
    return int(value) if isinstance(value, str) and value.isdecimal() else None


def uploaded(part: Outgoing) -> Flow[str]:
    """The number of the film with a part's words among the channel's uploads since it was due, or "".

    Args:
        part: The part.

    Raises:
        NeedsHuman: There are too many newer ones.
    """
    reply = yield Call("GET", url("channels", part="contentDetails", mine="true"))
    owned = _items(reply)
    playlist = required(owned[0] if owned else {}, reply, "contentDetails", "relatedPlaylists", "uploads")
    query = {"part": "snippet", "playlistId": playlist, "maxResults": "50"}
    for _ in range(_PAGES):
        reply = yield Call("GET", url("playlistItems", **query))
        found = _items(reply)
        for item in found:
            if _same(item.get("snippet"), part):
                return required(item, reply, "snippet", "resourceId", "videoId")
        token = answered(reply).get("nextPageToken")
        if not found or not isinstance(token, str) or _added(found[-1], reply) < part.at - _MARGIN:
            return ""
        query["pageToken"] = token
    raise NeedsHuman("the channel has too many newer films to look through", where="youtube")


def illustrated(part: Outgoing, receipt: Receipt) -> Flow[Receipt]:
    """Put a part's picture before its film; where YouTube does not take it, the receipt's note says so.

    Args:
        part: The part.
        receipt: Of its film.
    """
    pictures = [film_of(one.handle) for one in part.media if one.type.startswith("image/")]
    for picture in pictures[:1]:
        address = f"{API}/upload/youtube/v3/thumbnails/set?{urlencode({'uploadType': 'media', 'videoId': receipt.id})}"
        reply = yield Call("POST", address, Slice(picture.file, type=picture.type))
        if reply.status in _REFUSED:
            why = f"the thumbnail was not taken: {refusal(reply).message}"
            return evolve(receipt, note="; ".join(note for note in (receipt.note, why) if note))
        answered(reply)
    return receipt


def _items(reply: Reply) -> list[dict[str, Any]]:
    body = answered(reply)
    found = body.get("items", []) if isinstance(body, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise puzzling(reply, "the answer is no list")
    return found


def _same(snippet: Any, part: Outgoing) -> bool:
    said = [snippet.get("title"), snippet.get("description")] if isinstance(snippet, dict) else []
    return [str(one).split() for one in said] == [part.title.split(), part.text.split()]


def _added(item: Mapping[str, Any], reply: Reply) -> datetime:
    try:
        return datetime.fromisoformat(required(item, reply, "snippet", "publishedAt")).astimezone(UTC)
    except (ValueError, OverflowError):
        raise puzzling(reply, "the answer has no time that can be read") from None
