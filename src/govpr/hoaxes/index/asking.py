"""A text on its way into the index: its terms, how common each is, and where it stands in the text."""

from collections.abc import Sequence

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
        found = np.zeros(terms.size, np.int64)
        for one in self.segments:
            places = one.places(terms)
            known = places < one.vocabulary.size
            found[known] += one.starts[places[known] + 1].astype(np.int64) - one.starts[places[known]]
        return found

    def surprise(self, frequencies: Numbers) -> NDArray[np.float32]:
        """How surprising it is to meet a term in a claim: from 0 for one that all have to 1 for one that none has.

        It is the inverse document frequency as a share of the greatest one, so that it means the same in a database
        of ten claims and of a million.

        Args:
            frequencies: In how many claims each term occurs.
        """
        known = self.count + _BACKGROUND + 1
        weights: Numbers = np.log(known / (np.minimum(frequencies, self.count) + 1)) / np.log(known)
        return np.asarray(weights, np.float32)


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
    words, terms = _short(list(tokens.words), list(tokens.terms), view)
    for place in (unknown := _unknown(view, terms)):
        terms[place] = tokenizer.other(words[place], language)
    if unknown:
        found = _unknown(view, [terms[place] for place in unknown])
        extra = _halves([words[unknown[place]] for place in found], language, view, tokenizer)
        words += [word for word, _ in extra]
        terms += [term for _, term in extra]
    distinct, firsts, sequence = np.unique(np.array(terms, np.uint64), return_index=True, return_inverse=True)
    frequencies = view.frequencies(distinct)
    return Asked(
        words=tuple(words),
        sequence=sequence,
        terms=distinct,
        weights=view.surprise(frequencies),
        frequencies=frequencies,
        firsts=firsts,
    )


def _short(words: list[str], terms: list[int], view: View) -> tuple[list[str], list[int]]:
    if len(words) <= _MOST_WORDS:
        return words, terms
    known = np.flatnonzero(view.frequencies(np.array(terms, np.uint64)))[:_MOST_WORDS].tolist()
    return [words[place] for place in known], [terms[place] for place in known]


def _unknown(view: View, terms: Sequence[int]) -> list[int]:
    found: list[int] = np.flatnonzero(view.frequencies(np.array(terms, np.uint64)) == 0).tolist()
    return found


def _halves(words: Sequence[str], language: str, view: View, tokenizer: Tokenizer) -> list[tuple[str, int]]:
    """The two words that an unknown one is made of, as in `tolakvaksin`; the way in which both are common."""
    cuts = [
        (word, cut)
        for word in dict.fromkeys(words)
        if len(word) >= _SHORTEST_COMPOUND and word.isalpha()
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    ][:_MOST_CUTS]
    if not cuts:
        return []
    parts = [(word[:cut], word[cut:]) for word, cut in cuts]
    terms = [[tokenizer.stemmed(part, language) for part in pair] for pair in parts]
    found = view.frequencies(np.array(terms, np.uint64).ravel()).reshape(-1, 2).min(axis=1).tolist()
    best: dict[str, int] = {}
    for place, (word, _) in enumerate(cuts):
        if found[place] > max(1, found[best[word]] if word in best else 0):
            best[word] = place
    return [half for place in best.values() for half in zip(parts[place], terms[place], strict=True)]
