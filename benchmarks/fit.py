"""Fit the rankings of `govpr.hoaxes.index.ranking` and write them; print how they do on folds that they were not
fitted to. Only training sets are used. With --quick a part of the data, and nothing is written.

One text is in one fold whatever its set: the training set of CheckThat! 2022 has every text of that of 2020 again.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import asdict

from benchmarks.pools import FOLDS, TRAINING, Pools, average_precision, pools, without
from benchmarks.training import fitted
from govpr.hoaxes import index
from govpr.hoaxes.evaluation import auroc
from govpr.hoaxes.index.ranking import Ranker

FILE = Path(index.__file__).parent / "ranking.json"


def run(*, quick: bool) -> dict[str, float]:
    figures: dict[str, float] = {}
    written = {}
    for language, names in TRAINING.items():
        made = {name: pools(name, step=10 if quick else 1) for name in names}
        rankers = [fitted([without(fold, some) for some in made.values()]) for fold in range(FOLDS)]
        for name, some in made.items():
            figures |= told(name, some, rankers)
        written[language] = numbers(fitted(list(made.values())))
    if not quick:
        FILE.write_text(json.dumps(written, separators=(",", ":")) + "\n", "utf-8")
    return figures


def told(name: str, some: Pools, rankers: Sequence[Ranker]) -> dict[str, float]:
    """How each text is ranked by what was fitted to the other folds of all sets of its language."""
    precisions = [average_precision(one, rankers[one.fold].scores(one.rows)) for one in some.known]
    scores = [best(rankers[one.fold], one.rows) for one in (*some.known, *some.unknown)]
    labels = [True] * len(some.known) + [False] * len(some.unknown)
    return {
        f"{name}: MAP@5, in folds": round(float(np.mean(precisions)), 4),
        f"{name}: AUROC, in folds": round(auroc(scores, labels), 4),
    }


def best(ranker: Ranker, rows: Any) -> float:
    scores = ranker.scores(rows)
    return float(ranker.probabilities(rows, scores)[int(np.argmax(scores))])


def numbers(ranker: Ranker) -> dict[str, Any]:
    return {name: rounded(values.tolist()) for name, values in asdict(ranker, recurse=False).items()}


def rounded(value: Any) -> Any:
    return [rounded(one) for one in value] if isinstance(value, list) else float(f"{value:.5g}")
