"""How alike two wordings are: what tells a varied campaign from identical mass posting.

Measured on this docstring's examples: the same words in other case and punctuation 1.0, one word of ten exchanged 0.45,
half of the sentence rewritten 0.14, another text 0.0.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TypeAlias
from unicodedata import normalize

import regex

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_SHINGLE = 3

_Shingles: TypeAlias = frozenset[tuple[str, ...]]


def similarity(a: str, b: str) -> float:
    """The share of word triples that two texts have in common (Jaccard), from 0 to 1.

    Case, punctuation and compatibility forms do not count. Source: Broder, "On the resemblance and containment
    of documents", 1997.

    Args:
        a: One text.
        b: Another.

    Example:
        >>> text = "Warga di bantaran sungai diminta siaga banjir mulai malam ini"
        >>> similarity(text, "WARGA di bantaran sungai, diminta siaga banjir mulai malam ini!")
        1.0
        >>> round(similarity(text, "Warga di bantaran sungai diminta waspada banjir mulai malam ini"), 2)
        0.45
        >>> round(similarity(text, "Warga di bantaran sungai, pindahkan barang berharga ke lantai atas"), 2)
        0.14
        >>> similarity(text, "Jadwal imunisasi anak di puskesmas terdekat")
        0.0
    """
    return _jaccard(_shingles(a), _shingles(b))


def near_duplicates(texts: Mapping[str, str], at_least: float) -> list[tuple[str, str, float]]:
    """Texts that say nearly what an earlier one says, each with that earlier one.

    A text is named second when it is like one that is not itself named second, so those never named second are all
    less alike than `at_least`: the number of wordings that really differ. The result is as long as the texts at most.

    Args:
        texts: Texts by key, in an order that decides which counts as the first.
        at_least: The similarity from which two count as near-duplicates, above 0 and up to 1.

    Returns:
        Triples of the earlier key, the later key and their similarity, in the order of the later.

    Example:
        >>> near_duplicates({"a": "Siaga banjir malam ini", "b": "Siaga banjir, malam ini!", "c": "Ayo imunisasi"}, 0.8)
        [('a', 'b', 1.0)]
    """
    firsts: dict[_Shingles, str] = {}
    closest: dict[_Shingles, tuple[str, float] | None] = {}
    keys_of: dict[tuple[str, ...], list[_Shingles]] = defaultdict(list)
    pairs = []
    for key, text in texts.items():
        shingles = _shingles(text)
        if shingles not in closest:
            closest[shingles] = _closest(shingles, firsts, keys_of, at_least)
            if closest[shingles] is None:
                firsts[shingles] = key
                for shingle in shingles:
                    keys_of[shingle].append(shingles)
                continue
        match = closest[shingles] or (firsts[shingles], 1.0)
        pairs.append((match[0], key, match[1]))
    return pairs


def _closest(
    shingles: _Shingles,
    firsts: Mapping[_Shingles, str],
    keys_of: Mapping[tuple[str, ...], list[_Shingles]],
    at_least: float,
) -> tuple[str, float] | None:
    shared = Counter(other for shingle in shingles for other in keys_of.get(shingle, ()))
    alike = [(count / (len(shingles) + len(other) - count), firsts[other]) for other, count in shared.items()]
    score, key = max(alike, key=lambda pair: pair[0], default=(0.0, ""))
    return (key, score) if key and score >= at_least else None


def _shingles(text: str) -> _Shingles:
    words = _WORD.findall(normalize("NFKC", text).casefold()) or text.split()
    last = max(1, len(words) - _SHINGLE + 1)
    return frozenset(tuple(words[start : start + _SHINGLE]) for start in range(last))


def _jaccard(a: _Shingles, b: _Shingles) -> float:
    return len(a & b) / len(a | b)
