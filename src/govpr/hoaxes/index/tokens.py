"""Claims and texts as numbers: words, the hashes of their stems, and runs of four bytes."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from govpr.text import Stems

GRAM = 4
GRAM_BITS = 18
"""Runs of four bytes are counted in 2 ** 18 places; those that share one count as equally common."""

_KEPT = 100_000
_SPREAD = np.uint32(0x9E3779B1)


@frozen
class Tokens:
    """The content words of one text.

    Args:
        words: In normal spelling, in their order.
        terms: The hash of each word's stem.
    """

    words: tuple[str, ...]
    terms: tuple[int, ...]


class Tokenizer:
    """Makes tokens, and remembers stems and hashes for as long as one job lasts."""

    def __init__(self) -> None:
        self._stems = Stems()
        self._hashes: dict[str, int] = {}

    def tokens(self, text: str, language: str) -> Tokens:
        """The tokens of a text.

        Args:
            text: Any text.
            language: BCP 47 tag.
        """
        pairs = self._stems.pairs(text, language)
        return Tokens(tuple([word for word, _ in pairs]), tuple([self.term(stem) for _, stem in pairs]))

    def other(self, word: str, language: str) -> int:
        """The term of a word stemmed as in the other language: Indonesian texts hold English words, and back.

        Args:
            word: In normal spelling.
            language: The language in which it was not found.
        """
        return self.stemmed(word, "id" if language.partition("-")[0] == "en" else "en")

    def stemmed(self, word: str, language: str) -> int:
        """The term of one word.

        Args:
            word: In normal spelling.
            language: BCP 47 tag.
        """
        return self.term(self._stems.stem(word, english=language.partition("-")[0] == "en"))

    def term(self, stem: str) -> int:
        """The 64-bit hash of a stem, the same in every run.

        Args:
            stem: A stem.
        """
        known = self._hashes.get(stem)
        if known is None:
            if len(self._hashes) >= _KEPT:
                self._hashes.clear()
            digest = hashlib.blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            known = self._hashes[stem] = int.from_bytes(digest, "little")
        return known


def line_of(words: Sequence[str]) -> bytes:
    """Words as bytes, with a space before, between and behind them.

    Args:
        words: In normal spelling.

    Example:
        >>> line_of(["bank", "tutup"])
        b' bank tutup '
    """
    return f" {' '.join(words)} ".encode("utf-8", "replace") if words else b""


def grams_of(line: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Every run of four bytes, as one number each; three fewer than there are bytes.

    Args:
        line: As `line_of` gives it, or several of them in a row.
    """
    if line.size < GRAM:
        return np.empty(0, np.uint32)
    wide = line.astype(np.uint32)
    grams: NDArray[np.uint32] = wide[:-3] | wide[1:-2] << np.uint32(8) | wide[2:-1] << np.uint32(16)
    grams |= wide[3:] << np.uint32(24)
    return grams


def place_of(grams: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Where each gram is counted: below 2 ** GRAM_BITS.

    Args:
        grams: As `grams_of` gives them.
    """
    places: NDArray[np.uint32] = grams * _SPREAD >> np.uint32(32 - GRAM_BITS)
    return places


def ranges(starts: NDArray[Any], lengths: NDArray[Any]) -> NDArray[np.int64]:
    """All numbers of several ranges, one range after the other.

    Args:
        starts: The first number of each.
        lengths: How many numbers each has.

    Example:
        >>> ranges(np.array([5, 20]), np.array([2, 3])).tolist()
        [5, 6, 20, 21, 22]
    """
    ends = np.cumsum(lengths, dtype=np.int64)
    total = int(ends[-1]) if ends.size else 0
    numbers: NDArray[np.int64] = np.arange(total) + np.repeat(starts.astype(np.int64) - (ends - lengths), lengths)
    return numbers
