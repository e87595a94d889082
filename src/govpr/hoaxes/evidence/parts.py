"""What a page shows besides its words: its images and style sheets, for a copy that looks as the page did."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urldefrag, urljoin

from attrs import frozen
from selectolax.lexbor import LexborHTMLParser

from govpr.errors import DeliveryError
from govpr.hoaxes.evidence.capture import Exchange, capture
from govpr.hoaxes.readers.html import parse
from govpr.http.calls import Flow

MOST_PARTS, MOST_BYTES = 60, 16 * 1024 * 1024
"""So many parts of a page are kept, and so many bytes of them together."""
_TOGETHER = timedelta(minutes=2)
_WITHIN = 15.0
_LONGEST = 2_000
_PAGES = ("text/html", "application/xhtml+xml")


@frozen
class Parts:
    """What was captured of a page's parts.

    Args:
        kept: The steps of each part.
        missing: Addresses that could not be had, or were too many, too large or too slow.
    """

    kept: tuple[tuple[Exchange, ...], ...] = ()
    missing: tuple[str, ...] = ()


def capture_whole(url: str) -> Flow[tuple[tuple[Exchange, ...], Parts]]:
    """Fetch a page for the archive, and the images and style sheets that it names.

    Each is fetched as the page is: https, public addresses only. What style sheets load in turn, scripts and frames are
    left out.

    Args:
        url: The page's address, as for `capture`.

    Raises:
        DeliveryError: As `capture`, for the page itself. A part that cannot be had is listed.
    """
    steps = yield from capture(url)
    reply = steps[-1].reply
    if reply.headers.get("content-type", "").partition(";")[0].strip().lower() not in _PAGES:
        return steps, Parts()
    named = parts_of(reply.body.decode("utf-8", "replace"), steps[-1].call.url)
    return steps, (yield from _captured(named, reply.at))


def parts_of(markup: str, url: str) -> tuple[str, ...]:
    """The addresses of a page's images and style sheets, in order, each once.

    Args:
        markup: The page.
        url: Its address.

    Example:
        >>> parts_of('<link rel="stylesheet" href="/a.css"><img src="b.png"><img src="data:,x">', "https://x.example/y/")
        ('https://x.example/a.css', 'https://x.example/y/b.png')
    """
    page = parse(markup)
    base = page.css_first("base[href]")
    home = _joined(url, base.attributes.get("href") or "") if base else url
    found = (_joined(home or url, address) for address in _named(page))
    return tuple(dict.fromkeys(one for one in found if one))


def _named(page: LexborHTMLParser) -> Iterator[str]:
    for node in page.css("link[href], img, source, input[type=image], video[poster]"):
        about = node.attributes
        if node.tag == "link":
            rel = (about.get("rel") or "").lower().split()
            if "stylesheet" in rel or "icon" in rel:
                yield about.get("href") or ""
        elif node.tag == "video":
            yield about.get("poster") or ""
        else:
            if node.tag != "source":  # there it is a film or a sound
                yield about.get("src") or ""
            # the first of several sizes: they show the same
            yield (about.get("srcset") or "").strip().partition(" ")[0].rstrip(",")


def _joined(home: str, address: str) -> str:
    try:
        whole = urldefrag(urljoin(home, address.strip())).url if address.strip() else ""
    except ValueError:  # what the page names is no address
        return ""
    return whole if whole.startswith(("https://", "http://")) and len(whole) <= _LONGEST else ""


def _captured(named: tuple[str, ...], began: datetime | None) -> Flow[Parts]:
    kept: list[tuple[Exchange, ...]] = []
    missing: list[str] = list(named[MOST_PARTS:])
    size, over = 0, False
    for address in named[:MOST_PARTS]:
        if over:
            missing.append(address)
            continue
        try:
            steps = yield from capture(address, within=_WITHIN)
        except DeliveryError:
            missing.append(address)
            continue
        at, more = steps[-1].reply.at, sum(len(step.reply.body) for step in steps)
        over = at is not None and began is not None and at - began > _TOGETHER
        if size + more > MOST_BYTES:
            missing.append(address)
            continue
        size += more
        kept.append(steps)
    return Parts(tuple(kept), tuple(missing))
