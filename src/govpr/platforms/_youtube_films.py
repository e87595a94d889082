"""YouTube's films: what is said about one, when it is out, and the channel's own uploads."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from attrs import evolve

from govpr.errors import NeedsHuman, Rejected, Submitted
from govpr.http.calls import Call, Flow, Reply, Slice
from govpr.http.replies import puzzling, refusal, required
from govpr.models import Account, Receipt
from govpr.platforms._google import Film, answered, film_of
from govpr.platforms._options import choice, says_yes
from govpr.platforms._youtube import API, items, url, video_of
from govpr.platforms.access import option
from govpr.platforms.protocol import Outgoing

_MARGIN = timedelta(hours=1)
_PAGES = 5
_POLLS = 6
_ENDS = ("failed", "rejected", "deleted")
_REFUSED = frozenset({400, 403, 404, 413})
"""Thumbnails are for verified channels: 403 (developers.google.com/youtube/v3/docs/thumbnails/set)."""


def film_in(part: Outgoing) -> Film:
    """The film of a part.

    Args:
        part: The part.

    Raises:
        Rejected: It has none.
    """
    for media in part.media:
        if media.type.startswith("video/"):
            return film_of(media.handle)
    raise Rejected("there is no film in the post, and YouTube takes nothing else", where="youtube")


def described(part: Outgoing, account: Account) -> dict[str, Any]:
    """What is said about a film, as YouTube wants it.

    Args:
        part: What is posted.
        account: What says who sees it, and what has to be declared.

    Raises:
        Misconfigured: An option is none of YouTube's words.
    """
    said = {"title": part.title, "description": part.text, "categoryId": option(account, "category", "25")}
    status = {
        "privacyStatus": choice(account, "privacy", "public", "unlisted", "private"),
        "selfDeclaredMadeForKids": says_yes(account, "made_for_kids"),
        "containsSyntheticMedia": says_yes(account, "synthetic"),
    }
    return {"snippet": {**said, "defaultLanguage": part.language}, "status": status}


def settled(number: str, account: Account) -> Flow[Receipt]:
    """The receipt of a film once it is processed; it is on the channel by now, whatever becomes of it.

    Args:
        number: The film.
        account: Whose it is.

    Raises:
        Rejected: YouTube does not show it.
        Submitted: YouTube still works on it.
    """
    for attempt in range(_POLLS):
        video = yield from video_of("status", number, after=5.0 if attempt else 0.0)
        status = video.get("status")
        known = status if isinstance(status, dict) else {}
        if known.get("uploadStatus") in _ENDS:
            why = known.get("rejectionReason") or known.get("failureReason") or known["uploadStatus"]
            raise Rejected("YouTube does not show the film", where="youtube", code=str(why))
        if known.get("uploadStatus") == "processed":
            asked_for, shown = choice(account, "privacy", "public", "unlisted", "private"), known.get("privacyStatus")
            note = "" if shown == asked_for else f"shown as {shown}, not as {asked_for}: is the app's audit done?"
            return Receipt(id=number, url=f"https://www.youtube.com/watch?v={number}", note=note)
    raise Submitted("YouTube is still processing the film", where="youtube", after=60.0)


def uploaded(part: Outgoing) -> Flow[str]:
    """The number of the film with a part's words among the channel's uploads since it was due, or "".

    Args:
        part: The part.

    Raises:
        NeedsHuman: There are too many newer ones.
    """
    reply = yield Call("GET", url("channels", part="contentDetails", mine="true"))
    owned = items(reply)
    playlist = required(owned[0] if owned else {}, reply, "contentDetails", "relatedPlaylists", "uploads")
    query = {"part": "snippet", "playlistId": playlist, "maxResults": "50"}
    for _ in range(_PAGES):
        reply = yield Call("GET", url("playlistItems", **query))
        found = items(reply)
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


def _same(snippet: Any, part: Outgoing) -> bool:
    said = [snippet.get("title"), snippet.get("description")] if isinstance(snippet, dict) else []
    return [str(one).split() for one in said] == [part.title.split(), part.text.split()]


def _added(item: Mapping[str, Any], reply: Reply) -> datetime:
    try:
        return datetime.fromisoformat(required(item, reply, "snippet", "publishedAt")).astimezone(UTC)
    except (ValueError, OverflowError):
        raise puzzling(reply, "the answer has no time that can be read") from None
