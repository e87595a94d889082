"""What Facebook Pages, Instagram and Threads tell by themselves: what was answered to the account's own posts.

Who wrote it is left out: nothing here needs to know. Sources, under https://developers.facebook.com: docs/graph-api/
webhooks/reference/page, documentation/instagram-platform/webhooks/examples, documentation/threads/webhooks (30 June
2026).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from attrs import field, frozen

from govpr.platforms.inbound._reading import changes, moment, notification, part, text

_COMMENTS = frozenset({"comments", "live_comments"})


@frozen(kw_only=True)
class Comment:
    """Something that was written under a post of ours.

    Args:
        platform: `facebook`, `instagram` or `threads`.
        post: The id of the post, as in its receipt.
        id: The comment's own id.
        parent: The id of what it answers, or "" where that is the post.
        text: The words. In no repr.
        own: Whether the account itself wrote it.
        removed: Whether it was taken away again.
        at: When, or None.
    """

    platform: str
    post: str
    id: str
    parent: str = ""
    text: str = field(default="", repr=False)
    own: bool = False
    removed: bool = False
    at: datetime | None = None


def read(body: bytes) -> tuple[Comment, ...]:
    """The comments that a notification tells of; all else in it is passed over.

    Args:
        body: The bytes as they came, with a signature that was checked.

    Raises:
        ProtocolError: It is no JSON object.

    Example:
        >>> said = b'{"id": "7", "text": "Terima kasih", "media": {"id": "1790"}}'
        >>> read(b'{"object": "instagram", "entry": [{"field": "comments", "value": ' + said + b"}]}")
        (Comment(platform='instagram', post='1790', id='7', parent='', own=False, removed=False, at=None),)
    """
    event = notification(body)
    found = _threads(event) if "values" in event else _entries(event)
    return tuple(comment for comment in found if comment.id and comment.post)


def _entries(event: dict[str, Any]) -> Iterator[Comment]:
    for entry, changed, value in changes(event):
        if event.get("object") == "page" and changed == "feed" and value.get("item") == "comment":
            yield _page(entry, value)
        elif event.get("object") == "instagram" and changed in _COMMENTS:
            yield _instagram(entry, value)


def _page(entry: dict[str, Any], value: dict[str, Any]) -> Comment:
    post, parent = text(value.get("post_id")), text(value.get("parent_id"))
    return Comment(
        platform="facebook",
        post=post,
        id=text(value.get("comment_id")),
        parent="" if parent == post else parent,
        text=text(value.get("message")),
        own=_same(part(value.get("from")).get("id"), entry.get("id")),
        removed=value.get("verb") in {"remove", "hide"},
        at=moment(value.get("created_time")),
    )


def _instagram(entry: dict[str, Any], value: dict[str, Any]) -> Comment:
    return Comment(
        platform="instagram",
        post=text(part(value.get("media")).get("id")),
        id=text(value.get("id")),
        parent=text(value.get("parent_id")),
        text=text(value.get("text")),
        own=_same(part(value.get("from")).get("id"), entry.get("id")),
        at=moment(entry.get("time")),
    )


def _threads(event: dict[str, Any]) -> Iterator[Comment]:
    values = part(event.get("values"))
    value = part(values.get("value"))
    if values.get("field") != "replies":
        return
    root, answered = part(value.get("root_post")), text(part(value.get("replied_to")).get("id"))
    post = text(root.get("id"))
    yield Comment(
        platform="threads",
        post=post,
        id=text(value.get("id")),
        parent="" if answered == post else answered,
        text=text(value.get("text")),
        own=_same(value.get("username"), root.get("username")),
        at=moment(value.get("timestamp")),
    )


def _same(one: object, other: object) -> bool:
    return bool(text(one)) and text(one) == text(other)
