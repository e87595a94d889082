"""Fitting the numbers of a ranking, in numpy: Adam for the network, Newton's method for the regression."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from benchmarks.pools import Pool, Pools, small
from govpr.hoaxes.index.ranking import JUDGED, Ranker, widened

HIDDEN, EPOCHS, BATCH, RATE, DECAY = 12, 25, 64, 3e-3, 3e-3
RIDGE = 3.0
CONSTANT = 1e-4
NEAR = 3
Weights = list[NDArray[np.float32]]


@frozen(kw_only=True)
class Batch:
    """Pools of one size, the shorter ones filled up.

    Args:
        rows: Numbers of each claim of each pool.
        real: Which claims are there.
        right: Which share of the right answers each claim is.
    """

    rows: NDArray[np.float32]
    real: NDArray[np.bool_]
    right: NDArray[np.float32]


def fitted(pools: Sequence[Pools], seed: int = 0) -> Ranker:
    """A ranking for pools of one language.

    Args:
        pools: Of all training sets.
        seed: Of the random numbers.
    """
    known = [one for some in pools for one in some.known]
    mean, scale, (hidden, bias, out, direct) = network([one for one in known if one.right.any()], seed)
    judged = len(JUDGED) + 1
    blank = {"judged_mean": np.zeros(judged), "judged_scale": np.ones(judged), "judged": np.zeros(judged + 1)}
    ranker = Ranker(mean=mean, scale=scale, hidden=hidden, bias=bias, out=out, direct=direct, **blank)
    unknown = [one for some in pools for one in some.unknown]
    judged_mean, judged_scale, weights = regression(*examples(ranker, [*known, *unknown], seed))
    return Ranker(
        mean=mean,
        scale=scale,
        hidden=hidden,
        bias=bias,
        out=out,
        direct=direct,
        judged_mean=judged_mean,
        judged_scale=judged_scale,
        judged=weights,
    )


def network(pools: Sequence[Pool], seed: int) -> tuple[NDArray[Any], NDArray[Any], Weights]:
    """Fit the network so that the right claims are likely among those of their pool (softmax over each pool).

    Args:
        pools: Each with a right claim.
        seed: Of the random numbers.
    """
    every = np.vstack([widened(one.rows) for one in pools])
    mean, scale = spread(every)
    batch = _batch(pools, mean, scale)
    rng = np.random.default_rng(seed)
    width = every.shape[1]
    weights: Weights = [
        rng.normal(0, width**-0.5, (width, HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        rng.normal(0, 0.1, HIDDEN).astype(np.float32),
        np.zeros(width, np.float32),
    ]
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    rounds = [order[at : at + BATCH] for order in _orders(rng, len(pools)) for at in range(0, len(pools), BATCH)]
    for step, chosen in enumerate(rounds, start=1):
        rate = RATE * 0.5 * (1 + np.cos(np.pi * step / len(rounds)))
        for place, slope in enumerate(_slopes(weights, batch, chosen)):
            first[place] = 0.9 * first[place] + 0.1 * slope
            second[place] = 0.999 * second[place] + 0.001 * slope * slope
            pace = first[place] / (1 - 0.9**step) / (np.sqrt(second[place] / (1 - 0.999**step)) + 1e-8)
            weights[place] = (weights[place] - rate * pace).astype(np.float32)
    return mean, scale, weights


def examples(ranker: Ranker, pools: Sequence[Pool], seed: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """The best claim of each pool, as the regression sees it, and whether the text's claim is known.

    It is known where one of the best three is right: the best may be another fact-check of the same claim that nobody
    judged. Small databases are included.

    Args:
        ranker: Ranks.
        pools: The pools.
        seed: Chooses what small databases hold.
    """
    rng = np.random.default_rng(seed)
    rows, right = [], []
    for one in [*pools, *(small(one, rng) for one in pools[::2])]:
        scores = ranker.scores(one.rows)
        best = np.argsort(-scores, kind="stable")[:NEAR]
        rows.append(ranker.judged_rows(one.rows, scores)[best[0]])
        right.append(one.right[best].any())
    return np.array(rows, np.float64), np.array(right, np.float64)


def regression(rows: NDArray[Any], right: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Logistic regression with a ridge.

    Args:
        rows: What is known of each example.
        right: Whether it is right: 0 or 1.
    """
    mean, scale = spread(rows)
    standard = np.hstack([(rows - mean) / scale, np.ones((len(rows), 1))])
    weights = np.zeros(standard.shape[1])
    ridge = np.full(weights.size, RIDGE)
    ridge[-1] = 0.0
    for _ in range(25):
        chance = 1 / (1 + np.exp(-standard @ weights))
        slope = standard.T @ (chance - right) + ridge * weights
        bend = (standard * (chance * (1 - chance))[:, None]).T @ standard + np.diag(ridge + 1e-9)
        weights = weights - np.linalg.solve(bend, slope)
    return mean, scale, weights


def spread(rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Mean and standard deviation; 1 for a number that is always the same.

    Args:
        rows: The numbers.
    """
    deviation = rows.std(axis=0)
    return rows.mean(axis=0), np.where(deviation > CONSTANT, deviation, 1.0)


def _orders(rng: np.random.Generator, size: int) -> list[NDArray[Any]]:
    return [rng.permutation(size) for _ in range(EPOCHS)]


def _batch(pools: Sequence[Pool], mean: NDArray[Any], scale: NDArray[Any]) -> Batch:
    longest = max(len(one.right) for one in pools)
    rows = np.zeros((len(pools), longest, mean.size), np.float32)
    real = np.zeros((len(pools), longest), bool)
    right = np.zeros((len(pools), longest), np.float32)
    for place, one in enumerate(pools):
        size = len(one.right)
        rows[place, :size] = (widened(one.rows) - mean) / scale
        real[place, :size] = True
        right[place, :size] = one.right / one.right.sum()
    return Batch(rows=rows, real=real, right=right)


def _slopes(weights: Weights, batch: Batch, chosen: NDArray[Any]) -> Weights:
    hidden, bias, out, direct = weights
    rows, real, right = batch.rows[chosen], batch.real[chosen], batch.right[chosen]
    inner = np.tanh(rows @ hidden + bias)
    scores = np.where(real, inner @ out + rows @ direct, -np.inf)
    chance = np.exp(scores - scores.max(axis=1, keepdims=True))
    error = (chance / chance.sum(axis=1, keepdims=True) - right) / len(chosen)
    back = error[..., None] * out * (1 - inner * inner)
    return [
        np.einsum("bkf,bkh->fh", rows, back, optimize=True) + DECAY * hidden,
        back.sum(axis=(0, 1)),
        np.einsum("bkh,bk->h", inner, error) + DECAY * out,
        np.einsum("bkf,bk->f", rows, error) + DECAY * direct,
    ]
