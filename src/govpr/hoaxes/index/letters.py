"""What the letters of claims and of a text have in common: runs of four bytes, for what is misspelled."""

from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from govpr.hoaxes.index.asking import Asked, View
from govpr.hoaxes.index.gathering import Gathered, placed
from govpr.hoaxes.index.segments import Numbers
from govpr.hoaxes.index.tokens import GRAM, GRAM_BITS, grams_of, line_of, place_of

_COARSE = 3
_LEAST = 1e-9
_USUAL_RUNS = 70


@frozen(kw_only=True, eq=False, repr=False)
class Letters:
    """The runs of claims, as those of a text see them.

    Args:
        hit: For each byte of the line whether the run that begins there is in the text.
        sums: What runs weigh, those that are shared, and their squares, for each claim: of the claim, of its headline.
        counts: How many runs each claim has.
        present: For each claim which runs of the text it has: 1 or 0.
        weights: How surprising each run of the text is.
    """

    hit: NDArray[np.bool_]
    sums: Numbers
    counts: Numbers
    present: NDArray[np.float32]
    weights: NDArray[np.float32]

    def alike(self, pool: Gathered) -> Numbers:
        """For each word the share of its runs that the text has.

        Args:
            pool: The claims.
        """
        before = np.concatenate(([0], np.cumsum(self.hit)))
        count = np.maximum(pool.lengths - 1, 1)
        alike: Numbers = (before[pool.spaces + count] - before[pool.spaces]) / count
        return alike

    def columns(self) -> dict[str, Numbers]:
        """Numbers of `Likeness.compared`."""
        (total, shared, squares), weights = self.sums.sum(axis=2), self.weights
        mass, both = (self.present @ np.array([weights, weights * weights]).T).T
        parts = self.sums[1] / np.maximum(self.sums[0], _LEAST)
        return {
            "grams": mass / (1 + 0.9 * (0.6 + 0.4 * self.counts / _USUAL_RUNS)),
            "gram share": shared / np.maximum(total, _LEAST),
            "gram part share": parts.max(axis=1),
            "gram text share": mass / max(float(weights.sum()), _LEAST),
            "gram cosine": both / np.sqrt(np.maximum(squares * (weights * weights).sum(), _LEAST)),
        }


def letters(asked: Asked, pool: Gathered, view: View) -> Letters:
    """Compare the runs of claims with those of a text.

    Args:
        asked: The text.
        pool: The claims.
        view: Knows how often each run occurs.
    """
    wanted = np.unique(grams_of(np.frombuffer(line_of(asked.words), np.uint8)))
    grams = grams_of(np.concatenate((pool.line, np.zeros(GRAM - 1, np.uint8))))
    places = place_of(grams).astype(np.intp)
    whole = np.ones(grams.size, bool)
    ends = pool.line_starts + pool.line_lengths
    whole[ends[:, None] - np.arange(1, GRAM)] = False  # they reach into the next claim
    hits, terms = _shared(wanted, grams, places, whole)
    hit = np.zeros(grams.size, bool)
    hit[hits] = True
    weights = view.surprise(view.grams[places]) * whole
    owners = np.searchsorted(pool.line_starts, hits, side="right") - 1
    present = np.zeros((pool.size, wanted.size), np.float32)
    present[owners, terms] = 1
    return Letters(
        hit=hit,
        sums=_in_parts(np.array([weights, weights * hit, weights * weights]), pool),
        counts=np.maximum(pool.line_lengths - GRAM + 1, 0),
        present=present,
        weights=view.surprise(view.grams[place_of(wanted)]),
    )


def _shared(wanted: Numbers, grams: Numbers, places: Numbers, whole: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Where the runs are that are wanted, and which ones they are. A coarse look leaves few to look up."""
    coarse = np.zeros(1 << GRAM_BITS - _COARSE, bool)
    coarse[place_of(wanted) >> np.uint32(_COARSE)] = True
    hits = np.flatnonzero(coarse[places >> _COARSE] & whole)
    terms = placed(wanted, grams[hits])
    found = terms >= 0
    return hits[found], terms[found]


def _in_parts(rows: NDArray[Any], pool: Gathered) -> NDArray[Any]:
    """The sum of each row for each claim: of the claim without its headline, of its headline."""
    bounds = np.stack((pool.line_starts, pool.title_bytes), axis=1)
    sums = np.add.reduceat(rows, bounds.ravel(), axis=1).reshape(len(rows), pool.size, 2)
    sums[:, :, 0] *= pool.title_bytes > pool.line_starts  # what is empty has no sum, but `reduceat` gives one
    return sums
