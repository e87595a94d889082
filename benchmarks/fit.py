"""Fit the rankings of `govpr.hoaxes.index.ranking` and write them; print how they do on folds that they were not
fitted to. Only training sets are used. With --quick a part of the data, and nothing is written."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from attrs import asdict

from benchmarks.pools import TRAINING, Pools, average_precision, in_folds, pools
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
        for name, some in made.items():
            figures |= in_turn(name, some, [other for other in made if other != name], made)
        written[language] = numbers(fitted(list(made.values())))
    if not quick:
        FILE.write_text(json.dumps(written, separators=(",", ":")) + "\n", "utf-8")
    return figures


def in_turn(name: str, some: Pools, others: list[str], made: Mapping[str, Pools]) -> dict[str, float]:
    """Fitted to the other folds (and the other sets of the language), measured on the one that is left out."""
    known = list(in_folds(some.known))
    unknown = list(in_folds(some.unknown))
    precisions, scores, labels = [], [], []
    for (fit_known, rest_known), (fit_unknown, rest_unknown) in zip(known, unknown, strict=True):
        ranker = fitted([Pools(known=fit_known, unknown=fit_unknown), *(made[other] for other in others)])
        precisions += [average_precision(one, ranker.scores(one.rows)) for one in rest_known]
        for part, label in ((rest_known, True), (rest_unknown, False)):
            scores += [best(ranker, one.rows) for one in part]
            labels += [label] * len(part)
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
