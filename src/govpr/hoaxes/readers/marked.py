"""What a page marks up in its own words, as microdata or RDFa Lite, in the shape of JSON-LD.

Nothing is fetched. A page that is made to keep its reader busy is read only so far: the limits stand below.
Sources: https://html.spec.whatwg.org/multipage/microdata.html and https://www.w3.org/TR/rdfa-lite/
"""

from collections.abc import Iterator
from typing import Any

from attrs import define, field, frozen
from selectolax.lexbor import LexborHTMLParser, LexborNode

from govpr.errors import Problem
from govpr.hoaxes.readers.html import words
from govpr.hoaxes.readers.values import tail

_KINDS = ("ClaimReview", "MediaReview")
_MOST, _DEEPEST, _LONGEST = 5_000, 100, 1_000_000
"""So many marked elements, levels between an element and what it belongs to, and characters of values."""
_REFERRED = 50


@frozen(kw_only=True)
class _Way:
    """How one of the two ways marks things up: the names of its attributes."""

    scope: str
    kind: str
    name: str
    id: str


_WAYS = (
    _Way(scope="itemscope", kind="itemtype", name="itemprop", id="itemid"),
    _Way(scope="typeof", kind="typeof", name="property", id="resource"),
)
_SOURCES = frozenset({"audio", "embed", "iframe", "img", "source", "track", "video"})
_LINKS = frozenset({"a", "area", "link"})


@define
class _Item:
    """A thing that a page describes."""

    said: dict[str, Any]
    above: "_Item | None" = None
    """What it is a property of."""


def marked_items(tree: LexborHTMLParser) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The things that a page describes, where reviews of claims are among them, and what was not read.

    Args:
        tree: The page. Scripts within what is marked up are taken out of it.

    Example:
        >>> from govpr.hoaxes.readers.html import parse
        >>> page = '<p itemscope itemtype="https://schema.org/ClaimReview"><b itemprop="claimReviewed">Bansos</b></p>'
        >>> marked_items(parse(page))[0]
        [{'@type': ['https://schema.org/ClaimReview'], 'claimReviewed': 'Bansos'}]
    """
    found: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for way in _WAYS:
        if any(tree.css_first(f'[{way.kind}*="{kind}"]') for kind in _KINDS):
            page = _Marked(way)
            problems += page.read(tree)
            found += page.tops()
    return found, problems


@define
class _Marked:
    """The things of a page that are marked up in one way."""

    way: _Way
    items: dict[int, _Item] = field(factory=dict)
    referred: dict[str, list[_Item]] = field(factory=dict)
    """Which things say that an element elsewhere belongs to them, by its `id` (`itemref`)."""
    length: int = 0

    def read(self, tree: LexborHTMLParser) -> Iterator[Problem]:
        way = self.way
        nodes = tree.css(f"[{way.scope}], [{way.name}]")
        if len(nodes) > _MOST:
            yield Problem("", f"marks up {len(nodes):,} elements", f"the first {_MOST:,} are read")
        for node in nodes[:_MOST]:
            if way.scope in node.attributes:
                self._begin(node)
        for node in nodes[:_MOST]:
            if node.attributes.get(way.name):
                self._take(node)
            if self.length > _LONGEST:
                yield Problem("", "marks up too many words", f"the first {_LONGEST:,} characters are read")
                return

    def tops(self) -> list[dict[str, Any]]:
        """The things that are no property of another."""
        for item in self.items.values():
            item.said.update((name, told[0]) for name, told in item.said.items() if name[0] != "@" and len(told) == 1)
        return [item.said for item in self.items.values() if item.above is None]

    def _begin(self, node: LexborNode) -> None:
        said: dict[str, Any] = {"@type": _tokens(node, self.way.kind)}
        if name := (node.attributes.get(self.way.id) or "").strip():
            said["@id"] = name
        item = self.items[node.mem_id] = _Item(said)
        for reference in _tokens(node, "itemref")[:_REFERRED] if self.way.scope == "itemscope" else ():
            self.referred.setdefault(reference, []).append(item)

    def _take(self, node: LexborNode) -> None:
        """Give a property to what it belongs to. A thing is a property of one other, and never of itself."""
        owners = self._owners(node)
        own = self.items.get(node.mem_id)
        if not owners or (own and own.above):
            return
        if own is None:
            value: Any = _value(node)
            self.length += len(value)
        elif _comes_from(owners[0], own):
            return
        else:
            value, own.above, owners = own.said, owners[0], owners[:1]
        for owner in owners:
            for name in _tokens(node, self.way.name):
                owner.said.setdefault(tail(name), []).append(value)

    def _owners(self, node: LexborNode) -> list[_Item]:
        """The thing around an element, or those that refer to an element around it."""
        here: LexborNode | None = node
        for _ in range(_DEEPEST):
            if here is None:
                return []
            if here.mem_id != node.mem_id and (item := self.items.get(here.mem_id)):
                return [item]
            if self.referred and (items := self.referred.get(here.attributes.get("id") or "")):
                return items[:_REFERRED]
            here = here.parent
        return []


def _comes_from(item: _Item, other: _Item) -> bool:
    """Whether a thing is another, or a part of it; as such counts what is too deep in others to be sure."""
    here: _Item | None = item
    for _ in range(_DEEPEST):
        if here is None:
            return False
        if here is other:
            return True
        here = here.above
    return True


def _value(node: LexborNode) -> str:
    about, tag = node.attributes, node.tag
    if about.get("content") is not None:  # on `meta`; and wherever else publishers write it
        return (about["content"] or "").strip()
    named = {"object": "data", "data": "value", "meter": "value", "time": "datetime"}
    name = "src" if tag in _SOURCES else "href" if tag in _LINKS else named.get(tag or "", "")
    said = (about.get(name) or "").strip() if name else ""
    return said or (about.get("resource") or "").strip() or words(node)


def _tokens(node: LexborNode, name: str) -> list[str]:
    return (node.attributes.get(name) or "").split()
