"""A fact-checker's article as paragraphs with their links; nothing in it is loaded or run."""

from collections.abc import Iterator, Mapping
from itertools import islice

from attrs import frozen
from selectolax.lexbor import LexborNode

from govpr.errors import Problem
from govpr.hoaxes.readers.html import parse, unread
from govpr.hoaxes.readers.marked import marked_items

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = frozenset({"p", "div", "blockquote", "pre", "section", "article", "figure", "figcaption", "body"})
_ROWS = frozenset({"li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th"})
_BLOCKS = _HEADINGS | _PARAGRAPHS | _ROWS
_UNSEEN = ["script", "style", "noscript", "template", "iframe", "object", "svg"]
_DEEPEST = 40
_MOST = 5_000


@frozen
class Block:
    """A paragraph, a line, or a heading.

    Args:
        text: Its words on one line.
        heading: Whether it is marked up as a heading.
        links: Where it leads.
    """

    text: str
    heading: bool = False
    links: tuple[str, ...] = ()


@frozen
class Content:
    """What an article says.

    Args:
        blocks: Its paragraphs, in order.
        images: Addresses of its pictures.
        data: Its JSON-LD, as written.
        items: What it marks up as microdata or RDFa Lite, in the shape of JSON-LD.
        unread: What of it is not read, since there is too much of it.
    """

    blocks: tuple[Block, ...] = ()
    images: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    items: tuple[Mapping[str, object], ...] = ()
    unread: tuple[Problem, ...] = ()


def content_of(markup: str) -> Content:
    """The paragraphs, pictures and JSON-LD of a piece of HTML, however broken it is; at most 5,000 paragraphs of it.

    Args:
        markup: The HTML.

    Example:
        >>> page = content_of("<h3>Kesimpulan</h3>Itu <b>salah</b> &amp; lama.<br><a href='https://a.example'>Arsip</a>")
        >>> [block.text for block in page.blocks], page.blocks[2].links
        (['Kesimpulan', 'Itu salah & lama.', 'Arsip'], ('https://a.example',))
    """
    tree = parse(markup)
    body = tree.body
    if body is None:
        return Content()
    data = tuple(node.text() for node in tree.css('script[type="application/ld+json"]'))
    images = tuple(dict.fromkeys((node.attributes.get("src") or "").strip() for node in body.css("img")))
    items, more = marked_items(tree)
    body.strip_tags(_UNSEEN)
    blocks = tuple(islice(_paragraphs(body), _MOST + 1))
    if len(blocks) > _MOST:
        more.append(Problem("", "has too many paragraphs", f"the first {_MOST:,} are read"))
    return Content(blocks[:_MOST], images, data, tuple(items), (*unread(markup), *more))


def _paragraphs(body: LexborNode) -> Iterator[Block]:
    words: list[str] = []
    links: list[str] = []
    place, heading = body.mem_id, False
    for node in body.traverse(include_text=True):
        tag = node.tag
        if tag == "a":
            links.append((node.attributes.get("href") or "").strip())
        if tag not in ("-text", "br"):
            continue
        block = _around(node)
        if tag == "br" or block.mem_id != place:
            own = links.pop() if links and tag == "-text" and _in_link(node) else ""
            if paragraph := _block(words, links, heading=heading):
                yield paragraph
            words, links = [], [own] if own else []
        place, heading = block.mem_id, block.tag in _HEADINGS
        if tag == "-text":
            words.append(node.text(deep=False) or "")
    if paragraph := _block(words, links, heading=heading):
        yield paragraph


def _block(words: list[str], links: list[str], *, heading: bool) -> Block | None:
    text, places = " ".join("".join(words).split()), tuple(filter(None, links))
    return Block(text, heading, places) if text or places else None


def _around(node: LexborNode) -> LexborNode:
    """The paragraph that a node stands in; of markup that is nested without end, some node on the way."""
    here = node
    for _ in range(_DEEPEST):
        if here.tag in _BLOCKS or here.parent is None:
            break
        here = here.parent
    return here


def _in_link(node: LexborNode) -> bool:
    """Whether a text is the first in its link: the link then belongs to the text's paragraph."""
    here = node.parent
    for _ in range(3):
        if here is None or here.tag in _BLOCKS:
            return False
        if here.tag == "a":
            return True
        here = here.parent
    return False
