"""Search effectiveness (MAP@5), query latency, import time and what `check` decides."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import groupby
from statistics import median, quantiles
from time import perf_counter

from benchmarks.data import Facts, claims, indexed, judgements, matching
from govpr.hoaxes import HoaxIndex, check, match_queries, read_queries

SETS = {"turnbackhoax_2024": "turnbackhoax", "ct20_2_en_dev": "ct20", "ct22_2a_en_dev": "ct22"}
Figures = dict[str, float | int]


def run(*, quick: bool) -> Figures:
    figures = import_time()
    for name, database in SETS.items():
        facts = claims(database)
        with indexed(facts) as index:
            figures |= search(name, index, quick=quick)
    return figures | decisions(quick=quick)


def import_time() -> Figures:
    began = perf_counter()
    facts = claims("turnbackhoax", "komdigi")
    with indexed(facts) as index:
        return {"import: claims": index.count, "import: seconds": round(perf_counter() - began, 2)}


def search(name: str, index: HoaxIndex, *, quick: bool) -> Figures:
    queries = read_queries(matching() / name / "queries.jsonl")[: 100 if quick else None]
    took, rows = [], []
    for query in queries:
        began = perf_counter()
        rows += list(match_queries([query], index, 10))
        took.append((perf_counter() - began) * 1000)
    ranked = {str(qid): [str(row["cid"]) for row in hits] for qid, hits in groupby(rows, lambda row: row["qid"])}
    wanted = judgements(name)
    return {
        f"{name}: MAP@5": round(map5(ranked, {query["qid"]: wanted[query["qid"]] for query in queries}), 4),
        f"{name}: p50 ms": round(median(took), 2),
        f"{name}: p99 ms": round(quantiles(took, n=100)[98], 2),
    }


def map5(ranked: Mapping[str, Sequence[str]], wanted: Mapping[str, set[str]]) -> float:
    """Mean average precision at 5, as CLEF CheckThat! counts it."""
    total = 0.0
    for qid, relevant in wanted.items():
        found, precision = 0, 0.0
        for rank, cid in enumerate(ranked.get(qid, ())[:5], 1):
            if cid in relevant:
                found += 1
                precision += found / rank
        total += precision / min(len(relevant), 5) if relevant else 0.0
    return total / len(wanted)


def decisions(*, quick: bool) -> Figures:
    """What `check` says with the claim in the database, and with it taken away."""
    facts, wanted = claims("turnbackhoax", "komdigi"), judgements("turnbackhoax_2024")
    queries = read_queries(matching() / "turnbackhoax_2024" / "queries.jsonl")[:: 20 if quick else 1]
    counts: Counter[str] = Counter()
    with indexed(facts) as index:
        for query in queries:
            gold = wanted[query["qid"]]
            known = check(query["text"], index, partial(stored, facts))
            unknown = check(query["text"], index, partial(stored, facts, gone=gold))
            right = known.factcheck is not None and known.factcheck.cid in gold
            counts[f"known: {known.decision}, {'the right one' if right else 'another or none'}"] += 1
            counts[f"unknown: {unknown.decision}"] += 1
    return {f"check, {name}": round(count / len(queries), 4) for name, count in sorted(counts.items())}


def stored(facts: Facts, cids: Sequence[str], gone: AbstractSet[str] = frozenset()) -> Facts:
    return {cid: facts[cid] for cid in cids if cid not in gone}
