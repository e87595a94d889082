"""Pages of fact-checkers: their ClaimReview markup of any kind, else what an article shows, else a list's headlines.

Nothing in a page is run, and no address in it is followed.
"""

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from attrs import frozen
from selectolax.lexbor import LexborHTMLParser, LexborNode

from govpr.errors import Problem
from govpr.hoaxes.readers.articles import article_row
from govpr.hoaxes.readers.claimreview import Rows, reviews_of, script_reviews
from govpr.hoaxes.readers.html import parse, unread, words
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


@frozen
class PageRows:
    """The fact-checks of a page.

    Args:
        rows: Each with its place.
        problems: What of its markup cannot be read.
        beyond: What was not read, since there is more of it than is read: the page's fact-checks are not all of them.
    """

    rows: list[tuple[Place, dict[str, object]]]
    problems: list[Problem]
    beyond: list[Problem]


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
    page = read_page(markup, url)
    return page.rows, [*page.problems, *page.beyond]


def read_page(markup: str, url: str = "") -> PageRows:
    """As `page_rows`, with what is beyond its limits told apart.

    Args:
        markup: The page, in HTML.
        url: Its address.
    """
    tree, beyond = parse(markup), unread(markup)
    rows, problems = _marked(tree, url, beyond)
    if rows:
        rows = [(place, {**row, "url": row["url"] or url}) for place, row in rows]
    elif article := article_row(tree, url, beyond):
        rows = [(Place(path="article."), article)]
    else:
        rows = _listed(tree, url, beyond)
    return PageRows(rows, problems, beyond)


def _marked(tree: LexborHTMLParser, url: str, beyond: list[Problem]) -> Rows:
    rows: list[tuple[Place, dict[str, object]]] = []
    problems: list[Problem] = []
    scripts = [node for node in tree.css("script[type]") if _DATA.search(node.attributes.get("type") or "")]
    if len(scripts) > _SCRIPTS:
        beyond.append(Problem("", f"has {len(scripts)} scripts of data", f"the first {_SCRIPTS} are read"))
    for number, node in enumerate(scripts[:_SCRIPTS]):
        found, wrong = script_reviews(node.text(), f"script[{number}]")
        rows += found
        problems += wrong
    items, more = marked_items(tree)
    beyond += more
    told = [row for number, item in enumerate(items) for row in reviews_of(item, f"item[{number}]")]
    return joined(_placed(rows, url), _placed(told, url)), problems


def _placed(rows: Iterable[tuple[Place, dict[str, object]]], url: str) -> list[tuple[Place, dict[str, object]]]:
    return [(place, {**row, "url": _joined(url, row.get("url"))}) for place, row in rows]


def _listed(tree: LexborHTMLParser, url: str, beyond: list[Problem]) -> list[tuple[Place, dict[str, object]]]:
    """Headlines that begin with a verdict, each with its link: an index page says no more."""
    found: dict[str, tuple[Place, dict[str, object]]] = {}
    read = 0
    for number, node in enumerate(tree.css(_HEADLINES)):
        if number >= _LOOKED_AT or len(found) >= _LISTED or read > _WORDS:
            beyond.append(Problem("", "lists too many headlines", f"the first {number:,} are read: save shorter pages"))
            break
        link, headline = node if node.tag == "a" else _link(node), words(node)
        read += len(headline)
        label, claim = leading_label(headline)
        address = _joined(url, link.attributes.get("href") if link else "")
        if label and claim and address:
            row: dict[str, object] = {"text": claim, "label": label, "url": address}
            found.setdefault(address, (Place(path=f"headlines[{len(found)}]."), row))
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
