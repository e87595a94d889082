"""A nation's officers and posts, from the file to the rejection, and bare executemany of the same rows in the same run.

Four million officers with one account each, one message in three variants. Each step runs in a process of its own, so
that each has its own peak of memory. Folders are made below GOVPR_BENCH_DIR, where it is set, and go away at the end.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import _nation

_ROOT = Path(__file__).parents[1]
_ALLOWED = 500


def run(*, quick: bool) -> dict[str, Any]:
    """Everything that is measured.

    Args:
        quick: A fortieth of the officers.
    """
    count, spread = (100_000, "15m") if quick else (4_000_000, "10h")  # as many posts fall on one second
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVPR_BENCH_DIR")) as folder:
        place = Path(folder)
        made = _nation.founded(place)
        text, table = _nation.written(place, count)
        database, bare = str(made / "govpr.db"), str(place / "bare.db")
        shutil.copy(database, bare)
        steps = {"officers from CSV": _step("load", made, text)}
        steps["bare csv and executemany of the officers"] = _step("bare officers", database, bare, text)
        steps["planning"] = planned = _step("plan", made, "first", spread)
        steps["bare executemany of the posts"] = _step("bare posts", database, bare)
        Path(bare).unlink()
        steps["planning again without a change"] = again = _step("plan", made, "first", spread)
        steps["approval"] = _step("approve", made, planned["seal"])
        steps["planning after a change of one variant"] = changed = _step("plan", made, "other", spread)
        _compare(count, planned, again, changed)
        steps["approval of the changed ones"] = _step("approve", made, changed["seal"])
        looked = _step("look", made)
        steps["report"] = _step("report", made)
        steps["rejection"] = _step("reject", made)
        steps["the same officers from Parquet"] = _step("load", made, table)
    return {**_rates(steps), **_looks(looked), **_peaks({**steps, "looking": looked})}


def _step(name: str, *places: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks._national", name, *map(str, places)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=_ROOT)
    found: dict[str, Any] = json.loads(done.stdout)
    if os.environ.get("GOVPR_BENCH_LOUD"):
        print(name, found, file=sys.stderr, flush=True)
    return found


def _compare(count: int, planned: dict[str, Any], again: dict[str, Any], changed: dict[str, Any]) -> None:
    """Whether plans changed what they should, and nothing else."""
    posts = count + _nation.OFFICIAL
    third = changed["changes"].get("changed", 0)
    fine = planned["changes"] == {"added": posts} and again["changes"] == {} and planned["seal"] == again["seal"]
    if not fine or changed["changes"] != {"changed": third} or changed["count"] != posts:
        raise SystemExit(f"plans changed {planned['changes']}, then {again['changes']}, then {changed['changes']}")
    if abs(third - posts / 3) > posts / 100:
        raise SystemExit(f"one variant of three is on {third} of {posts} posts")


def _rates(steps: dict[str, dict[str, Any]]) -> dict[str, Any]:
    rates = {name: round(done["count"] / done["seconds"]) for name, done in steps.items()}
    loading = steps["bare csv and executemany of the officers"]["seconds"] / steps["officers from CSV"]["seconds"]
    planning = steps["bare executemany of the posts"]["seconds"] / steps["planning"]["seconds"]
    return {
        "posts": steps["planning"]["count"],
        "posts that one changed variant changes": steps["approval of the changed ones"]["count"],
        **{f"{name}, a second": rate for name, rate in rates.items()},
        "officers, of the bare rate": round(loading, 3),
        "planning, of the bare rate (0.4 wanted)": round(planning, 3),
    }


def _looks(looked: dict[str, Any]) -> dict[str, Any]:
    times = {f"{name}, ms": took for name, took in looked["looks"].items()}
    return {"queued": looked["states"], **times}


def _peaks(steps: dict[str, dict[str, Any]]) -> dict[str, Any]:
    peaks = {name: done["peak"] for name, done in steps.items() if not name.startswith("bare")}
    most = max(peaks, key=lambda name: peaks[name])
    return {f"peak memory, MB ({_ALLOWED} allowed)": peaks, "most memory": f"{most}: {peaks[most]} MB"}
