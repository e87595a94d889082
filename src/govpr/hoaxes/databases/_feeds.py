"""Bytes to a feed's entries. Nothing is fetched here, and no address in a feed is followed."""

import io
import json
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from govpr.errors import InputError, Problem
from govpr.hoaxes.databases._articles import Article
from govpr.hoaxes.databases.entries import word

_JSON_FEED = "https://jsonfeed.org/version/"


@frozen(kw_only=True)
class Feed:
    """What a feed says.

    Args:
        articles: Its entries.
        title: Its name.
        next: The address of its next page, or "".
    """

    articles: tuple[Article, ...] = ()
    title: str = ""
    next: str = ""


def read_feed(data: bytes, kind: str = "", address: str = "") -> Feed | None:
    """The entries of a feed: RSS 0.9 to 2.0, RDF, Atom or JSON Feed, also where its XML is broken.

    Args:
        data: The feed.
        kind: Its media type, as the server says.
        address: Where it is from: addresses in it may be relative.

    Returns:
        The feed, or None if it is none.

    Raises:
        InputError: The extra `feeds` is not installed, which RSS and Atom need.

    Example:
        >>> text = '<rss version="2.0"><channel><item><title>[HOAKS] Air asin</title></item></channel></rss>'
        >>> read_feed(text.encode()).articles[0].title
        '[HOAKS] Air asin'
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(data)
    parsed = _parsed(data, kind, address)
    if parsed is None or (not parsed.get("version") and not parsed.entries):
        return None
    about = parsed.feed
    language = word(about.get("language"))
    return Feed(
        articles=tuple(_article(entry, language) for entry in parsed.entries),
        title=word(about.get("title")),
        next=_next(about),
    )


def _parsed(data: bytes, kind: str, address: str) -> Any:
    try:
        import feedparser  # noqa: PLC0415  (an extra: most installations read no feeds)
    except ImportError:
        advice = "pip install govpr[feeds]"
        raise InputError([Problem("RSS and Atom", "need an extra that is not installed", advice)]) from None
    about = {"content-type": kind or "application/xml", "content-location": address}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:  # bytes in a stream: a bare text or address would be opened, and fetched
            return feedparser.parse(io.BytesIO(data), response_headers=about, sanitize_html=False)
        except (ValueError, LookupError, AssertionError):  # broken markup that its parsers do not expect
            return None


def _article(entry: Any, language: str) -> Article:
    contents = [word(part.get("value")) for part in entry.get("content", ())]
    link = word(entry.get("link"))
    return Article(
        id=word(entry.get("id")) or link,
        title=word(entry.get("title")),
        html=max([*contents, word(entry.get("summary"))], key=len),
        url=link,
        published=_day(entry, "published") or _day(entry, "updated"),  # RDF and many Atom feeds name one of them
        updated=_day(entry, "updated") if "updated" in entry else "",
        topics=tuple(word(tag.get("term")) for tag in entry.get("tags", ())),
        images=tuple(_pictures(entry)),
        language=language,
        publisher=word(entry.get("source", {}).get("title")),
    )


def _day(entry: Any, name: str) -> str:
    """The library reads the many ways to write a time; what it cannot read stays as it is."""
    parsed = dict.get(entry, f"{name}_parsed")  # the library's own `get` would give another time, and warn
    if parsed is None:
        return word(dict.get(entry, name))
    year, month, day, *_ = parsed
    return f"{year:04}-{month:02}-{day:02}"


def _pictures(entry: Any) -> Iterator[str]:
    for name in ("enclosures", "media_content", "media_thumbnail"):
        for one in entry.get(name, ()):
            kind = word(one.get("type")) or word(one.get("medium"))
            if name == "media_thumbnail" or kind.startswith("image"):
                yield word(one.get("href")) or word(one.get("url"))


def _next(about: Any) -> str:
    links = about.get("links", ())
    return next((word(link.get("href")) for link in links if link.get("rel") == "next"), "")


def _json_feed(data: bytes) -> Feed | None:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or not word(body.get("version")).startswith(_JSON_FEED):
        return None
    items = body.get("items")
    known = [item if isinstance(item, dict) else {} for item in (items if isinstance(items, list) else [])]
    language = word(body.get("language"))
    return Feed(
        articles=tuple(_json_article(item, language) for item in known),
        title=word(body.get("title")),
        next=word(body.get("next_url")),
    )


def _json_article(item: Mapping[str, Any], language: str) -> Article:
    tags = item.get("tags")
    url = word(item.get("url"))
    return Article(
        id=word(item.get("id")) or url,
        title=word(item.get("title")) or word(item.get("summary")) or word(item.get("content_text")),
        html=word(item.get("content_html")) or word(item.get("content_text")),
        url=url,
        published=word(item.get("date_published")),
        updated=word(item.get("date_modified")),
        topics=tuple(word(tag) for tag in tags) if isinstance(tags, list) else (),
        images=tuple(word(item.get(name)) for name in ("image", "banner_image")),
        language=word(item.get("language")) or language,
    )
