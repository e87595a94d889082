"""Web addresses in texts, and when two are the same."""

import hashlib
import re
from urllib.parse import urlsplit

_LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
_CLOSING = ".,;:!?)]»”’…*_"


def links_in(text: str) -> tuple[str, ...]:
    """The web addresses in a text, without the signs that end a sentence.

    Args:
        text: Any text.

    Example:
        >>> links_in("Cek https://hoaks.example/a?x=1. Atau (https://b.example)")
        ('https://hoaks.example/a?x=1', 'https://b.example')
    """
    return tuple(dict.fromkeys(found.rstrip(_CLOSING) for found in _LINK.findall(text)))


def same_address(url: str) -> str:
    """An address without its scheme, `www.`, fragment and last slash: what two spellings of it have in common.

    Args:
        url: An address.

    Example:
        >>> same_address("HTTPS://www.Hoaks.example/a/#atas"), same_address("http://hoaks.example/a")
        ('hoaks.example/a', 'hoaks.example/a')
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def address_key(url: str) -> int:
    """The 64-bit hash of an address, the same for all its spellings; 0 for none.

    Args:
        url: An address.
    """
    same = same_address(url)
    if not same:
        return 0
    return int.from_bytes(hashlib.blake2b(same.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
