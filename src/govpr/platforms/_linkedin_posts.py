"""Posts of LinkedIn: how one is written down, and how a part is known among those of a page."""

from datetime import UTC, datetime, timedelta
from typing import Any

from govpr.http.calls import Reply
from govpr.http.replies import puzzling
from govpr.platforms._cards import card
from govpr.platforms._linkedin import little, plain, taken
from govpr.platforms.protocol import Attachment, Outgoing

_MARGIN = timedelta(minutes=5)


def post(part: Outgoing, page: str) -> dict[str, Any]:
    """A part as the Posts API wants it.

    Args:
        part: What is published.
        page: The URN of the page.
    """
    shown = _content(part)
    return {
        "author": page,
        "commentary": little(part.text),
        "visibility": "PUBLIC",
        "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
        **({"content": shown} if shown else {}),
    }


def _content(part: Outgoing) -> dict[str, Any]:
    if len(part.media) > 1:
        return {"multiImage": {"images": [_image(one) for one in part.media]}}
    if part.media and part.media[0].type.startswith("video/"):
        return {"media": {"id": part.media[0].handle, **({"title": part.title} if part.title else {})}}
    if part.media:
        return {"media": _image(part.media[0])}
    link = card(part)  # LinkedIn reads no pages: what a link says has to be sent with it
    if link is None:
        return {}
    about = {"description": link.description} if link.description else {}
    return {"article": {"source": link.url, "title": link.title, **about}}


def _image(one: Attachment) -> dict[str, str]:
    return {"id": one.handle, "altText": one.alt}


def elements(reply: Reply) -> list[dict[str, Any]]:
    """The rows of an answer.

    Args:
        reply: The answer.

    Raises:
        ProtocolError: It is no list.
    """
    rows = taken(reply).get("elements")
    if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
        return rows
    raise puzzling(reply, "the answer is no list")


def is_part(post: dict[str, Any], part: Outgoing, reply: Reply) -> bool:
    """Whether a post is a part, by its words; an older post with the same words is another one.

    Args:
        post: As LinkedIn gives it.
        part: What is looked for.
        reply: The answer that has the post.
    """
    same = plain(str(post.get("commentary") or "")).split() == part.text.split()
    return same and moment(post, "createdAt", reply) >= since(part)


def since(part: Outgoing) -> datetime:
    """From when on a part may have been published; clocks differ a little.

    Args:
        part: What is looked for.
    """
    return part.at - _MARGIN


def moment(post: dict[str, Any], name: str, reply: Reply) -> datetime:
    """A time of a post.

    Args:
        post: As LinkedIn gives it.
        name: Which one, as `createdAt`.
        reply: The answer that has the post.

    Raises:
        ProtocolError: It has none.
    """
    try:
        return datetime.fromtimestamp(post[name] / 1_000, UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        raise puzzling(reply, "the answer has no time that can be read") from None
