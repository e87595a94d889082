"""A part among an account's own posts on X, known by its words and its place."""

import html
import re
import unicodedata
from datetime import UTC, timedelta
from typing import Any

from govpr.content.weighted_links import links_in
from govpr.http.calls import Reply
from govpr.http.replies import puzzling
from govpr.platforms.protocol import Outgoing

_MARGIN = timedelta(minutes=5)
_SPACE = re.compile(r"\s+")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


def search(part: Outgoing) -> dict[str, str]:
    """The query for posts among which a part would be.

    Args:
        part: What is looked for.
    """
    since = (part.at - _MARGIN).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    # Answers are asked for as well: X takes a post that begins with a mention for one.
    query = {"max_results": "100", "start_time": since, "post.fields": "entities,text", "exclude": "retweets"}
    return {**query, "expansions": "referenced_posts"} if part.previous else query


def listed(body: dict[str, Any], reply: Reply) -> list[Any]:
    """The posts of a page; X leaves the list out where there are none.

    Args:
        body: The answer's object.
        reply: The answer.

    Raises:
        ProtocolError: It is no page of posts.
    """
    posts, meta = body.get("data", []), body.get("meta")
    if isinstance(posts, list) and isinstance(meta, dict):
        return posts
    raise puzzling(reply, "the answer is no list of posts")


def is_part(post: Any, part: Outgoing) -> bool:
    """Whether a post is a part: its words, at its place in the thread.

    Args:
        post: As X gives it.
        part: What is looked for.
    """
    return isinstance(post, dict) and _answers(post, part) and shows(post, part.text)


def _answers(post: dict[str, Any], part: Outgoing) -> bool:
    if part.previous is None:
        return True
    rows = post.get("referenced_posts") or post.get("referenced_tweets")
    known = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return [one.get("id") for one in known if one.get("type") == "replied_to"] == [part.previous.id]


def shows(post: Any, text: str) -> bool:
    """Whether a post shows the words of a text. X gives its own short links and escapes `&`, `<` and `>`.

    Args:
        post: As X gives it, with its entities.
        text: What was sent.

    Example:
        >>> link = {"url": "https://t.co/a", "expanded_url": "https://contoh.go.id/siaga"}
        >>> shows({"text": "A &amp; B https://t.co/a", "entities": {"urls": [link]}}, "A & B contoh.go.id/siaga")
        True
    """
    words = post.get("text") if isinstance(post, dict) else None
    if not isinstance(words, str):
        return False
    entities = post.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    for one in urls if isinstance(urls, list) else ():
        if isinstance(one, dict) and isinstance(one.get("url"), str) and one["url"]:
            words = words.replace(one["url"], _meant(one))
    return _plain(html.unescape(words)) == _plain(text)


def _meant(link: dict[str, Any]) -> str:
    if link.get("media_key") or str(link.get("display_url", "")).startswith(("pic.x.com", "pic.twitter.com")):
        return ""  # X adds a link to the files that a post shows
    return str(link.get("expanded_url") or link["url"])


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    for start, end in reversed(list(links_in(normal))):
        normal = normal[:start] + _SCHEME.sub("", normal[start:end]).rstrip("/").lower() + normal[end:]
    return _SPACE.sub("", normal)
