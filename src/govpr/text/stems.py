"""Texts to the stems that an index holds and a comparison counts."""

import re
import unicodedata
from collections.abc import Iterator

import snowballstemmer

from govpr.text.languages import ENGLISH, INDONESIAN
from govpr.text.normal import normalise

_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"[@#]\w+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_KEPT = 100_000


def words(text: str, language: str) -> list[str]:
    """The stems of a text's content words, in their order, repeats included.

    Snowball's English stemmer serves English, its Indonesian one everything else (Malay and regional languages share
    much of its affixes).

    Args:
        text: Any text.
        language: BCP 47 tag.

    Example:
        >>> words("Bantuan itu dibagikan untuk pelajar", "id")
        ['bantu', 'bagi', 'ajar']
    """
    return Stems().words(text, language)


def plain_words(text: str) -> Iterator[tuple[str, str]]:
    """Each word of a text as it stands, with its normal spelling.

    Example:
        >>> list(plain_words("BANS0S cair!"))
        [('BANS0S', 'bansos'), ('cair', 'cair')]
    """
    for chunk in text.split():
        shown = chunk.strip(".,;:!?\"'()[]“”‘’*")
        yield from ((shown, part) for part in _WORD.findall(_bare(normalise(chunk))))


class Stems:
    """Stemming that remembers words for as long as one job lasts, such as an import."""

    def __init__(self) -> None:
        self._english = snowballstemmer.stemmer("english")
        self._indonesian = snowballstemmer.stemmer("indonesian")
        self._known: tuple[dict[str, str], dict[str, str]] = ({}, {})

    def words(self, text: str, language: str) -> list[str]:
        """As the function `words`.

        Args:
            text: Any text.
            language: BCP 47 tag.
        """
        return [stem for _, stem in self.pairs(text, language)]

    def pairs(self, text: str, language: str) -> list[tuple[str, str]]:
        """The content words of a text in normal spelling, each with its stem, in their order, repeats included.

        Words that are joined in a hashtag or a handle, as in #TolakVaksin, count beside it.

        Args:
            text: Any text.
            language: BCP 47 tag.
        """
        english = language.partition("-")[0] == "en"
        small = ENGLISH if english else INDONESIAN
        found = _WORD.findall(_bare(normalise(_opened(text))))
        return [(word, self.stem(word, english=english)) for word in found if word not in small]

    def stem(self, word: str, *, english: bool) -> str:
        """The stem of one normal word; a word stays where nothing would be left of it.

        Args:
            word: As `normalise` spells it.
            english: Whether it is English.
        """
        known = self._known[english]
        stem = known.get(word)
        if stem is None:
            if len(known) >= _KEPT:
                known.clear()
            stemmer = self._english if english else self._indonesian
            stem = known[word] = stemmer.stemWord(word) or word
        return stem


def _opened(text: str) -> str:
    """Hashtags and handles, each followed by the words that it joins."""
    if "#" not in text and "@" not in text:
        return text
    return _TAG.sub(lambda tag: tag[0] + " " + _HUMP.sub(" ", tag[0]) if _HUMP.search(tag[0]) else tag[0], text)


def _bare(text: str) -> str:
    """Without accents: they are often left out when people type."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
