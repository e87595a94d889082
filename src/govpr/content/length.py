"""How long a text is, as the platform counts."""

from govpr.content.entities import Entity, extract, has_scheme
from govpr.content.graphemes import count_graphemes
from govpr.content.rules import Count, Length
from govpr.content.units import byte_length, emoji_byte_length, utf16_length

# Longer addresses are no links to Mastodon and count as written (its status_length_validator_spec.rb).
_LONGEST_LINK = 4096


def measure(text: str, length: Length) -> int:
    """The length of a text in the platform's own unit.

    Where links have a fixed length, every http(s) link counts that much; where `mention_host` is False,
    `@name@host` counts as `@name`. Source: Mastodon, `user/posting.md` of its documentation.

    Args:
        text: One part of a post.
        length: The platform's rule.

    Example:
        >>> rule = Length(limit=500, link=23, mention_host=False)
        >>> measure("@humas@sosial.go.id https://komdigi.go.id/siaga-banjir-2026", rule)
        30
    """
    if length.count is Count.WEIGHTED:
        from govpr.content import weighted  # noqa: PLC0415  (only X's count pays for compiling its patterns)

        return weighted.parse(text).weighted_length
    return _UNITS[length.count](_countable(text, length))


def fits(text: str, length: Length) -> bool:
    """Whether a text keeps to the limit and to the ceiling in bytes.

    Args:
        text: One part of a post.
        length: The platform's rule.

    Example:
        >>> fits("Siaga", Length(limit=5)), fits("Siaga", Length(limit=5, bytes=4))
        (True, False)
    """
    return measure(text, length) <= length.limit and (length.bytes is None or byte_length(text) <= length.bytes)


def _countable(text: str, length: Length) -> str:
    if length.link is None and length.mention_host:
        return text
    found = extract(text)
    places = [(link, "x" * length.link) for link in found.links if length.link is not None and _shortened(link)]
    if not length.mention_host:
        places += [(mention, "@" + mention.text.split("@")[1]) for mention in found.mentions]
    for entity, stand_in in sorted(places, key=lambda place: place[0].start, reverse=True):
        text = text[: entity.start] + stand_in + text[entity.end :]
    return text


def _shortened(link: Entity) -> bool:
    return has_scheme(link) and len(link.text) <= _LONGEST_LINK


_UNITS = {
    Count.GRAPHEMES: count_graphemes,
    Count.CODE_POINTS: len,
    Count.UTF16: utf16_length,
    Count.BYTES: byte_length,
    Count.EMOJI_BYTES: emoji_byte_length,
}
