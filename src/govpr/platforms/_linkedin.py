"""LinkedIn's way of writing text, and what its refusals mean.

Sources: "little text format", "Posts API" and "Videos API" under
https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/.
"""

import re
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from govpr.content.entities import extract
from govpr.errors import (
    DeliveryError,
    Duplicate,
    Misconfigured,
    Rejected,
    Stale,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Reply
from govpr.http.replies import parsed, puzzling, refusal, said

VERSION = "202609"
HEADERS = {"LinkedIn-Version": VERSION, "X-Restli-Protocol-Version": "2.0.0"}
_RESERVED = re.compile(r"[\\|{}@\[\]()<>#*_~]")
_WRITTEN = re.compile(r"\{hashtag\|\\?([#＃])\|((?:\\.|[^}\\])*)\}|\\(.)", re.DOTALL)
_ORIGINAL = re.compile(r"duplicate of (urn:li:(?:share|ugcPost):\d+)", re.IGNORECASE)
_LATER = 60.0
_CODES: dict[str, type[DeliveryError]] = {
    "ACCESS_DENIED": Misconfigured,
    "EMPTY_ACCESS_TOKEN": Unauthorized,
    "INVALID_ACCESS_TOKEN": Unauthorized,
    "EXPIRED_ACCESS_TOKEN": Unauthorized,
    "REVOKED_ACCESS_TOKEN": Unauthorized,
    "NONEXISTENT_VERSION": Misconfigured,
    "INVALID_URN_TYPE": Misconfigured,
    "INVALID_URN_ID": Misconfigured,
    "MISSING_FIELD": Rejected,
    "FIELD_LENGTH_TOO_LONG": Rejected,
    "INVALID_VALUE_FOR_FIELD": Rejected,
    "UNPROCESSABLE_ENTITY": Rejected,
    "NOT_FOUND": Rejected,
    "MEDIA_ASSET_PROCESSING_FAILED": Rejected,
    "MEDIA_ASSET_WAITING_UPLOAD": Unreachable,
    "EXPIRED_UPLOAD_URL": Stale,
    "CONFLICT": Unreachable,  # another call was changing the same thing; nothing was done
    "TOO_MANY_REQUESTS": Throttled,
}


def taken(reply: Reply, *statuses: int) -> dict[str, Any]:
    """The object of a success, or the error that LinkedIn means.

    Args:
        reply: The answer.
        statuses: What counts as success; 200 if none is named.

    Raises:
        DeliveryError: As LinkedIn's code says, else as the status does.

    Example:
        >>> taken(Reply(200, body=b'{"elements": []}'))
        {'elements': []}
    """
    if reply.status not in (statuses or (200,)):
        raise _trouble(reply)
    body = parsed(reply)
    if not isinstance(body, dict):
        raise puzzling(reply, "the answer is no object")
    return body


def _trouble(reply: Reply) -> DeliveryError:
    general, (code, words) = refusal(reply), said(reply)
    if reply.status in (400, 409, 422) and "duplicate" in words.lower():
        original = _ORIGINAL.search(words)  # a person's URN is no proof of anything
        existing = original[1] if original else None
        return Duplicate(words, existing=existing, where=general.where, code=code, status=reply.status)
    kind = _CODES.get(code, type(general)) if reply.status < 500 else type(general)  # noqa: PLR2004  (it failed by itself)
    message = general.message
    if kind is Misconfigured and (code == "NONEXISTENT_VERSION" or reply.status == 426):  # noqa: PLR2004
        message = f"LinkedIn has switched off version {VERSION} of its API: update govpr"
    after = general.after
    if kind is Throttled and after is None and "DAY" in words.upper():
        after = _until_midnight(reply.at)
    if kind is Unreachable and reply.status < 500:  # noqa: PLR2004
        after = _LATER
    return kind(message, where=general.where, code=code, status=reply.status, after=after)


def _until_midnight(now: datetime | None) -> float | None:
    """Daily limits begin anew at midnight UTC; LinkedIn names no time in a header."""
    if now is None:
        return None
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=now.tzinfo)
    return (tomorrow - now).total_seconds()


def little(text: str) -> str:
    r"""A text as LinkedIn wants it: its reserved characters escaped, so that it shows the very words.

    An unescaped bracket silently cuts the post off. Hashtags are written so that they stay live.

    Args:
        text: The exact words.

    Example:
        >>> print(little("Siaga (3 posko) #Banjir"))
        Siaga \(3 posko\) {hashtag|\#|Banjir}
    """
    pieces, place = [], 0
    for tag in extract(text).hashtags:
        sign, word = tag.text[0], tag.text[1:]
        pieces += [_escaped(text[place : tag.start]), f"{{hashtag|{_escaped(sign)}|{_escaped(word)}}}"]
        place = tag.end
    return "".join((*pieces, _escaped(text[place:])))


def plain(written: str) -> str:
    """The words that LinkedIn shows for a text in its own way of writing.

    Args:
        written: What `little` or LinkedIn wrote.

    Example:
        >>> plain(little("a_b #c_d {e}"))
        'a_b #c_d {e}'
    """
    return _WRITTEN.sub(_shown, written)


def _shown(found: "re.Match[str]") -> str:
    return found[3] if found[3] is not None else found[1] + plain(found[2])


def _escaped(text: str) -> str:
    return _RESERVED.sub(lambda found: f"\\{found[0]}", text)


def urn(name: str) -> str:
    """A URN as paths and queries carry it.

    Args:
        name: As `urn:li:share:7`.

    Example:
        >>> urn("urn:li:share:7")
        'urn%3Ali%3Ashare%3A7'
    """
    return quote(name, safe="")
