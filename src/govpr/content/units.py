"""Lengths in the units of encodings."""

import regex

from govpr.content.graphemes import graphemes

_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")


def byte_length(text: str) -> int:
    """The text's length in UTF-8 bytes.

    Args:
        text: Any text.

    Example:
        >>> byte_length("é")
        2
    """
    return len(text.encode(errors="surrogatepass"))


def utf16_length(text: str) -> int:
    """The text's length in UTF-16 units, in which X gives its ranges and Telegram its limits.

    Args:
        text: Any text.

    Example:
        >>> utf16_length("a🐱")
        3
    """
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def emoji_byte_length(text: str) -> int:
    """The text's length as Threads counts it: an emoji counts as its UTF-8 bytes, all else as one character.

    Source: https://developers.facebook.com/docs/threads/posts.

    Args:
        text: Any text.

    Example:
        >>> emoji_byte_length("Siaga"), emoji_byte_length("é🌊")
        (5, 5)
    """
    return sum(byte_length(one) if _EMOJI.search(one) else 1 for one in graphemes(text))
