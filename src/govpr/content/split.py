"""A proposal for a thread: where a long text may be parted."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from govpr.content.graphemes import graphemes
from govpr.content.length import fits
from govpr.content.rules import Rules
from govpr.errors import InputError, Problem

_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’)\]]*$")
_PARAGRAPH = 2  # line breaks
_SHOWN = 40  # characters of a word that an error repeats

_Piece = tuple[int, int]


def split(text: str, rules: Rules) -> tuple[str, ...]:
    r"""Propose the parts of a thread, each within the limit; nothing is lost and nothing is added.

    Parts end with a paragraph where that fills at least half of what fits, else with a sentence, else with a word.
    Words are never parted, and so neither are links, mentions, hashtags or characters.

    Args:
        text: The whole text.
        rules: What the platform accepts; how many parts it allows is not looked at here.

    Raises:
        InputError: One word alone is longer than the limit.

    Example:
        >>> from govpr.content.rules import Length
        >>> split("Air naik cepat. Segera mengungsi ke posko.", Rules(text=Length(limit=30)))
        ('Air naik cepat.', 'Segera mengungsi ke posko.')
    """
    words = _words(text)
    parts, start = [], 0
    while start < len(words):
        stop = _furthest(text, words, start, rules)
        if stop == start:
            raise _unbreakable(text[slice(*words[start])], rules)
        if stop < len(words):
            stop = _best_break(text, words, start, stop)
        parts.append(text[words[start][0] : words[stop - 1][1]])
        start = stop
    return tuple(parts)


def _words(text: str) -> list[_Piece]:
    """Where words begin and end: a blank with a mark on it is one character, and no place to part."""
    words, place = [], 0
    for blank, run in groupby(graphemes(text), key=str.isspace):
        end = place + sum(map(len, run))
        if not blank:
            words.append((place, end))
        place = end
    return words


def _furthest(text: str, words: Sequence[_Piece], start: int, rules: Rules) -> int:
    """The end (exclusive) of the longest run of words that fits: doubled while it fits, then halved in."""

    def too_long(stop: int) -> bool:
        return not fits(text[words[start][0] : words[stop - 1][1]], rules.text)

    reach = 1
    while start + reach < len(words) and not too_long(start + reach):
        reach *= 2
    stops = range(start + 1, min(start + reach, len(words)) + 1)
    return start + bisect_left(stops, True, key=too_long)  # noqa: FBT003  (False sorts before True)


def _best_break(text: str, words: Sequence[_Piece], start: int, stop: int) -> int:
    """The last paragraph's end in the second half, else the last sentence's, else where it had to end anyway."""
    half = (words[start][0] + words[stop - 1][1]) // 2
    stops = [end for end in range(stop, start, -1) if words[end - 1][1] >= half]
    paragraphs = (end for end in stops if _line_breaks(text[words[end - 1][1] : words[end][0]]) >= _PARAGRAPH)
    sentences = (end for end in stops if _SENTENCE_END.search(text[slice(*words[end - 1])]))
    return next(paragraphs, None) or next(sentences, None) or stop


def _line_breaks(blank: str) -> int:
    return len(f"{blank}.".splitlines()) - 1


def _unbreakable(word: str, rules: Rules) -> InputError:
    shown = word if len(word) <= _SHOWN else f"{word[:_SHOWN]}..."
    message = f"has a word that is longer than one part ({rules.text.limit} {rules.text.count}): {shown}"
    return InputError([Problem("text", message, "shorten it, or write it as several words")])
