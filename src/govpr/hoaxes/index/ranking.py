"""How well each claim fits a text, and how likely it is that the text repeats it. Pure; the numbers are fitted.

`python -m benchmarks fit` fits them, on the training sets only, and writes `ranking.json`: for each language a small
network with one hidden layer that ranks, and a logistic regression that says how likely the ranked claim is meant.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from govpr.hoaxes.index.likeness import NAMES
from govpr.hoaxes.index.segments import Numbers

RELATIVE = (
    "bm25 log", "grams", "claim share", "share", "mass", "told share", "soft share", "near share", "text share",
    "early share", "cosine", "gram share", "gram part share", "gram text share", "gram cosine", "claim peak", "pairs",
)  # fmt: skip
"""What also counts beside the best claim of the same search."""

JUDGED = (
    "bm25 log", "claim share", "share", "claim peak", "mass", "shared", "missing peak", "told share", "soft share",
    "near share", "text share", "early share", "pairs", "cosine", "gram share", "gram part share", "gram text share",
    "gram cosine", "numbers missing", "claim length", "text length", "density",
)  # fmt: skip
"""What tells whether a claim is meant, besides its rank."""

_CROWD = 10
_WIDEST_LEAD = 8.0


@frozen(kw_only=True, eq=False, repr=False)
class Ranker:
    """The fitted numbers of one language.

    Args:
        mean: Of each number of a row, the relative ones included.
        scale: Its usual spread.
        hidden: The weights of the hidden layer, a row for each number.
        bias: Its biases.
        out: The weights of its results.
        direct: The weights of the numbers themselves.
        judged_mean: Of each number of `JUDGED`, then of the lead.
        judged_scale: Its usual spread.
        judged: The weights of the regression, its constant last.
    """

    mean: Numbers
    scale: Numbers
    hidden: Numbers
    bias: Numbers
    out: Numbers
    direct: Numbers
    judged_mean: Numbers
    judged_scale: Numbers
    judged: Numbers

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """How well each claim of one search fits; higher is better.

        Args:
            rows: As `Likeness.compared` gives them.
        """
        return self._of(widened(rows))

    def leads(self, rows: NDArray[np.float32], scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """How far each claim stands out of the crowd: from the tenth best, or from a claim that shares nothing.

        The next best says less: it may be another fact-check of the same claim.

        Args:
            rows: As `Likeness.compared` gives them, of one search.
            scores: As `scores` gives them.
        """
        if scores.size >= _CROWD:
            crowd = np.partition(scores, scores.size - _CROWD)[scores.size - _CROWD]
        else:
            crowd = self._of(widened(np.vstack([rows, np.zeros_like(rows[:1])])))[-1]
        leads: NDArray[np.float32] = np.clip(scores - crowd, -_WIDEST_LEAD, _WIDEST_LEAD)
        return leads

    def probabilities(self, rows: NDArray[np.float32], scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """How likely each claim is the one that the text repeats, from 0 to 1.

        Args:
            rows: As `Likeness.compared` gives them.
            scores: As `scores` gives them.
        """
        standard = (self.judged_rows(rows, scores) - self.judged_mean) / self.judged_scale
        chances: NDArray[np.float32] = 1 / (1 + np.exp(-(standard @ self.judged[:-1] + self.judged[-1])))
        return chances

    def judged_rows(self, rows: NDArray[np.float32], scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the regression looks at.

        Args:
            rows: As `Likeness.compared` gives them, of one search.
            scores: As `scores` gives them.
        """
        return np.concatenate((rows[:, _columns(JUDGED)], self.leads(rows, scores)[:, None]), axis=1)

    def _of(self, wide: NDArray[np.float32]) -> NDArray[np.float32]:
        standard = (wide - self.mean) / self.scale
        scores = np.tanh(standard @ self.hidden + self.bias) @ self.out + standard @ self.direct
        return np.asarray(scores, np.float32)


@cache
def ranker(language: str) -> Ranker:
    """The fitted numbers for texts in a language; Indonesian ones serve every language but English.

    Args:
        language: BCP 47 tag.
    """
    return _fitted()["en" if language.partition("-")[0] == "en" else "id"]


@cache
def _fitted() -> Mapping[str, Ranker]:
    data = json.loads(files("govpr.hoaxes.index").joinpath("ranking.json").read_text("utf-8"))
    return {
        language: Ranker(**{name: np.array(values, np.float32) for name, values in numbers.items()})
        for language, numbers in data.items()
    }


def widened(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows with their distance from the best of the same search behind them.

    Args:
        rows: As `Likeness.compared` gives them, of one search.
    """
    relative = rows[:, _columns(RELATIVE)]
    return np.concatenate((rows, relative - relative.max(axis=0, initial=0.0)), axis=1)


@cache
def _columns(names: Sequence[str]) -> Numbers:
    return np.array([NAMES.index(name) for name in names])
