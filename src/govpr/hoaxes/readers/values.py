"""Values as schema.org allows them: a text, a number, an object with a name, or a list of such."""

from collections.abc import Mapping
from html import unescape


def one(value: object) -> Mapping[str, object]:
    """The first object; a bare string is the name of one.

    Example:
        >>> one([{"name": "Cek Contoh"}]), one("Cek Contoh")
        ({'name': 'Cek Contoh'}, {'name': 'Cek Contoh'})
    """
    return next((found for found in map(_object, value if isinstance(value, list) else [value]) if found), {})


def word(value: object) -> str:
    """The text of a value; entities in it are read.

    Example:
        >>> word(["", {"name": "Bansos &amp; BLT"}])
        'Bansos & BLT'
    """
    return next((text for text in map(_said, value if isinstance(value, list) else [value]) if text), "")


def addresses(value: object) -> list[str]:
    """All addresses of a value: texts, or the `url`, `contentUrl` or `@id` of objects.

    Example:
        >>> addresses([{"url": "https://a.example"}, "https://b.example", {"@id": "#c"}])
        ['https://a.example', 'https://b.example']
    """
    found = [_address(item) for item in (value if isinstance(value, list) else [value])]
    return [address for address in found if address.lower().startswith(("http://", "https://"))]


def is_a(item: Mapping[str, object], kind: str) -> bool:
    """Whether an object says that it is of a kind, in whatever vocabulary's spelling.

    Example:
        >>> is_a({"@type": ["Review", "https://schema.org/ClaimReview"]}, "ClaimReview")
        True
    """
    said = item.get("@type")
    return any(isinstance(one, str) and tail(one) == kind for one in (said if isinstance(said, list) else [said]))


def tail(name: str) -> str:
    """A name without the vocabulary before it.

    Example:
        >>> tail("https://schema.org/ClaimReview"), tail("schema:ClaimReview")
        ('ClaimReview', 'ClaimReview')
    """
    return name.rpartition("/")[2].rpartition(":")[2]


def _address(value: object) -> str:
    if isinstance(value, dict):
        names = ("url", "contentUrl", "@id", "archivedAt")
        return next((text for name in names if (text := plain(value.get(name))).lower().startswith("http")), "")
    return plain(value)


def _object(value: object) -> Mapping[str, object]:
    if isinstance(value, str):
        return {"name": value}
    return value if isinstance(value, dict) else {}


def _said(value: object) -> str:
    if isinstance(value, dict):
        return next(
            (text for name in ("name", "@value", "value", "@id", "url") if (text := plain(value.get(name)))), ""
        )
    return plain(value)


def plain(value: object) -> str:
    """A text or a number as text; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        return unescape(str(value)).strip()
    except ValueError:  # a number of more digits than Python writes
        return ""
