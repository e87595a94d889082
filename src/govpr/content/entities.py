"""Links, mentions and hashtags in a text, with their places.

Mentions are `@name`, `@name@host` (Mastodon) and `@name.domain` (Bluesky). X counts by its own rules: see `weighted`.
"""

from functools import cache
from typing import Any

import regex
from attrs import frozen

_MENTION = regex.compile(
    r"(?<![\w=/.@])@(?P<name>[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)(?:@(?P<host>\w+(?:[.-]+\w+)*))?",
)
# Marks belong to words of Javanese, Balinese and Indic scripts; a hashtag of digits alone is none on any platform.
_HASHTAG = regex.compile(r"(?<![\w&/=#＃])[#＃](?=[\p{Nd}_]*\p{L})[\p{L}\p{M}\p{Nd}_\u200c\u200d]+")

_UNDERSCORED = regex.compile(r"https?://[\w.-]*_", regex.IGNORECASE)
_NUMBERS = regex.compile(r"(?:https?://)?(\d+)\.(\d+)\.(\d+)\.(\d+)(?![\w.-])", regex.IGNORECASE)
_BYTE = 256


@frozen
class Entity:
    """A link, mention or hashtag, where it stands.

    Args:
        start: Its first code point, counted from 0.
        end: The code point after its last.
        text: As it is written, `@` or `#` included.
    """

    start: int
    end: int
    text: str


@frozen(kw_only=True)
class Entities:
    """What `extract` found, each kind in the order of the text.

    Args:
        links: Web addresses, with or without a scheme.
        mentions: `@name`, `@name@host` or `@name.domain`.
        hashtags: `#word`.
    """

    links: tuple[Entity, ...] = ()
    mentions: tuple[Entity, ...] = ()
    hashtags: tuple[Entity, ...] = ()


def extract(text: str) -> Entities:
    """Find links, mentions and hashtags; none overlaps another.

    Args:
        text: Any text.

    Example:
        >>> found = extract("Info @komdigi@sosial.go.id: https://komdigi.go.id/banjir #SiagaBanjir")
        >>> [entity.text for entity in found.links + found.mentions + found.hashtags]
        ['https://komdigi.go.id/banjir', '@komdigi@sosial.go.id', '#SiagaBanjir']
    """
    addresses = _links(text)
    full = [link for link in addresses if has_scheme(link)]
    mentions = _outside(_found(_MENTION, text), full)
    links = _outside(addresses, mentions)
    return Entities(
        links=tuple(links), mentions=tuple(mentions), hashtags=tuple(_outside(_found(_HASHTAG, text), links))
    )


def has_scheme(link: Entity) -> bool:
    """Whether the link is written with `http://` or `https://`.

    Args:
        link: One of `Entities.links`.

    Example:
        >>> [has_scheme(link) for link in extract("komdigi.go.id https://komdigi.go.id").links]
        [False, True]
    """
    return link.text.lower().startswith(("http://", "https://"))


def _links(text: str) -> list[Entity]:
    if "." not in text and "://" not in text:  # the only two ways a link begins
        return []
    matches = _linkify().match(text) or ()
    found = [Entity(match.index, match.last_index, match.raw) for match in matches]
    return [link for link in sorted([*found, *_outside(_underscored(text), found)], key=_start) if _is_place(link)]


def _start(entity: Entity) -> int:
    return entity.start


def _underscored(text: str) -> list[Entity]:
    """Addresses of hosts with an underscore, which linkify-it leaves out."""
    if not _UNDERSCORED.search(text):
        return []
    from govpr.content.weighted_links import links_in  # noqa: PLC0415  (few texts need its patterns)

    found = [Entity(start, end, text[start:end]) for start, end in links_in(text)]
    return [link for link in found if has_scheme(link)]


def _is_place(link: Entity) -> bool:
    """Four numbers are an address only where each is one byte."""
    numbers = _NUMBERS.match(link.text)
    return numbers is None or all(int(number) < _BYTE for number in numbers.groups())


def _found(pattern: "regex.Pattern[str]", text: str) -> list[Entity]:
    return [Entity(match.start(), match.end(), match.group()) for match in pattern.finditer(text)]


def _outside(entities: list[Entity], others: list[Entity]) -> list[Entity]:
    return [entity for entity in entities if not any(_overlap(entity, other) for other in others)]


def _overlap(one: Entity, other: Entity) -> bool:
    return one.start < other.end and other.start < one.end


@cache
def _linkify() -> Any:
    from linkify_it import LinkifyIt  # noqa: PLC0415  (loading its tables takes longer than most programs run)
    from linkify_it.tlds import TLDS  # noqa: PLC0415

    finder = LinkifyIt(options={"fuzzy_link": True, "fuzzy_email": False, "fuzzy_ip": False})
    for scheme in ("ftp:", "mailto:", "//"):
        finder.add(scheme, None)
    finder.tlds([name.lower() for name in TLDS if not name.startswith("XN--")], keep_old=True)
    return finder
