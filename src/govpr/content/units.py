"""Lengths in the units of encodings."""


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
