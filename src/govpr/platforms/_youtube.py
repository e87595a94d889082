"""What YouTube's Data API shows: films and the channel."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from govpr.errors import Rejected
from govpr.http.calls import Call, Flow, Reply
from govpr.http.replies import puzzling
from govpr.platforms._google import answered

API = "https://youtube.googleapis.com"


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
    found = items(reply)
    if not found:
        raise Rejected("the film is not there: deleted, or taken down", where="youtube")
    return found[0]


def channel_of(about: str) -> Flow[dict[str, Any] | None]:
    """The channel that the token speaks for, or None where its Google account has none.

    Args:
        about: Which parts.
    """
    reply = yield Call("GET", url("channels", part=about, mine="true"))
    found = items(reply)
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


def items(reply: Reply) -> list[dict[str, Any]]:
    """What a list holds.

    Args:
        reply: The answer.

    Raises:
        ProtocolError: It is no list.
    """
    body = answered(reply)
    found = body.get("items", []) if isinstance(body, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise puzzling(reply, "the answer is no list")
    return found
