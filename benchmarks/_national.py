"""What is done with a nation's posts, each step in a process of its own: `python -m benchmarks._national STEP ...`.

Prints one JSON object: how many, how many seconds, and the peak of memory in MB.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import _bare
from benchmarks._memory import peak
from benchmarks._nation import NAME, OTHER_WORDS, WORDS, campaign
from govpr import Workspace
from govpr.models import DeliveryState
from govpr.storage import outbox
from govpr.storage.database import Database

_BEFORE, _AFTER = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
_TURNS = 21


def load(place: str, file: str) -> dict[str, Any]:
    """Officers are taken over."""
    with Workspace.open(place) as ws:
        began = time.perf_counter()
        done = ws.officers.load(file)
        return {"count": done.officers, "seconds": time.perf_counter() - began}


def plan(place: str, words: str, spread: str) -> dict[str, Any]:
    """The campaign is planned, its third variant in these words."""
    file = Path(place).parent / "campaign.toml"
    file.write_text(campaign({"first": WORDS, "other": OTHER_WORDS}[words], spread), "utf-8")
    with Workspace.open(place) as ws:
        ws.campaigns.load(file)
        began = time.perf_counter()
        told = ws.plan_stream(NAME)
        seconds = time.perf_counter() - began
    return {"count": told.posts, "seconds": seconds, "seal": told.seal, "changes": dict(told.changes)}


def approve(place: str, seal: str) -> dict[str, Any]:
    """What waits is approved."""
    with Workspace.open(place) as ws:
        began = time.perf_counter()
        done = ws.approve_stream(NAME, seal, by="ketua")
        return {"count": done.posts, "seconds": time.perf_counter() - began}


def reject(place: str) -> dict[str, Any]:
    """All of it is rejected."""
    with Workspace.open(place) as ws:
        began = time.perf_counter()
        done = ws.reject_stream(NAME, by="ketua", note="tunggu")
        return {"count": done.posts, "seconds": time.perf_counter() - began}


def report(place: str) -> dict[str, Any]:
    """It is reported on."""
    with Workspace.open(place) as ws:
        began = time.perf_counter()
        done = ws.report(NAME)
        return {"count": done.posts.total, "seconds": time.perf_counter() - began}


def look(place: str) -> dict[str, Any]:
    """What people and workers look at all the time, in milliseconds, each the median of several looks."""
    database = f"{place}/govpr.db"
    with closing(sqlite3.connect(database)) as raw:
        some = "SELECT deliveries.post FROM deliveries JOIN accounts ON accounts.id = account WHERE officer IS NULL"
        raw.execute(f"UPDATE deliveries SET due = '2026-11-01T00:00:00.000000+00:00' WHERE post IN ({some})")
        raw.commit()
        last = raw.execute("SELECT post FROM deliveries ORDER BY rowid DESC LIMIT 1").fetchone()[0]
        account = raw.execute("SELECT account FROM posts WHERE id = ?", (last,)).fetchone()[0]
    found: dict[str, float] = {}
    with closing(Database.open(Path(database))) as opened:
        for name, now in (("due", _BEFORE), ("due among all", _AFTER)):
            found[name] = _ms(lambda now=now: _due(opened, now))  # type: ignore[misc]
    with Workspace.open(place) as ws:
        looks: dict[str, Callable[[], object]] = {
            "figures": ws.figures,
            "status": ws.status,
            "troubled": ws.troubled,
            "queue": lambda: ws.queue.waiting(limit=100),
            "queue of a campaign": lambda: ws.queue.waiting(campaign=NAME, limit=100),
            "queue of an account": lambda: ws.queue.waiting(account=account),
            "one delivery": lambda: ws.delivery(last),
            "pause": lambda: (ws.pause(f"account:{account}", by="ketua"), ws.resume(f"account:{account}", by="ketua")),
        }
        found |= {name: _ms(once, 5) for name, once in looks.items()}
        states = {state.value: number for state, number in ws.status().deliveries.items()}
    return {"looks": found, "states": states}


def _due(database: Database, now: datetime) -> None:
    with database.read() as connection:
        ready = outbox.due(connection, now, platforms=["newsroom", "mastodon"], lookable=[], limit=50)
    if len(ready) != 50 or any(one.state is not DeliveryState.APPROVED for one in ready):  # noqa: PLR2004
        raise SystemExit(f"{len(ready)} due posts were found instead of 50")


def _ms(once: Callable[[], object], turns: int = _TURNS) -> float:
    took = []
    for _ in range(turns):
        began = time.perf_counter()
        once()
        took.append((time.perf_counter() - began) * 1000)
    return round(median(took), 2)


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    "load": load,
    "plan": plan,
    "approve": approve,
    "reject": reject,
    "report": report,
    "look": look,
    "bare officers": _bare.officers,
    "bare posts": _bare.posts,
}

if __name__ == "__main__":
    told = STEPS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({**told, "peak": round(peak())}))
