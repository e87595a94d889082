"""One index of many claims, in a process and on a core of its own: `python -m benchmarks.large NAME CLAIMS FOLDER`.

CLAIMS are JSON lines as `benchmarks.scale` writes them. Prints one JSON object: seconds to build, peak memory in MB,
milliseconds to open, p50 and p99 of a query, share of the queries whose claim is among the first ten, and for ours the
milliseconds until one more claim is found.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from benchmarks import peers
from benchmarks._memory import peak
from benchmarks.scale import synthetic_queries
from govpr.hoaxes import HoaxIndex
from govpr.models import FactCheck

QUERIES, ADDED = 300, 50
Search = Callable[[str], list[str]]


def rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def ours(file: Path, folder: Path) -> dict[str, Any]:
    facts = (FactCheck(cid=row["cid"], text=row["text"], language="id") for row in rows(file))
    began = perf_counter()
    with HoaxIndex.open(folder) as index:
        index.add(facts)
    built, most = perf_counter() - began, peak()
    began = perf_counter()
    with HoaxIndex.open(folder) as index:
        opened = perf_counter() - began
        figures = searched(lambda text: [hit.cid for hit in index.search(text, 10, "id")], file)
        return {"build s": built, "peak MB": most, "open ms": opened * 1000, **figures, "add ms": added(index)}


def tantivy(file: Path, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    began = perf_counter()
    search = peers.tantivy((row["text"] for row in rows(file)), "id", folder)
    built, most = perf_counter() - began, peak()
    cids = [row["cid"] for row in rows(file)]
    figures = searched(lambda text: [cids[place] for place in search(text, 10)], file)
    return {"build s": built, "peak MB": most, **figures}


def searched(search: Search, file: Path) -> dict[str, float]:
    total = sum(1 for _ in rows(file))
    chosen = list(islice(rows(file), 0, None, max(1, total // QUERIES)))
    texts = list(synthetic_queries([row["text"] for row in chosen], seed=1))
    for text in texts[:10]:
        search(text)
    took, found = [], 0
    for row, text in zip(chosen, texts, strict=True):
        began = perf_counter()
        cids = search(text)
        took.append((perf_counter() - began) * 1000)
        found += row["cid"] in cids
    return {"p50 ms": median(took), "p99 ms": quantiles(took, n=100)[98], "found in 10": found / len(texts)}


def added(index: HoaxIndex) -> float:
    took = []
    for number in range(ADDED):
        began = perf_counter()
        index.add([FactCheck(cid=f"new-{number}", text=f"Zebra ungu nomor {number} dibagikan gratis")])
        found = index.search(f"katanya zebra ungu nomor {number} dibagikan", 3, "id")
        took.append((perf_counter() - began) * 1000)
        if f"new-{number}" not in {hit.cid for hit in found}:
            raise SystemExit(f"claim new-{number} was added and is not found")
    return median(took)


def main(name: str, file: str, folder: str) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    figures = {"ours": ours, "tantivy": tantivy}[name](Path(file), Path(folder))
    print(json.dumps({key: round(value, 3) for key, value in figures.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
