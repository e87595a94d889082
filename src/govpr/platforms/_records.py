"""Records of AT Protocol: keys that are made from what is posted, and the places of links in bytes."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from govpr.content.entities import Entity, extract, has_scheme
from govpr.content.graphemes import count_graphemes
from govpr.content.units import byte_length

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH = 13
_SECOND = 1_000_000
_CLOCKS = 1024
_LATEST = (1 << 53) - 1
_HANDLE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST_HANDLE = 253
"""Handles are host names (https://atproto.com/specs/handle)."""
_LONGEST_TAG = 64
"""Graphemes of a hashtag, each of ten bytes at most (lexicon app.bsky.richtext.facet)."""


def tid(at: datetime, key: str) -> str:
    """A record key that is the same in each try, so that a repeat meets what is there already.

    A TID is 13 digits of base32: microseconds since 1970 and a 10 bit clock (https://atproto.com/specs/tid). Both of
    its small parts, the microseconds and the clock, come from the key: parts that are due at the same time differ.

    Args:
        at: When it is due, aware; from 1970.
        key: What names this part and its content.

    Example:
        >>> tid(datetime(2026, 12, 1, tzinfo=UTC), "00")
        '3n3kwumg5hzu2'
    """
    spread = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    moment = int(at.timestamp()) * _SECOND + at.microsecond + spread % _SECOND
    number = min(max(moment, 0), _LATEST) * _CLOCKS + spread // _SECOND % _CLOCKS
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))


def written(at: datetime) -> str:
    """A time as records carry it.

    Args:
        at: An aware time.

    Example:
        >>> written(datetime(2026, 12, 1, tzinfo=UTC))
        '2026-12-01T00:00:00.000000Z'
    """
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def mentioned(text: str) -> list[str]:
    """Handles that a text mentions, each once.

    Args:
        text: The exact words.

    Example:
        >>> mentioned("Info @bmkg.go.id dan @komdigi")
        ['bmkg.go.id']
    """
    return list(dict.fromkeys(handle for one in extract(text).mentions if (handle := _handle(text, one))))


def facets(text: str, dids: Mapping[str, str]) -> list[dict[str, Any]]:
    """What makes links, mentions and hashtags live; servers look for nothing by themselves.

    Places are counted in UTF-8 bytes (https://docs.bsky.app/docs/advanced-guides/post-richtext).

    Args:
        text: The exact words.
        dids: The DIDs of handles that are known.

    Example:
        >>> facets("é #Siaga", {})[0]["index"]
        {'byteStart': 3, 'byteEnd': 9}
    """
    found = sorted(_features(text, dids), key=lambda pair: pair[0].start)
    return [{"index": _index(text, entity), "features": [feature]} for entity, feature in found]


def _features(text: str, dids: Mapping[str, str]) -> Iterator[tuple[Entity, dict[str, str]]]:
    entities = extract(text)
    for link in entities.links:
        uri = link.text if has_scheme(link) else f"https://{link.text}"
        yield link, {"$type": "app.bsky.richtext.facet#link", "uri": uri}
    for mention in entities.mentions:
        if did := dids.get(_handle(text, mention)):
            yield mention, {"$type": "app.bsky.richtext.facet#mention", "did": did}
    for hashtag in entities.hashtags:
        if count_graphemes(hashtag.text) - 1 > _LONGEST_TAG or byte_length(hashtag.text) - 1 > _LONGEST_TAG * 10:
            continue  # stays plain text: with it the whole record would be refused
        yield hashtag, {"$type": "app.bsky.richtext.facet#tag", "tag": hashtag.text[1:]}


def _handle(text: str, mention: Entity) -> str:
    """The handle of a mention; "" where it is none, as `@name` and `@name@host`, or goes on in other letters."""
    handle, cut = mention.text[1:].lower(), text[mention.end : mention.end + 1].isalpha()
    whole = _HANDLE.fullmatch(handle) is not None and len(handle) <= _LONGEST_HANDLE
    return handle if whole and not cut else ""


def _index(text: str, entity: Entity) -> dict[str, int]:
    start = len(text[: entity.start].encode())
    return {"byteStart": start, "byteEnd": start + len(text[entity.start : entity.end].encode())}
