"""One spelling for texts that are meant to be read alike."""

import re
import unicodedata

from govpr.text.lookalikes import DRAWN, FOREIGN, LEET

_WORD = re.compile(r"[^\W_]+(?:[@$*][^\W_]+)*")
_SPELLED = re.compile(r"(?<!\w)[^\W\d_](?:[.\-*_][^\W\d_]){2,}(?!\w)")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_LATIN = re.compile(r"[A-Za-z]")
_ODD = re.compile(r"[^ -~\t\n\r]|[0-9@$*]|[a-zA-Z][.\-_][a-zA-Z][.\-_][a-zA-Z]|([a-zA-Z])\1\1")
"""What any step below could change besides case."""
_INNER = re.compile(r"(?<=[^\W\d_])[013457@$]+(?=[^\W\d_])")


def normalise(text: str) -> str:
    """The text in one spelling, to compare it; never to show it.

    Compatibility forms (NFKC), invisible and direction-changing characters, letters that only look Latin, digits for
    letters inside words, spelled-out and stretched words are undone; case is folded.

    Args:
        text: Any text.

    Example:
        >>> normalise("V4KS1N  g-r-a-t-i-s, 𝗧𝗲𝗿𝗯𝗮𝘁𝗮𝘀! Hebohhhh 5G dan H5N1")
        'vaksin  gratis, terbatas! heboh 5g dan h5n1'
    """
    if not _ODD.search(text):
        return text.casefold()
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if not _invisible(c)).translate(DRAWN)
    joined = _SPELLED.sub(lambda found: re.sub(r"[.\-*_]", "", found[0]), visible)
    return _STRETCHED.sub(r"\1", _WORD.sub(_word, joined).casefold())


def _invisible(character: str) -> bool:
    """Format characters (zero-width, direction) and variation selectors."""
    return character > "~" and (unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f")


def _word(found: re.Match[str]) -> str:
    word = found[0]
    if not word.isascii() and _LATIN.search(word):
        word = word.translate(FOREIGN)
    if word.isalpha():
        return word
    word = word.replace("*", "")
    letters = sum(map(str.isalpha, word))
    # "c0v1d" is a word in disguise, "h5n1" is a name: letters must outnumber the rest
    return _INNER.sub(lambda run: run[0].translate(LEET), word) if letters > len(word) - letters else word
