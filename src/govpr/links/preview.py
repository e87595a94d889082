"""What a page says of itself, for a link card: title, description, picture (https://ogp.me)."""

import re
from urllib.parse import urljoin

from attrs import frozen
from selectolax.lexbor import LexborHTMLParser

from govpr.errors import Rejected
from govpr.hoaxes.evidence import capture
from govpr.hoaxes.readers.html import parse
from govpr.http.calls import Flow, Reply
from govpr.http.guards import host_of
from govpr.text.web import shortened

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_LONGEST, _TITLE, _DESCRIPTION = 2_000, 200, 500
_WITHIN = 20.0


@frozen(kw_only=True)
class Preview:
    """What a page says of itself.

    Args:
        url: Where it is, redirects followed.
        title: Its title, or "".
        description: What it is about, or "".
        image: The address of its picture, or "". It was not opened: fetch it with `govpr.media.remote`.
        site: The name of its site, or "".
    """

    url: str
    title: str = ""
    description: str = ""
    image: str = ""
    site: str = ""


def preview(url: str) -> Flow[Preview]:
    """Open a page and read what it says of itself.

    Args:
        url: Its address: https, and public.

    Raises:
        Misconfigured: The address, or one that it leads to, is not public, or is no https.
        Rejected: It is no page.
        DeliveryError: The server does not give it.
    """
    steps = yield from capture(url, within=_WITHIN)
    reply, place = steps[-1].reply, steps[-1].call.url
    if _type(reply) not in _PAGES:
        raise Rejected("it is no page that could say what it is", where=host_of(place))
    return read_preview(_text(reply), place)


def read_preview(markup: str, url: str) -> Preview:
    """What a page's markup says of it.

    Args:
        markup: The page.
        url: Its address.

    Example:
        >>> page = '<title>Peta</title><meta property="og:image" content="/peta.png">'
        >>> read_preview(page, "https://bmkg.go.id/banjir").image
        'https://bmkg.go.id/peta.png'
    """
    page = parse(markup)
    title = page.css_first("title")
    return Preview(
        url=url,
        title=shortened(_said(page, "og:title", "twitter:title") or _plain(title.text() if title else ""), _TITLE),
        description=shortened(_said(page, "og:description", "twitter:description", "description"), _DESCRIPTION),
        image=_address(url, _said(page, "og:image:secure_url", "og:image", "og:image:url", "twitter:image")),
        site=shortened(_said(page, "og:site_name"), _TITLE),
    )


def _said(page: LexborHTMLParser, *names: str) -> str:
    """The first of several properties that a page has."""
    for name in names:
        for node in page.css(f'meta[property="{name}"], meta[name="{name}"]'):
            if said := _plain(node.attributes.get("content") or ""):
                return said
    return ""


def _plain(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _address(home: str, address: str) -> str:
    try:
        whole = urljoin(home, address) if address else ""
    except ValueError:  # what the page names is no address
        return ""
    return whole if whole.startswith("https://") and len(whole) <= _LONGEST else ""


def _type(reply: Reply) -> str:
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


def _text(reply: Reply) -> str:
    named = _CHARSET.search(reply.headers.get("content-type", "")) or _CHARSET.search(
        reply.body[:1024].decode("ascii", "replace")
    )
    try:
        return reply.body.decode(named[1] if named else "utf-8", "replace")
    except LookupError:  # nobody knows that encoding
        return reply.body.decode("utf-8", "replace")
