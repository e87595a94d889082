"""Fit the constants of govpr.hoaxes.comparing: a logistic regression by Newton's method, on TurnBackHoax 2024."""

from collections.abc import Iterator, Sequence
from math import exp, log1p

from benchmarks.data import Facts, claims, indexed, judgements, matching
from govpr.hoaxes import HoaxIndex, read_queries
from govpr.hoaxes.comparing import overlap, weights
from govpr.text import Stems

SET = "turnbackhoax_2024"
NAMES = ("base", "near", "of text", "mass")
Row = tuple[list[float], float]


def run(*, quick: bool) -> dict[str, float]:
    facts = claims("turnbackhoax")
    with indexed(facts) as index:
        rows = list(samples(index, facts, step=10 if quick else 1))
    return {"samples": len(rows)} | dict(zip(NAMES, (round(value, 2) for value in newton(rows)), strict=True))


def samples(index: HoaxIndex, facts: Facts, step: int) -> Iterator[Row]:
    """Each query against its own claim, where it was found, and against the best of the others."""
    wanted, stems = judgements(SET), Stems()
    for query in read_queries(matching() / SET / "queries.jsonl")[::step]:
        gold = wanted[query["qid"]]
        text = stems.words(query["text"], "id")
        cids = [hit.cid for hit in index.search(query["text"], 6, "id")]
        others = [cid for cid in cids if cid not in gold][:1]
        for cid in [cid for cid in cids[:5] if cid in gold] + others:
            yield features(text, stems.words(facts[cid].text, "id"), index), float(cid in gold)


def features(text: Sequence[str], claim: Sequence[str], index: HoaxIndex) -> list[float]:
    every = sorted({*text, *claim})
    found = overlap(text, claim, weights(index.frequencies(every), index.count, every))
    return [1.0, found.claim, found.text, log1p(found.mass)]


def newton(rows: Sequence[Row], rounds: int = 20, ridge: float = 1e-3) -> list[float]:
    size = len(NAMES)
    fitted = [0.0] * size
    for _ in range(rounds):
        slope = [ridge * value for value in fitted]
        bend = [[ridge * (i == j) for j in range(size)] for i in range(size)]
        for values, truth in rows:
            chance = 1 / (1 + exp(-sum(a * b for a, b in zip(fitted, values, strict=True))))
            for i in range(size):
                slope[i] += (chance - truth) * values[i]
                for j in range(size):
                    bend[i][j] += chance * (1 - chance) * values[i] * values[j]
        fitted = [value - step for value, step in zip(fitted, solved(bend, slope), strict=True)]
    return fitted


def solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Gauss and Jordan; the matrix is symmetric and positive, so it needs no pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i, pivot in enumerate(rows):
        for j, row in enumerate(rows):
            if i != j:
                share = row[i] / pivot[i]
                rows[j] = [a - share * b for a, b in zip(row, pivot, strict=True)]
    return [row[-1] / row[i] for i, row in enumerate(rows)]
