"""How words and meaning together rank claims, and how sure that makes. Pure; the numbers are fitted.

`python -m benchmarks fit_embedding` fits them, on training sets only, with all-MiniLM-L6-v2, and writes `weights.json`.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from govpr.hoaxes.embedding.encoder import Numbers as Vectors
from govpr.hoaxes.index import Compared

Numbers = NDArray[np.float64]
_WIDEST = 8.0
_THIRD = 3
_LEAST = 1e-4
_BELOW = 0.5
_NEAR = 0.6
_LOGIT, _CLAIM, _BOTH = 1, 5, 6
"""Where they stand in a row of `features`."""


@frozen(kw_only=True, eq=False)
class Weights:
    """The fitted numbers.

    Args:
        ranks: The weights of `features`.
        judges: The weights of what `judged` gives, the constant last.
    """

    ranks: Numbers
    judges: Numbers

    def scores(self, rows: Numbers) -> Numbers:
        """How well each claim of one search fits; higher is better.

        Args:
            rows: As `features` gives them.
        """
        scores: Numbers = rows @ self.ranks
        return scores

    def probabilities(self, rows: Numbers, scores: Numbers) -> Numbers:
        """How likely the text repeats each claim, from 0 to 1.

        Args:
            rows: As `features` gives them.
            scores: As `scores` gives them.
        """
        chances: Numbers = 1 / (1 + np.exp(-(self.judged(rows, scores) @ self.judges[:-1] + self.judges[-1])))
        return chances

    def judged(self, rows: Numbers, scores: Numbers) -> Numbers:
        """What tells whether a claim is meant: what its words say, how near it is in meaning, and its lead.

        More of any of them never makes a claim less likely; beyond `_NEAR` a claim and its headline are about the same,
        and being nearer proves no more. The lead is the one before the third best, since the second best may be another
        fact-check of the same claim. Where there is no third, a claim that has nothing in common with the text takes
        its place.

        Args:
            rows: As `features` gives them, of one search.
            scores: As `scores` gives them.
        """
        ordered = np.sort(scores)[::-1]
        third = ordered[_THIRD - 1] if ordered.size >= _THIRD else (_strange(rows) @ self.ranks).item()
        lead = np.clip(scores - third, -_WIDEST, _WIDEST)
        return np.column_stack([rows[:, _LOGIT], rows[:, _CLAIM], np.minimum(rows[:, _BOTH], _NEAR), lead])


def features(found: Sequence[Compared], claims: Vectors, titles: Vectors, asked: Vectors) -> Numbers:
    """A row for each claim of one search.

    Args:
        found: How much its words have in common with the text's.
        claims: The vector of each claim.
        titles: The vector of its headline; of the claim where there is none.
        asked: The vector of the text.
    """
    words = np.array([one.score for one in found], np.float64)
    chances = np.clip([one.probability for one in found], _LEAST, 1 - _LEAST)
    shares = np.array([(one.claim_share, one.text_share) for one in found], np.float64).reshape(-1, 2)
    claim, both = claims @ asked, joined(claims, titles) @ asked
    lead = np.maximum(words - words.max(), -_WIDEST)
    rank = np.log1p(np.argsort(np.argsort(-words, kind="stable"), kind="stable"))
    logit = np.log(chances / (1 - chances))
    return np.column_stack([lead, logit, rank, shares, claim, both, both * both, both - both.max()])


def joined(claims: Vectors, titles: Vectors) -> Vectors:
    """One vector for each fact-check: the direction between its claim's and its headline's.

    Args:
        claims: The vectors of claims.
        titles: Those of their headlines.
    """
    total = claims + titles
    length = np.maximum(np.linalg.norm(total, axis=1, keepdims=True), np.float32(1e-9))
    return np.asarray(total / length, np.float32)


def unshared(cid: str, found: Sequence[Compared]) -> Compared:
    """How a claim compares that shares too few words to be among those that were found.

    Args:
        cid: The claim.
        found: Those that were.
    """
    return Compared(cid=cid, score=min((one.score for one in found), default=0.0) - _BELOW)


def _strange(rows: Numbers) -> Numbers:
    """The row of a claim that has nothing in common with the text."""
    best = rows[:, _BOTH].max(initial=0.0)
    logit = np.log(_LEAST / (1 - _LEAST))
    return np.array([-_WIDEST, logit, np.log1p(len(rows)), 0, 0, 0, 0, 0, -best])


@cache
def weights() -> Weights:
    """The numbers that come with govpr."""
    data = json.loads(files("govpr.hoaxes.embedding").joinpath("weights.json").read_text("utf-8"))
    return Weights(ranks=np.array(data["ranks"]), judges=np.array(data["judges"]))
