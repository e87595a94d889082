"""Characters as readers see them: extended grapheme clusters of Unicode 17.

Source: Unicode Standard Annex #29, rules GB3 to GB13. An emoji family, a flag or a Javanese syllable is one.
"""

import regex

_CLUSTER = regex.compile(r"\X")
# GB9c joins consonants of a conjunct through a linker (virama), but only after a consonant. `\X` of regex 2026.11 joins
# them after anything, so a consonant that no consonant leads up to is parted again here.
_FALSE_CONJUNCT = regex.compile(
    r"(?<=[\p{InCB=Linker}\p{InCB=Extend}])"
    r"(?<!\p{InCB=Consonant}[\p{InCB=Extend}\p{InCB=Linker}]*)"
    r"(?=\p{InCB=Consonant})",
    regex.V1,
)


def graphemes(text: str) -> list[str]:
    r"""The text's grapheme clusters, in order; joined they are the text.

    Args:
        text: Any text.

    Example:
        >>> graphemes("Hai 👨‍👩‍👧🇮🇩\r\n")
        ['H', 'a', 'i', ' ', '👨\u200d👩\u200d👧', '🇮🇩', '\r\n']
    """
    if text.isascii() and "\r" not in text:
        return list(text)
    return [part for cluster in _CLUSTER.findall(text) for part in _parted(cluster)]


def count_graphemes(text: str) -> int:
    """How many characters a reader sees.

    Args:
        text: Any text.

    Example:
        >>> count_graphemes("Keluarga 👨‍👩‍👧")
        10
    """
    return len(text) if text.isascii() and "\r" not in text else len(graphemes(text))


def _parted(cluster: str) -> list[str]:
    return _FALSE_CONJUNCT.split(cluster) if len(cluster) > 1 else [cluster]
