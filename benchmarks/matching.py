"""How well, how surely and how fast texts find their fact-check, with peers beside us in the same run.

Effectiveness on the development sets, and on TurnBackHoax in folds that the ranking was not fitted to; speed on a
million synthetic claims (--quick: 50,000, and a tenth of the queries).
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean, median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from benchmarks import peers
from benchmarks.data import Facts, claims, indexed, judgements, matching
from benchmarks.fit import best
from benchmarks.pools import SETS, Pool, Pools, average_precision, in_folds, pools
from benchmarks.training import NEAR, fitted
from govpr.hoaxes import HoaxIndex, read_queries
from govpr.hoaxes.evaluation import auroc, map_at, reliability, success_at
from govpr.hoaxes.index.ranking import Ranker, ranker

DEV = ("ct20_2_en_dev", "ct22_2a_en_dev")
FOLDED = "turnbackhoax_2024"
MILLION, FEWER = 1_000_000, 50_000
Figures = dict[str, float | int | str]
Queries = Sequence[Mapping[str, str]]


def run(*, quick: bool) -> Figures:
    figures: Figures = {}
    for name in (*DEV, FOLDED):
        figures |= searched(name, quick=quick)
    for name in DEV:
        figures |= judged(name, quick=quick)
    return figures | folded(quick=quick) | at_scale(FEWER if quick else MILLION)


def searched(name: str, *, quick: bool) -> Figures:
    """Ranks and times of ours and of the peers; TurnBackHoax is left to `folded` for ours, which was fitted to it."""
    database, language = SETS[name]
    facts, wanted = claims(database), judgements(name)
    queries = [query for query in read_queries(matching() / name / "queries.jsonl") if query["qid"] in wanted]
    queries = queries[:: 10 if quick else 1]
    figures: Figures = {}
    with indexed(facts) as index:
        own = ranked(lambda text: ours(index, text, language), queries)
        figures |= told(f"{name}: govpr", own, queries, wanted, ranks=name in DEV)
    cids = list(facts)
    for peer in ("tantivy", "fts5", "bm25s"):
        search = peers.PEERS[peer]([words(facts, cid) for cid in cids], language)
        other = ranked(lambda text, search=search: [cids[place] for place in search(text, 10)], queries)  # type: ignore[misc]
        figures |= told(f"{name}: {peer}", other, queries, wanted)
    return figures


def ours(index: HoaxIndex, text: str, language: str) -> list[str]:
    return [hit.cid for hit in index.search(text, 10, language)]


def words(facts: Facts, cid: str) -> str:
    return f"{facts[cid].text} {facts[cid].title}"


def ranked(search: Callable[[str], list[str]], queries: Queries) -> tuple[dict[str, list[str]], list[float]]:
    found, took = {}, []
    for query in queries:
        began = perf_counter()
        found[query["qid"]] = search(query["text"])
        took.append((perf_counter() - began) * 1000)
    return found, took


def told(
    name: str,
    run: tuple[Mapping[str, Sequence[str]], Sequence[float]],
    queries: Queries,
    wanted: Mapping[str, set[str]],
    *,
    ranks: bool = True,
) -> Figures:
    found, took = run
    asked = {query["qid"]: wanted[query["qid"]] for query in queries}
    times: Figures = {
        f"{name}: p50 ms": round(median(took), 2),
        f"{name}: p99 ms": round(quantiles(took, n=100)[98], 2),
    }
    if not ranks:
        return times
    return {
        f"{name}: MAP@5": round(map_at(found, asked, 5), 4),
        f"{name}: success@10": round(success_at(found, asked, 10), 4),
        **times,
    }


def judged(name: str, *, quick: bool) -> Figures:
    """Whether it is known that a claim was checked before, with the claim in the database and taken away."""
    some = pools(name, step=10 if quick else 1)
    fitted_to = ranker(SETS[name][1])
    known, unknown = ([best(fitted_to, one.rows) for one in part] for part in (some.known, some.unknown))
    return surely(name, known, unknown, [near(fitted_to, one) for one in some.known])


def near(ranking: Ranker, pool: Pool) -> bool:
    """Whether a right claim is among the best three: what the probability is of."""
    return bool(pool.right[np.argsort(-ranking.scores(pool.rows), kind="stable")[:NEAR]].any())


def surely(name: str, known: Sequence[float], unknown: Sequence[float], right: Sequence[bool]) -> Figures:
    labels = [True] * len(known) + [False] * len(unknown)
    agreement = reliability([*known, *unknown], [*right, *([False] * len(unknown))])
    return {
        f"{name}: AUROC, checked or new": round(auroc([*known, *unknown], labels), 4),
        f"{name}: calibration error": round(agreement.error, 4),
        f"{name}: Brier": round(agreement.brier, 4),
    }


def folded(*, quick: bool) -> Figures:
    """TurnBackHoax: fitted to four fifths, measured on the fifth that is left, five times."""
    some = pools(FOLDED, step=10 if quick else 1)
    precisions, successes, known, unknown, right = [], [], [], [], []
    for (fit_known, rest), (fit_unknown, gone) in zip(in_folds(some.known), in_folds(some.unknown), strict=True):
        ranking = fitted([Pools(known=fit_known, unknown=fit_unknown)])
        for one in rest:
            scores = ranking.scores(one.rows)
            precisions.append(average_precision(one, scores))
            successes.append(bool(one.right[np.argsort(-scores, kind="stable")[:10]].any()))
        known += [best(ranking, one.rows) for one in rest]
        right += [near(ranking, one) for one in rest]
        unknown += [best(ranking, one.rows) for one in gone]
    return {
        f"{FOLDED}: govpr, in folds: MAP@5": round(mean(precisions), 4),
        f"{FOLDED}: govpr, in folds: success@10": round(mean(successes), 4),
        **surely(f"{FOLDED}: in folds", known, unknown, right),
    }


def at_scale(count: int) -> Figures:
    """Ours and tantivy on as many claims, each in a process of its own on the same core, one after the other."""
    figures: Figures = {}
    with TemporaryDirectory() as folder:
        file = Path(folder, "claims.jsonl")
        subprocess.run([sys.executable, "-m", "benchmarks.scale", str(count), str(file)], check=True)
        for name in ("tantivy", "ours"):
            command = [sys.executable, "-m", "benchmarks.large", name, str(file), str(Path(folder, name))]
            made = subprocess.run(command, check=True, capture_output=True, text=True)
            rows = json.loads(made.stdout)
            figures |= {f"{count:,} claims: {name}: {key}": value for key, value in rows.items()}
    return figures
