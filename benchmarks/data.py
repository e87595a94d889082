"""The shared data, where it is there."""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from govpr.hoaxes import HoaxIndex, read_factchecks
from govpr.models import FactCheck

Facts = Mapping[str, FactCheck]


def matching() -> Path:
    """The folder of claims and queries."""
    folder = Path(os.environ.get("GOVPR_SHARED", Path(__file__).parents[2] / "shared")) / "data" / "matching"
    if not folder.is_dir():
        sys.exit(f"{folder} is not there: set GOVPR_SHARED to the folder of shared data")
    return folder


def claims(*names: str) -> Facts:
    return {fact.cid: fact for name in names for fact in read_factchecks(matching() / "claims" / f"{name}.jsonl")}


def judgements(name: str) -> Mapping[str, set[str]]:
    """Query id to the cids that answer it."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in (matching() / name / "qrels.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("rel", 1) > 0:
            wanted[row["qid"]].add(row["cid"])
    return wanted


@contextmanager
def indexed(facts: Facts) -> Iterator[HoaxIndex]:
    with TemporaryDirectory() as folder, HoaxIndex.open(Path(folder, "claims.index")) as index:
        index.add(facts.values())
        yield index
