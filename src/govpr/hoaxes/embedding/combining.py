"""How words and meaning together rank claims, and how sure that makes. Pure; the numbers are fitted.

`python -m benchmarks fit_embedding` fits them, on training sets only, with all-MiniLM-L6-v2, and writes `weights.json`.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_WIDEST = 8.0
_NEXT = 3
_LEAST = 1e-4


@frozen(kw_only=True, eq=False)
class Weights:
    """The fitted numbers.

    Args:
        ranks: The weights of `features`.
        judges: The weights of `judged`, the constant last.
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
        chances: Numbers = 1 / (1 + np.exp(-(judged(rows, scores) @ self.judges[:-1] + self.judges[-1])))
        return chances


def features(scores: Any, probabilities: Any, claims: Any, titles: Any) -> Numbers:
    """A row for each claim of one search.

    Args:
        scores: How well its words fit.
        probabilities: How likely its words make it.
        claims: The cosine of its claim's vector and the text's.
        titles: The cosine of its headline's vector and the text's; of the claim's where there is no headline.
    """
    lexical = np.asarray(scores, np.float64)
    chances = np.clip(np.asarray(probabilities, np.float64), _LEAST, 1 - _LEAST)
    claim, title = np.asarray(claims, np.float64), np.asarray(titles, np.float64)
    best = np.maximum(claim, title)
    logit = np.log(chances / (1 - chances))
    lead = np.maximum(lexical - lexical.max(), -_WIDEST)
    rank = np.log1p(np.argsort(np.argsort(-lexical, kind="stable"), kind="stable"))
    return np.column_stack([lead, logit, rank, claim, title, best, best * best, best - best.max()])


def judged(rows: Numbers, scores: Numbers) -> Numbers:
    """What tells whether a claim is meant: its row, and its lead before the third best or before nothing.

    The second best may be another fact-check of the same claim.

    Args:
        rows: As `features` gives them.
        scores: As `Weights.scores` gives them.
    """
    ordered = np.sort(scores)[::-1]
    crowd = ordered[min(_NEXT, ordered.size) - 1]
    return np.column_stack([rows, np.clip(scores - crowd, -_WIDEST, _WIDEST)])


@cache
def weights() -> Weights:
    """The numbers that come with govpr."""
    data = json.loads(files("govpr.hoaxes.embedding").joinpath("weights.json").read_text("utf-8"))
    return Weights(ranks=np.array(data["ranks"]), judges=np.array(data["judges"]))
