"""A fact-check that only its article tells: a headline, a day, a verdict in a word or a stamp, and an upshot."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govpr.errors import Problem
from govpr.hoaxes.dates import read_day
from govpr.hoaxes.readers.html import words
from govpr.hoaxes.verdicts import leading_label, verdict_of
from govpr.models import Verdict

_BODY = (
    "[itemprop=articleBody], [class^=article-body-module__content], .detail-in, .entry-content, .post-content,"
    " .article-content, article, main"
)
_BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "blockquote", "section", "td"})
_UPSHOT = re.compile(r"\W*(kesimpulan|verdict|veredicto|conclusion|our rating|rating)\W*", re.IGNORECASE)
_END = re.compile(
    r"\W*(tim cek ?fakta|rujukan|referensi|sumber|sources|read more|baca juga|our standards)\b", re.IGNORECASE
)
_STAMP = re.compile(
    r"/([a-z_-]{3,30}?)(?:[_-]?(?:teks|text|stamp|label))?\.(?:png|jpe?g|svg|webp)(?:\?|$)", re.IGNORECASE
)
_MORE = re.compile(r"\s*[.:–—]\s|\.$")
_KIND = re.compile(
    r"\W*(?:fact[ -]?check|cek fakta|periksa fakta|checagem de fatos|verificación)\s*[:|–-]\s*", re.IGNORECASE
)
_BADGE = re.compile(r"badge|logo|icon|avatar", re.IGNORECASE)
_SITE = re.compile(r"\s+[-|–]\s+([^-|–]+)$")
_DEEPEST, _LONGEST_LABEL, _SAID = 60, 40, 6
_BODIES, _PICTURES, _MOST_BLOCKS = 20, 200, 5000
"""An article has fewer; a page that has more is made to keep its reader busy."""


def article_row(tree: LexborHTMLParser, url: str, beyond: list[Problem]) -> dict[str, object] | None:
    """A page with one article that gives a verdict, as a row; None where no verdict is found.

    A verdict is a word before the headline (`Keliru, ...`, `[SALAH] ...`), the name of a stamp's picture
    (`keliru_teks.png`), or the first words under a heading such as `Verdict`.

    Args:
        tree: The page.
        url: Its address, or "".
        beyond: Gets what of the article is not read.
    """
    head = tree.css_first("article h1, main h1, h1")
    headline = words(head) if head else _meta(tree, "og:title")
    label, claim = leading_label(_KIND.sub("", headline, count=1) if _KIND.match(headline) else headline)
    body = max(tree.css(_BODY)[:_BODIES], key=lambda node: len(node.text()), default=None) if claim else None
    if body is None:
        return None
    pictures = body.css("img")
    images = [image for node in pictures[:_PICTURES] if (image := _joined(url, node.attributes.get("src")))]
    blocks = list(islice(_blocks(body, 0), _MOST_BLOCKS + 1))
    upshot = _upshot(blocks)
    spoken = _MORE.split(upshot, maxsplit=1)[0] if upshot else ""
    stamp = next((found for found in map(_stamped, images) if found), "")
    label = label or stamp or (spoken if 0 < len(spoken) <= _LONGEST_LABEL and _known(spoken) else "")
    if not label:
        return None
    if len(pictures) > _PICTURES:
        beyond.append(Problem("article", f"has {len(pictures):,} pictures", f"the first {_PICTURES} are read"))
    if len(blocks) > _MOST_BLOCKS:
        beyond.append(Problem("article", "has too many paragraphs", f"the first {_MOST_BLOCKS:,} are read"))
    data = _data(tree)
    shown = [
        _joined(url, _meta(tree, "og:image")),
        *(image for image in images if not (_stamped(image) or _BADGE.search(image))),
    ]
    return {
        "text": claim,
        "label": label,
        "url": url or _canonical(tree),
        "lang": _meta(tree, "og:locale") or (tree.root and tree.root.attributes.get("lang")) or "",
        "publisher": _meta(tree, "og:site_name") or _text(data.get("publisher")) or _site(tree, url),
        "date": _day(tree, data),
        "updated": _meta(tree, "article:modified_time") or _text(data.get("dateModified")),
        "conclusion": upshot,
        "topic": _meta(tree, "keywords"),
        "images": [picture for picture in shown if picture],
    }


def _known(label: str) -> bool:
    return verdict_of(label) is not Verdict.OTHER


def _stamped(address: str) -> str:
    found = _STAMP.search(address)
    label = re.sub("[_-]+", " ", found[1]).strip().title() if found else ""
    return label if _known(label) else ""


def _blocks(node: LexborNode, depth: int) -> Iterator[str]:
    """The words of each block, in order; what is nested deeper than sixty levels is one block."""
    inner = [one for one in node.iter() if one.tag in _BLOCKS or one.css_first(",".join(_BLOCKS))]
    if not inner or depth > _DEEPEST:
        if text := words(node):
            yield text
        return
    for one in inner:
        yield from _blocks(one, depth + 1)


def _upshot(blocks: list[str]) -> str:
    """What stands under the last heading that promises one."""
    places = [number for number, text in enumerate(blocks) if _UPSHOT.fullmatch(text)]
    said: list[str] = []
    for text in blocks[places[-1] + 1 :] if places else ():
        if _END.match(text) or len(said) >= _SAID or not any(char.isalnum() for char in text):
            break
        said.append(text)
    return "\n".join(said)


def _day(tree: LexborHTMLParser, data: Mapping[str, object]) -> str:
    time = tree.css_first("time[datetime], [itemprop=datePublished]")
    shown = tree.css_first("article .date, main .date, .date")
    told = [_meta(tree, "article:published_time"), _text(data.get("datePublished"))]
    told += [time.attributes.get("datetime") or time.attributes.get("content") or ""] if time else []
    told += [part for text in ([words(shown)] if shown else []) for part in (text, text.partition(",")[2])]
    return next((text for text in told if read_day(text)), "")


def _data(tree: LexborHTMLParser) -> Mapping[str, object]:
    """What the page's own JSON-LD says of the article."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            value = json.loads(node.text(), strict=False)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and str(value.get("@type", "")).endswith("Article"):
            return value
    return {}


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else ""


def _meta(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f'meta[property="{name}"], meta[name="{name}"]')
    return (node.attributes.get("content") or "").strip() if node else ""


def _canonical(tree: LexborHTMLParser) -> str:
    node = tree.css_first('link[rel="canonical"]')
    return (node.attributes.get("href") or "") if node else ""


def _site(tree: LexborHTMLParser, url: str) -> str:
    title = tree.css_first("title")
    named = _SITE.search(words(title)) if title else None
    return named[1].strip() if named else urlsplit(url).hostname or ""


def _joined(url: str, address: str | None) -> str:
    try:
        return urljoin(url, (address or "").strip()) if address else ""
    except ValueError:
        return ""
