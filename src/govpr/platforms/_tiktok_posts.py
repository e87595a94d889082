"""TikTok's posts: what is said about one, where it stands, and the account's public list."""

from datetime import UTC, datetime, timedelta
from typing import Any

from govpr.errors import Misconfigured, NeedsHuman, ProtocolError, Submitted
from govpr.http.calls import Flow
from govpr.models import Account, Receipt
from govpr.platforms._answers import whole
from govpr.platforms._options import choice, says_yes
from govpr.platforms._tiktok import asked, failed, state_of
from govpr.platforms._tiktok_files import File, file_of
from govpr.platforms.protocol import Outgoing

PUBLIC, PRIVATE = "PUBLIC_TO_EVERYONE", "SELF_ONLY"
_MARGIN = timedelta(hours=1)
_POLLS = 8
_TITLE = 90
_SHORTENED = 100
_ENDS = frozenset({"PUBLISH_COMPLETE", "FAILED", "SEND_TO_USER_INBOX"})


def film_in(part: Outgoing) -> File | None:
    """The film of a part, or None where it shows pictures.

    Args:
        part: The part.
    """
    films = [file_of(one.handle) for one in part.media if one.type.startswith("video/")]
    return films[0] if films else None


def offered(creator: dict[str, Any]) -> list[str]:
    """To whom an account may post.

    Args:
        creator: What TikTok says about it.
    """
    levels = creator.get("privacy_level_options")
    return [str(one) for one in levels] if isinstance(levels, list) else []


def privacy(account: Account) -> str:
    """To whom an account wants to post.

    Args:
        account: With its options.
    """
    return choice(account, "privacy", PUBLIC, "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", PRIVATE)


def described(part: Outgoing, account: Account, creator: dict[str, Any]) -> dict[str, Any]:
    """What is said about a post, as TikTok wants it.

    Args:
        part: What is posted.
        account: What says to whom, and what has to be disclosed.
        creator: What TikTok says about the account.

    Raises:
        Misconfigured: TikTok does not offer it to this account.
    """
    wanted, paid = privacy(account), says_yes(account, "brand_content_toggle")
    if wanted not in offered(creator):
        choices = ", ".join(offered(creator)) or "nothing"
        raise Misconfigured(f"TikTok offers account {account.id} {choices} as privacy, not {wanted}")
    if paid and wanted == PRIVATE:
        raise Misconfigured(f"account {account.id} says paid partnership, which TikTok does not take for private posts")
    info: dict[str, Any] = {
        "privacy_level": wanted,
        "disable_comment": creator.get("comment_disabled") is True or choice(account, "comments", "yes", "no") == "no",
        "brand_content_toggle": paid,
        "brand_organic_toggle": says_yes(account, "brand_organic_toggle"),
    }
    if film_in(part):
        closed = {f"disable_{what}": creator.get(f"{what}_disabled") is True for what in ("duet", "stitch")}
        return {**info, **closed, "title": part.text, "is_aigc": says_yes(account, "is_aigc")}
    title = {"title": part.title} if 0 < len(part.title.encode("utf-16-le")) // 2 <= _TITLE else {}
    return {**info, **title, "description": part.text, "auto_add_music": False}


def done(state: dict[str, Any]) -> int:
    """How many bytes of a film are there.

    Args:
        state: Where its post stands.
    """
    return whole(state.get("uploaded_bytes")) or 0


def waits(state: dict[str, Any], film: File) -> bool:
    """Whether a post waits for bytes of its film, so that nothing is published.

    Args:
        state: Where it stands.
        film: Its film.
    """
    return state.get("status") == "PROCESSING_UPLOAD" and done(state) < film.size


def number_of(state: dict[str, Any]) -> str:
    """The number of a post that everybody sees, or "" where nobody does, or not yet.

    Args:
        state: Where it stands.
    """
    numbers = state.get("publicaly_available_post_id")  # written so by TikTok
    return str(numbers[0]) if isinstance(numbers, list) and numbers else ""


def judged(state: dict[str, Any], begun: str, account: Account, kind: str) -> Receipt:
    """The receipt of a post that is out; everything else is an error that says what follows.

    Args:
        state: Where it stands.
        begun: Its `publish_id`.
        account: Whose it is.
        kind: `video` or `photo`, for its address.

    Raises:
        Submitted: TikTok is still working on it, or says a word that nobody documented.
        DeliveryError: It failed.
    """
    status = state["status"]
    if status == "PUBLISH_COMPLETE":
        number = number_of(state)
        url = f"https://www.tiktok.com/@{account.handle.removeprefix('@')}/{kind}/{number}" if number else ""
        note = "" if number or privacy(account) != PUBLIC else "TikTok is still checking it: nobody sees it yet"
        return Receipt(id=number or begun, url=url, note=note)
    if status == "FAILED":
        raise failed(str(state.get("fail_reason", "")))
    if status == "SEND_TO_USER_INBOX":
        raise NeedsHuman("the post waits in the app's inbox for its owner", where="tiktok")
    raise Submitted("TikTok is still working on the post", where="tiktok", after=60.0)


def settled(begun: str, account: Account, kind: str) -> Flow[Receipt]:
    """The receipt of a post, after a minute of looking at most.

    Args:
        begun: Its `publish_id`.
        account: Whose it is.
        kind: `video` or `photo`.
    """
    state: dict[str, Any] = {}
    for attempt in range(_POLLS):
        state = yield from state_of(begun, after=min(2.0 + 2 * attempt, 10.0))
        if state["status"] in _ENDS:
            break
    return judged(state, begun, account, kind)


def listed(part: Outgoing) -> Flow[Receipt | None]:
    """The post with a part's words in the account's public list since it was due; the newest twenty are looked at.

    Args:
        part: The part.
    """
    fields = "id,title,video_description,create_time,share_url"
    data = yield from asked(f"video/list/?fields={fields}", {"max_count": 20})
    for video in rows(data):
        if _same(video, part):
            return Receipt(id=str(video.get("id", "")), url=str(video.get("share_url", "")))
    return None


def rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The posts in an answer.

    Args:
        data: The answer.

    Raises:
        ProtocolError: There are none to be read.
    """
    videos = data.get("videos")
    if not isinstance(videos, list) or not all(isinstance(one, dict) for one in videos):
        raise ProtocolError("the answer is no list of posts", where="tiktok")
    return videos


def _same(video: dict[str, Any], part: Outgoing) -> bool:
    """By its words, of which TikTok shows the first 150 or so."""
    made = video.get("create_time")
    if not isinstance(made, int) or datetime.fromtimestamp(min(made, 1 << 32), UTC) < part.at - _MARGIN:
        return False
    text = " ".join(part.text.split())
    words = [" ".join(str(video.get(name) or "").split()) for name in ("video_description", "title")]
    return any(one == text or (len(one) >= _SHORTENED and text.startswith(one.rstrip("…."))) for one in words)
