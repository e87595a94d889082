"""How X counts a post: weighted characters, links at a fixed length, emoji at the weight of two letters.

Source: the public configurations v2 and v3 of X's `twitter-text`; its conformance cases are part of the tests.
"""

from collections.abc import Iterator
from unicodedata import normalize

import regex
from attrs import frozen

from govpr.content.units import utf16_length
from govpr.content.weighted_links import links_in

_INVALID = regex.compile("[\ufffe\ufeff\uffff]")
# An emoji as X draws it: flag, keycap, or a picture with its modifiers and joined pictures. Pictures among the letters,
# such as ©, count as emoji only when a variation selector asks for it; U+FE0E asks for text.
_EMOJI = regex.compile(
    r"\p{RI}\p{RI}"
    r"|[0-9#*]\ufe0f?\u20e3"
    r"|[\p{ExtPict}&&\p{Latin_1_Supplement}]\ufe0f"
    r"|[\p{ExtPict}--\p{Latin_1_Supplement}]\ufe0f?\p{EMod}?[\U000e0020-\U000e007f]*"
    r"(?:\u200d\p{ExtPict}\ufe0f?\p{EMod}?)*",
    regex.V1,
)


@frozen(kw_only=True)
class Weights:
    """A configuration of the count.

    Args:
        limit: The most characters.
        narrow: First and last code points of those that weigh one character.
        wide: The weight of all others.
        link: What a link counts, in characters.
        emoji: Whether a whole emoji weighs as much as one wide character.
    """

    limit: int = 280
    narrow: tuple[tuple[int, int], ...] = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
    wide: int = 2
    link: int = 23
    emoji: bool = True


V1 = Weights(limit=140, wide=1, emoji=False)
V2 = Weights(emoji=False)
V3 = Weights()


@frozen(kw_only=True)
class Weighed:
    """What X makes of a text. Ranges are in UTF-16 units, as X gives them, the last one included.

    Args:
        weighted_length: The length in characters.
        valid: Whether it may be posted: not empty, not too long, no forbidden code point.
        permillage: The length in thousandths of the limit.
        display_end: The last unit of the text.
        valid_end: The last unit that still fits.
    """

    weighted_length: int
    valid: bool
    permillage: int
    display_end: int
    valid_end: int


def parse(text: str, weights: Weights = V3) -> Weighed:
    """Count a text as X does.

    Args:
        text: The post.
        weights: The configuration: `V3` is in force, `V2` counts each code point of an emoji, `V1` is the old 140.

    Example:
        >>> parse("Siaga banjir 👨‍👩‍👧 https://komdigi.go.id/peringatan-dini").weighted_length
        39
    """
    normal = normalize("NFC", text)
    length, unit, valid, valid_end = 0, 0, True, 0
    clean = not _INVALID.search(normal)  # nearly all are: then no piece has to be looked at
    for piece, weight in _pieces(normal, weights):
        length += weight
        unit += utf16_length(piece)
        valid = valid and (clean or not _INVALID.search(piece))
        if valid and length <= weights.limit:
            valid_end = unit - 1
    moved = utf16_length(text) - unit
    return Weighed(
        weighted_length=length,
        valid=valid and 0 < length <= weights.limit,
        permillage=length * 1000 // weights.limit,
        display_end=max(0, unit + moved - 1),
        valid_end=valid_end + moved,
    )


def _pieces(text: str, weights: Weights) -> Iterator[tuple[str, int]]:
    place = 0
    for start, end in links_in(text):
        yield from _characters(text[place:start], weights)
        yield text[start:end], weights.link
        place = end
    yield from _characters(text[place:], weights)


def _characters(text: str, weights: Weights) -> Iterator[tuple[str, int]]:
    place = 0
    for emoji in _EMOJI.finditer(text) if weights.emoji else ():
        yield from ((character, _weight(character, weights)) for character in text[place : emoji.start()])
        yield emoji.group(), weights.wide
        place = emoji.end()
    yield from ((character, _weight(character, weights)) for character in text[place:])


def _weight(character: str, weights: Weights) -> int:
    code = ord(character)
    for first, last in weights.narrow:
        if first <= code <= last:
            return 1
    return weights.wide
