"""Pages of fact-checkers: their ClaimReview markup of any kind, else what an article shows, else a list's headlines.

Nothing in a page is run, and no address in it is followed.
"""

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govpr.errors import Problem
from govpr.hoaxes.readers.articles import article_row
from govpr.hoaxes.readers.claimreview import Rows, reviews_of, script_reviews
from govpr.hoaxes.readers.html import LONGEST, parse, words
from govpr.hoaxes.readers.joining import joined
from govpr.hoaxes.readers.marked import marked_items
from govpr.hoaxes.readers.rows import Place
from govpr.hoaxes.verdicts import leading_label

_SCRIPTS = 200
_HEADLINES = "h1 a[href], h2 a[href], h3 a[href], h4 a[href], a[href] h2, a[href] h3, a[href] h4"
_LISTED = 500
_LOOKED_AT = 2_000
_WORDS = 1_000_000
"""As many characters of headlines are read: those that stand in each other would be read again and again."""
_DATA = re.compile(r"ld\+json", re.IGNORECASE)


def page_rows(markup: str, url: str = "") -> Rows:
    """The fact-checks of a page as rows, each with its place, and what of its markup cannot be read.

    Args:
        markup: The page, in HTML.
        url: Its address.

    Example:
        >>> review = '{"@type": "ClaimReview", "claimReviewed": "Bansos cair",}'
        >>> page_rows(f'<script type="application/ld+json">{review}</script>')[0][0][1]["text"]
        'Bansos cair'
    """
    tree = parse(markup)
    rows, problems = _marked(tree, url)
    if len(markup) > LONGEST:
        problems.append(Problem("", "is too long a page", f"its first {LONGEST:,} characters are read"))
    if rows:
        return [(place, {**row, "url": row["url"] or url}) for place, row in rows], problems
    article = article_row(tree, url)
    if article:
        return [(Place(path="article."), article)], problems
    return _listed(tree, url), problems


def _marked(tree: LexborHTMLParser, url: str) -> Rows:
    rows: list[tuple[Place, dict[str, object]]] = []
    problems: list[Problem] = []
    scripts = [node for node in tree.css("script[type]") if _DATA.search(node.attributes.get("type") or "")]
    if len(scripts) > _SCRIPTS:
        problems.append(Problem("", f"has {len(scripts)} scripts of data", f"the first {_SCRIPTS} are read"))
    for number, node in enumerate(scripts[:_SCRIPTS]):
        found, wrong = script_reviews(node.text(), f"script[{number}]")
        rows += found
        problems += wrong
    items, unread = marked_items(tree)
    told = [row for number, item in enumerate(items) for row in reviews_of(item, f"item[{number}]")]
    return joined(_placed(rows, url), _placed(told, url)), problems + unread


def _placed(rows: Iterable[tuple[Place, dict[str, object]]], url: str) -> list[tuple[Place, dict[str, object]]]:
    return [(place, {**row, "url": _joined(url, row.get("url"))}) for place, row in rows]


def _listed(tree: LexborHTMLParser, url: str) -> list[tuple[Place, dict[str, object]]]:
    """Headlines that begin with a verdict, each with its link: an index page says no more."""
    found: dict[str, tuple[Place, dict[str, object]]] = {}
    read = 0
    for node in tree.css(_HEADLINES)[:_LOOKED_AT]:
        link, headline = node if node.tag == "a" else _link(node), words(node)
        read += len(headline)
        label, claim = leading_label(headline)
        address = _joined(url, link.attributes.get("href") if link else "")
        if label and claim and address:
            row: dict[str, object] = {"text": claim, "label": label, "url": address}
            found.setdefault(address, (Place(path=f"headlines[{len(found)}]."), row))
        if len(found) >= _LISTED or read > _WORDS:
            break
    return list(found.values())


def _link(node: LexborNode) -> LexborNode | None:
    above: LexborNode | None = node
    while above is not None and above.tag != "a":
        above = above.parent
    return above


def _joined(url: str, address: object) -> str:
    try:
        return urljoin(url, str(address or "").strip()) if address else ""
    except ValueError:
        return ""
