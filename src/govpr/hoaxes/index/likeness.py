"""In how many ways claims are like a text: one row of numbers for each claim, all of them at once.

A query has some milliseconds, and each call of numpy takes its microseconds, however little it has to do: sums over the
words of each claim are rows of one array, added up by one `reduceat`; sums over the terms of the text are one product.
"""

import numpy as np
from numpy.typing import NDArray

from govpr.hoaxes.index.asking import Asked, View
from govpr.hoaxes.index.gathering import Gathered, gathered
from govpr.hoaxes.index.letters import Letters, letters
from govpr.hoaxes.index.retrieving import Found
from govpr.hoaxes.index.segments import Numbers

NAMES = (
    "bm25", "bm25 log", "grams", "fused", "rank",
    "claim share", "title share", "share", "claim peak", "title peak", "mass", "shared", "missing", "missing peak",
    "told share", "soft share", "near share", "text share", "early share", "pairs", "cosine",
    "gram share", "gram part share", "gram text share", "gram cosine",
    "numbers shared", "numbers missing", "claim length", "title length", "text length", "density",
)  # fmt: skip
"""What each number of a row is; `Likeness.compared` explains them."""

_WINDOW, _STRIDE = 24, 8
_ALIKE = 0.6
_CAP = 64
_LEAST = 1e-9
Columns = dict[str, Numbers]


class Likeness:
    """Compares texts with claims.

    Args:
        framing: As `framing_terms` gives them.
    """

    def __init__(self, framing: Numbers) -> None:
        self._framing = framing

    def compared(self, asked: Asked, found: Found, view: View) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """One row of numbers for each claim, in the order of `NAMES`, and which terms of the text it has.

        Shares are of surprise (inverse document frequency): of the claim that is in the text, or of the text that is
        in the claim. `told share` leaves framing words out, `soft share` counts words that are nearly in the text,
        `near share` is the best within 24 words of the text, `early share` weighs the beginning of the text more.

        Args:
            asked: The text.
            found: The claims, best first.
            view: Where they are.
        """
        pool = gathered(asked, found, view, self._framing)
        present = _present(asked, pool)
        spelled = letters(asked, pool, view)
        words = _of_words(asked, pool, spelled)
        columns = words | _of_text(asked, present, words) | spelled.columns()
        columns |= _of_search(found.scores[pool.order], columns["grams"])
        rows = np.empty((pool.size, len(NAMES)), np.float32)
        rows[pool.order] = np.array([columns[name] for name in NAMES], np.float32).T
        shared = np.empty(present.shape, bool)
        shared[pool.order] = present > 0
        return rows, shared


def _present(asked: Asked, pool: Gathered) -> NDArray[np.float32]:
    """For each claim and distinct term of the text 1 where the claim has it."""
    present = np.zeros((pool.size, asked.terms.size + 1), np.float32)
    present[pool.owners, pool.terms] = 1  # what the text does not have falls into the last column
    return present[:, :-1]


def _of_search(scores: Numbers, grams: Numbers) -> Columns:
    bm25 = scores / (scores.max() or 1)
    gram_score = grams / (grams.max() or 1)
    fused = bm25 + gram_score
    return {
        "bm25": bm25,
        "bm25 log": np.log1p(scores),
        "grams": gram_score,
        "fused": fused / (fused.max() or 1),
        "rank": np.searchsorted(np.sort(-scores), -scores) / scores.size,
    }


def _of_words(asked: Asked, pool: Gathered, spelled: Letters) -> Columns:
    """What adds up over the words of a claim."""
    hit, weights = (pool.terms >= 0).astype(np.float32), pool.weights
    title, told = pool.title.astype(np.float32), 1 - pool.framing.astype(np.float32)
    claim, number, shared = 1 - title, pool.numbers(), hit * weights
    alike = spelled.alike(pool)
    soft = weights * np.maximum(hit, np.where(alike >= _ALIKE, alike, 0))
    sums = np.array(
        [
            *(weights * claim, weights * title, shared * claim, shared * title),
            *(weights * told, shared * told, soft * told, weights * weights),
            *(claim, hit, hit * number, number, _pairs(asked, pool)),
        ],
        np.float32,
    )
    in_claim, in_title, hit_claim, hit_title, all_told, hit_told, soft_told, squares, *counts = np.add.reduceat(
        sums, pool.starts, axis=1
    )
    claim_words, hits, numbers_hit, numbers, pairs = counts
    peaks = np.array([shared * claim, shared * title, (weights - shared) * told])
    claim_peak, title_peak, missing_peak = np.maximum.reduceat(peaks, pool.starts, axis=1)
    words = np.diff(pool.starts, append=pool.terms.size)
    whole = np.maximum(in_claim + in_title, _LEAST)
    return {
        "claim share": hit_claim / np.maximum(in_claim, _LEAST),
        "title share": hit_title / np.maximum(in_title, _LEAST),
        "share": (hit_claim + hit_title) / whole,
        "claim peak": claim_peak,
        "title peak": title_peak,
        "missing peak": missing_peak,
        "missing": np.minimum(words - hits, _CAP),
        "told share": hit_told / np.maximum(all_told, _LEAST),
        "soft share": soft_told / np.maximum(all_told, _LEAST),
        "pairs": pairs / np.maximum(np.maximum(claim_words, words - claim_words) - 1, 1),
        "numbers shared": numbers_hit,
        "numbers missing": numbers - numbers_hit,
        "claim length": np.log1p(claim_words),
        "title length": np.log1p(words - claim_words),
        "whole": whole,
        "squares": squares,
    }


def _of_text(asked: Asked, present: NDArray[np.float32], words: Columns) -> Columns:
    """What adds up over the distinct terms of the text."""
    weights = asked.weights
    squares, early = weights * weights, weights / (1 + asked.firsts / 10)
    factors = np.array([weights, squares, early, np.ones_like(weights), *_stretches(asked)], np.float32)
    mass, both, soon, shared, *near = (present @ factors.T).T
    return {
        "mass": np.log1p(mass),
        "text share": mass / max(float(weights.sum()), _LEAST),
        "cosine": both / np.sqrt(np.maximum(words["squares"] * squares.sum(), _LEAST)),
        "early share": soon / max(float(early.sum()), _LEAST),
        "shared": np.minimum(shared, _CAP),
        "near share": np.max(near, axis=0) / words["whole"],
        "text length": np.full(len(present), np.log1p(asked.terms.size)),
        "density": shared / _spread(asked, present > 0),
    }


def _stretches(asked: Asked) -> NDArray[np.float32]:
    """A row for each stretch of the text: the weight of each term that is in it."""
    starts = range(0, max(1, asked.sequence.size - _WINDOW + _STRIDE), _STRIDE)
    stretches = np.zeros((len(starts), asked.terms.size), np.float32)
    for row, start in zip(stretches, starts, strict=True):
        inside = asked.sequence[start : start + _WINDOW]
        row[inside] = asked.weights[inside]
    return stretches


def _pairs(asked: Asked, pool: Gathered) -> NDArray[np.bool_]:
    """For each word whether it and the next one of its claim are neighbours in the text."""
    neighbours = np.zeros((asked.terms.size + 1, asked.terms.size + 1), bool)
    neighbours[asked.sequence[:-1], asked.sequence[1:]] = True
    pairs = np.zeros(pool.terms.size, bool)
    pairs[:-1] = neighbours[pool.terms[:-1], pool.terms[1:]]  # -1 is the last row, where nothing is
    pairs[pool.starts[1:] - 1] = False
    return pairs


def _spread(asked: Asked, present: NDArray[np.bool_]) -> Numbers:
    """How long the stretch of the text is that the shared words are spread over."""
    last = np.where(present, asked.firsts, -1).max(axis=1, initial=-1)
    first = np.where(present, asked.firsts, asked.sequence.size).min(axis=1, initial=asked.sequence.size)
    length: Numbers = np.maximum(last - first + 1, 1)
    return length
