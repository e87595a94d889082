"""What Google's APIs have in common: reasons of refusals, and files that are sent in a resumable session."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

from govpr.errors import DeliveryError, Misconfigured, NeedsHuman, Rejected, Stale, Throttled, Unauthorized, Unreachable
from govpr.http.calls import Call, Effect, Flow, Reply, Slice
from govpr.http.replies import expect, refusal
from govpr.models import Media

CHUNK = 8 * 1024 * 1024
"""Bytes of one piece; the last may be shorter. Google wants multiples of 256 KiB."""
INCOMPLETE = 308
ENDED = frozenset({404, 410})
_PACIFIC = ZoneInfo("America/Los_Angeles")
_DAY = 86_400.0
REASONS: Mapping[str, tuple[type[DeliveryError], float | None]] = {
    "rateLimitExceeded": (Throttled, 60.0),
    "userRateLimitExceeded": (Throttled, 60.0),
    "uploadLimitExceeded": (Throttled, _DAY),
    "uploadRateLimitExceeded": (Throttled, _DAY),
    "authError": (Unauthorized, None),
    "insufficientPermissions": (Unauthorized, None),
    "youtubeSignupRequired": (Misconfigured, None),
    "NoLinkedYouTubeAccount": (Misconfigured, None),
    "accessNotConfigured": (Misconfigured, None),
    "forbidden": (Misconfigured, None),
    "accountClosed": (NeedsHuman, None),
    "accountSuspended": (NeedsHuman, None),
    "channelSuspended": (NeedsHuman, None),
    "channelClosed": (NeedsHuman, None),
    "failedPrecondition": (Rejected, None),
}
"""Reasons that say more than their status (developers.google.com/youtube/v3/docs/errors)."""
_UNTIL_MIDNIGHT = frozenset({"quotaExceeded", "dailyLimitExceeded"})


@frozen(kw_only=True)
class Film:
    """A file that waits for its session.

    Args:
        file: Its path.
        size: Its bytes.
        type: Its media type.
    """

    file: str
    size: int
    type: str


def noted(media: Media) -> str:
    """The handle of a file that is sent later: what a `Film` needs.

    Args:
        media: The file, read before.

    Raises:
        Rejected: Its size is not known, or it is empty.
    """
    if not media.size:
        raise Rejected(f"the size of {media.file} is not known, or it is empty")
    return json.dumps({"file": media.file, "size": media.size, "type": media.type})


def film_of(handle: str) -> Film:
    """The file that a handle stands for.

    Args:
        handle: What `noted` gave.

    Example:
        >>> film_of(noted(Media(file="posko.mp4", alt="Posko", type="video/mp4", size=7))).size
        7
    """
    return Film(**json.loads(handle))


def answered(reply: Reply, *statuses: int) -> Any:
    """The parsed JSON of an answer, or the error that its reason stands for.

    Args:
        reply: The answer.
        statuses: What counts as success; 200 if none is named.

    Raises:
        DeliveryError: Any other status.
    """
    if reply.status in (statuses or (200,)):
        return expect(reply, *statuses)
    trouble, reason = refusal(reply), _reason(reply)
    quota: tuple[type[DeliveryError], float | None] = (Throttled, _until_midnight(reply.at))
    known = quota if reason in _UNTIL_MIDNIGHT else REASONS.get(reason)
    if known is None:
        raise trouble
    kind, after = known
    raise kind(trouble.message, where=trouble.where, code=reason, status=reply.status, after=trouble.after or after)


def asked(session: str, film: Film) -> Call:
    """The call that asks a session how far it is.

    Args:
        session: Its address.
        film: What is sent in it.
    """
    return Call("PUT", session, headers={"Content-Range": f"bytes */{film.size}"})


def sent(session: str, film: Film) -> Flow[Reply]:
    """Send what the session does not have yet, piece by piece; the piece that completes it may publish.

    Args:
        session: Its address.
        film: What is sent in it.

    Returns:
        The answer that says that it is complete.

    Raises:
        Stale: The session has ended.
        Unreachable: It takes no more for now.
    """
    reply = yield asked(session, film)
    place = _place(reply)
    while place is not None:
        stop = min(place + CHUNK, film.size)
        piece = Slice(film.file, start=place, stop=stop, type=film.type)
        effect = Effect.ONCE if stop == film.size else Effect.SAFE
        reply = yield Call("PUT", session, piece, {"Content-Range": f"bytes {place}-{stop - 1}/{film.size}"}, effect)
        further = _place(reply)
        if further is not None and further <= place:
            raise Unreachable("the session takes no more of the file for now", where="google", after=60.0)
        place = further
    return reply


def _place(reply: Reply) -> int | None:
    """Where the session goes on, or None when it has everything."""
    if reply.status == INCOMPLETE:
        last = reply.headers.get("range", "").rpartition("-")[2]
        return int(last) + 1 if last.isdecimal() else 0
    if reply.status in ENDED:
        raise Stale("the upload session has ended", where="google", status=reply.status)
    answered(reply, 200, 201)
    return None


def _reason(reply: Reply) -> str:
    try:
        first = json.loads(reply.body)["error"]["errors"][0]["reason"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return ""
    return first if isinstance(first, str) else ""


def _until_midnight(now: datetime | None) -> float:
    """Quotas begin anew at midnight, Pacific time."""
    if now is None:
        return _DAY
    there = now.astimezone(_PACIFIC)
    midnight = (there + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - there).total_seconds()
