"""Which addresses in a text X turns into links, each of which it counts at a fixed length.

Source: the documented behaviour of X's `twitter-text` and its conformance cases, in rules of our own.
"""

from collections.abc import Iterator
from functools import cache

import regex

LONGEST = 4096
_LONGEST_LABEL = 63
_WORD = r"\p{L}\p{M}\p{N}\p{So}"
_LABEL = rf"[{_WORD}](?:[{_WORD}_\-]{{0,61}}[{_WORD}])?"  # 63 is the most that a label may have, 127 of them a domain
_LETTER = r"a-z0-9\p{Cyrillic}\p{Latin}"
_GENERAL = rf"[{_LETTER}!*';:=+,.$/%#\[\]\-\u2013_~@|\&]"
_CLOSED = rf"\({_GENERAL}*(?:\({_GENERAL}+\){_GENERAL}*)*\)"
_FLAGS = regex.IGNORECASE | regex.V1
_START = regex.compile(
    rf"(?<![a-z0-9@＠$#＃\ufffe\ufeff\uffff])(?P<scheme>https?://)?(?P<domain>{_LABEL}(?:\.{_LABEL}){{1,126}})", _FLAGS
)
_REST = regex.compile(
    rf"(?::\d+)?(?:/(?:(?:{_GENERAL}|{_CLOSED})*(?:[{_LETTER}=_#/+\-]|{_CLOSED}))?)?"
    r"(?:\?[a-z0-9!?*'@();:\&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_\&=#/])?",
    _FLAGS,
)
_LATIN = r"[a-z0-9\p{Latin}\-]+"
_LATIN_DOMAIN = regex.compile(rf"{_LATIN}(?:\.{_LATIN})*\.(?:{_LATIN}|[{_WORD}]+)", _FLAGS)
_MIXED = regex.compile(r"(?<![^.])xn--[a-z0-9\-]*[^a-z0-9.\-]", _FLAGS)  # encoded and not encoded at once
_SHORTENED = regex.compile(r"https?://t\.co/(?P<slug>[a-z0-9]+)", _FLAGS)
_LONGEST_SLUG = 40
# X still links names that have left the root zone, and one that was never in it.
_FORMER = (
    "active aigo an bl blanco bnl boots bq cartier chloe chrysler dodge doha doosan duns eh epost esurance "
    "everbank flsmidth goodhands honeywell htc iinet intel iselect iwc jlc ladbrokes lancome liaison mcd "
    "mcdonalds meo metlife mf mobily montblanc mopar movistar mtpc mutuelle nadex onion orientexpress "
    "pamperedchef panerai piaget rightathome sapo scor spiegel srt starhub statoil symantec telecity telefonica "
    "tp uconnect um vista vistaprint warman xperia zippo موبايلي 工行 手表 珠宝"
)


def links_in(text: str) -> Iterator[tuple[int, int]]:
    """Where links begin and end, in code points.

    Args:
        text: Text in Unicode's normal form C.

    Example:
        >>> list(links_in("Lihat komdigi.go.id/banjir."))
        [(6, 26)]
    """
    place = 0
    while "." in text and (match := _START.search(text, place)):
        links = list(_with_scheme(text, match) if match["scheme"] else _without_scheme(text, match))
        yield from links
        place = links[-1][1] if links else match.end()


def _with_scheme(text: str, match: "regex.Match[str]") -> Iterator[tuple[int, int]]:
    start, end = match.start(), _domain_end(text, *match.span("domain"))
    if end is None or not _encodable(text[match.start("domain") : end]):
        return
    stop = _rest(text, end)
    short = _SHORTENED.match(text, start, stop)
    if short is None and stop - start <= LONGEST:
        yield start, stop
    elif short is not None and len(short["slug"]) <= _LONGEST_SLUG:
        yield start, short.end()


def _without_scheme(text: str, match: "regex.Match[str]") -> Iterator[tuple[int, int]]:
    """X links an address without a scheme only where its domain is written in Latin letters."""
    if text[match.start() - 1 : match.start()] in tuple("-_./"):
        return
    for found in _LATIN_DOMAIN.finditer(match["domain"]):
        start = match.start("domain") + found.start()
        end = _domain_end(text, start, match.start("domain") + found.end())
        if end is not None and _encodable(text[start:end]):
            yield start, _rest(text, end)


def _rest(text: str, end: int) -> int:
    """Where port, path and query end."""
    found = _REST.match(text, end)
    return int(found.end()) if found else end


def _domain_end(text: str, start: int, stop: int) -> int | None:
    """The end of the longest domain that ends with a top-level domain."""
    labels = text[start:stop].split(".")
    for last in range(len(labels) - 1, 0, -1):
        length = _top_level(labels[last])
        end = start + len(".".join(labels[:last])) + 1 + length
        if length and "_" not in labels[last - 1] and not regex.match(r"[0-9A-Za-z@+-]", text[end : end + 1]):
            return end
    return None


def _top_level(label: str) -> int:
    """How much of a label's beginning is a top-level domain: in Japanese, the next word follows without a blank."""
    if encoded := regex.match(r"xn--[-0-9a-z]+", label, regex.IGNORECASE):
        return int(encoded.end())
    known = top_level_domains()
    return next((end for end in range(len(label), 1, -1) if label[:end].lower() in known), 0)


def _encodable(domain: str) -> bool:
    return all(_encoded_length(label) <= _LONGEST_LABEL for label in domain.split(".")) and not _MIXED.search(domain)


def _encoded_length(label: str) -> int:
    return len(label) if label.isascii() else len("xn--") + len(label.lower().encode("punycode"))


@cache
def top_level_domains() -> frozenset[str]:
    """All top-level domains in lower case, international ones in their own letters: linkify-it-py's and X's."""
    from linkify_it.tlds import TLDS  # noqa: PLC0415  (1,500 names that only X's count needs)

    return frozenset(name.lower().encode().decode("idna") for name in TLDS).union(_FORMER.split())
