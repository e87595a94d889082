"""A text on its way into the index: its terms, how common each is, and where it stands in the text."""

from collections.abc import Sequence
from math import log

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from govpr.hoaxes.index.segments import Numbers, Segment
from govpr.hoaxes.index.tokens import Tokenizer
from govpr.text import without_forwarding

_BACKGROUND = 1_000
"""Claims that a small database is taken to have beside its own: a word of its one claim is not a common word."""
_SHORTEST_PART = 3
_SHORTEST_COMPOUND = 6
_MOST_CUTS = 200
_MOST_WORDS = 2_000


@frozen(kw_only=True, eq=False, repr=False)
class View:
    """What is searched: the index at one moment.

    Args:
        segments: Its segments, oldest first.
        dead: For each, which claims were replaced or removed, or None where all are there.
        grams: How often runs of four bytes occur, by place.
        count: How many claims there are.
    """

    segments: tuple[Segment, ...] = ()
    dead: tuple[NDArray[np.bool_] | None, ...] = ()
    grams: NDArray[np.uint32]
    count: int = 0

    def frequencies(self, terms: Numbers) -> Numbers:
        """In how many claims each term occurs.

        Args:
            terms: Hashes of stems.
        """
        return sum((one.counts(terms) for one in self.segments), np.zeros(terms.size, np.int64))

    def met(self, place: int, tokens: Numbers, terms: Numbers) -> Numbers:
        """As `frequencies`, for terms of one segment: they need not be looked up there.

        Args:
            place: The place of the segment.
            tokens: The terms as places in its vocabulary.
            terms: The same as hashes.
        """
        one = self.segments[place]
        found = one.starts[tokens + 1].astype(np.int64) - one.starts[tokens]
        return sum((other.counts(terms) for other in self.segments if other is not one), found)

    def surprise(self, frequencies: Numbers) -> NDArray[np.float32]:
        """How surprising it is to meet a term in a claim: from 0 for one that all have to 1 for one that none has.

        It is the inverse document frequency as a share of the greatest one, so that it means the same in a database
        of ten claims and of a million.

        Args:
            frequencies: In how many claims each term occurs.
        """
        whole = np.float32(log(self.count + _BACKGROUND + 1))
        known = np.minimum(frequencies, self.count).astype(np.float32)
        known += np.float32(1)
        return (whole - np.log(known)) / whole


@frozen(kw_only=True, eq=False, repr=False)
class Asked:
    """A text, ready to be compared with claims. The arrays over distinct terms are sorted by term.

    Args:
        words: The text's content words in their order.
        sequence: For each word its distinct term.
        terms: The distinct terms.
        weights: How surprising each is.
        frequencies: In how many claims each occurs.
        firsts: The first word of each.
    """

    words: tuple[str, ...]
    sequence: Numbers
    terms: Numbers
    weights: Numbers
    frequencies: Numbers
    firsts: Numbers


def ask(text: str, language: str, view: View, tokenizer: Tokenizer) -> Asked:
    """Prepare a text. Words that no claim has are tried in the other language, then as two words in one.

    Args:
        text: A message, of any length; of a very long one only words that claims have, and of those the first 2,000.
        language: BCP 47 tag.
        view: What will be searched.
        tokenizer: Makes tokens.
    """
    tokens = tokenizer.tokens(without_forwarding(text), language)
    words, terms, found = _short(list(tokens.words), list(tokens.terms), view)
    unknown = np.flatnonzero(found == 0).tolist()
    if unknown:
        others = [tokenizer.other(words[place], language) for place in unknown]
        found[unknown] = view.frequencies(_hashes(others))
        for place, term in zip(unknown, others, strict=True):
            terms[place] = term
        extra = _halves([words[place] for place in unknown if not found[place]], language, view, tokenizer)
        words += [word for word, _, _ in extra]
        terms += [term for _, term, _ in extra]
        found = np.append(found, [count for _, _, count in extra]).astype(np.int64)
    distinct, firsts, sequence = np.unique(_hashes(terms), return_index=True, return_inverse=True)
    return Asked(
        words=tuple(words),
        sequence=sequence,
        terms=distinct,
        weights=view.surprise(found[firsts]),
        frequencies=found[firsts],
        firsts=firsts,
    )


def _short(words: list[str], terms: list[int], view: View) -> tuple[list[str], list[int], Numbers]:
    """Words with their terms, and in how many claims each is."""
    found = view.frequencies(_hashes(terms))
    if len(words) <= _MOST_WORDS:
        return words, terms, found
    known = np.flatnonzero(found)[:_MOST_WORDS].tolist()
    return [words[place] for place in known], [terms[place] for place in known], found[known]


def _hashes(terms: Sequence[int]) -> NDArray[np.uint64]:
    return np.array(terms, np.uint64)


def _halves(words: Sequence[str], language: str, view: View, tokenizer: Tokenizer) -> list[tuple[str, int, int]]:
    """The two words that an unknown one is made of, as in `tolakvaksin`; the way in which both are common.

    Most cuts leave a beginning that no claim has: what follows it need not be stemmed.

    Returns:
        Each half, its term, and in how many claims it is.
    """
    cuts = [
        (word[:cut], word[cut:])
        for word in dict.fromkeys(words)
        if len(word) >= _SHORTEST_COMPOUND and word.isalpha()
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    ][:_MOST_CUTS]
    known = _halved(cuts, 0, language, view, tokenizer)
    both = _halved(list(known), 1, language, view, tokenizer)
    best: dict[str, tuple[str, str]] = {}
    for pair, (_, count) in both.items():
        word = "".join(pair)
        if word not in best or min(known[pair][1], count) > min(known[best[word]][1], both[best[word]][1]):
            best[word] = pair
    return [(half, *found[pair]) for pair in best.values() for half, found in zip(pair, (known, both), strict=True)]


def _halved(
    cuts: Sequence[tuple[str, str]], side: int, language: str, view: View, tokenizer: Tokenizer
) -> dict[tuple[str, str], tuple[int, int]]:
    """The cuts whose first or second half is in more than one claim, each with its term and in how many."""
    terms = [tokenizer.stemmed(cut[side], language) for cut in cuts]
    counts = view.frequencies(_hashes(terms)).tolist() if cuts else []
    return {cut: (term, count) for cut, term, count in zip(cuts, terms, counts, strict=True) if count > 1}
