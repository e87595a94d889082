"""Workers killed at random instants, until all is out: `python -m benchmarks._killing KIND ROUNDS [--seed N]`.

Each round, a few posts come due and a worker process begins; after a time drawn at random it is killed as by `kill -9`.
The next round's worker finds what was left, some minutes or hours later by the clock. In the end a worker runs in
peace, a person settles what is in doubt, and what the server has is compared with what the outbox says. Prints JSON.
"""

import argparse
import asyncio
import json
import os
import random
import select
import signal
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import quote

import httpx
from attrs import asdict, define

from benchmarks._queue import DUE, KINDS, OFFICER, PLATFORMS, SECRET, made, post_of, posted, text_of
from benchmarks._server import serving
from govpr.http.async_client import AsyncClient
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.models import Delivery, DeliveryState
from govpr.workspace import AsyncWorkspace, Workspace

DROPS = {"mastodon": 0.0, "papan": 0.3, "webhook": 0.2}
"""Which share of answers each kind of server drops."""
PER_ROUND = 4
_SLOW = 0.03
_STEPS = (timedelta(minutes=6), timedelta(minutes=45), timedelta(hours=3))
_ROUNDS_IN_PEACE = 8
_PATIENCE = 60.0


@define(kw_only=True)
class Told:
    """What came of it.

    Args:
        kind: The server's kind.
        rounds: How many workers were killed at work.
        abandoned: How many deliveries a killed worker left in the middle.
        posts: How many posts there were.
        doubtful: How many were in doubt in the end, each listed for a person.
        lost: How many were not out in the end; 0 is right.
        doubled: How many were out more than once; 0 is right.
        receipts: How many were stored with the receipt that the server gave.
        sound: Whether the audit log holds.
    """

    kind: str
    rounds: int = 0
    abandoned: int = 0
    posts: int = 0
    doubtful: int = 0
    lost: int = 0
    doubled: int = 0
    receipts: int = 0
    sound: bool = False


def killed(folder: Path, kind: str, rounds: int, seed: int) -> Told:
    """Kill so many workers, one after the other, and tell what came of it.

    Args:
        folder: An empty folder.
        kind: Which server.
        rounds: How many workers are killed at work.
        seed: What the instants are drawn from.
    """
    told, chance, now, home = Told(kind=kind), random.Random(seed), DUE, folder / "kantor"
    os.environ["GOVPR_BENCHMARK"] = SECRET
    with serving(keys=kind == "mastodon", drop=DROPS[kind], slow=_SLOW) as address:
        made(home, kind, address)
        span = 0.0
        while told.rounds < rounds:
            _due(home, kind, now, told, address)
            took = _begun(home, now, chance.uniform(0.0, span) if span else _PATIENCE)
            told.rounds += took is None
            span = span if took is None else took
            with Workspace.open(home, platforms=PLATFORMS) as workspace:
                told.abandoned += len(workspace.deliveries(DeliveryState.SENDING))
            now += chance.choice(_STEPS)
        _in_peace(home, now, address, told)
    return told


def _due(home: Path, kind: str, now: datetime, told: Told, address: str) -> None:
    with Workspace.open(home, platforms=PLATFORMS) as workspace:
        posted(workspace, kind, range(told.posts, told.posts + PER_ROUND), now)
    told.posts += PER_ROUND
    httpx.get(f"{address}/clock?now={quote(now.isoformat())}")


def _begun(home: Path, now: datetime, patience: float) -> float | None:
    """A worker in a process of its own: the seconds that it took, or None where it was killed before its end."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            _work(home, now, writer)
        finally:
            os._exit(0)
    os.close(writer)
    try:
        assert os.read(reader, 1) == b"."
        began = perf_counter()
        over = bool(select.select([reader], [], [], patience)[0])
        if not over:
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return perf_counter() - began if over else None
    finally:
        os.close(reader)


def _work(home: Path, now: datetime, ready: int) -> None:
    def clock() -> datetime:
        return now

    calm = Policy(attempts=1)
    if os.getpid() % 2:
        with Workspace.open(
            home, clock=clock, platforms=PLATFORMS, client=Client(policy=calm, clock=clock)
        ) as workspace:
            os.write(ready, b".")
            workspace.deliver()
        return

    async def work() -> None:
        client = AsyncClient(policy=calm, clock=clock)
        async with await AsyncWorkspace.open(home, clock=clock, platforms=PLATFORMS, client=client) as workspace:
            os.write(ready, b".")
            await workspace.deliver()

    asyncio.run(work())


def _in_peace(home: Path, now: datetime, address: str, told: Told) -> None:
    """Work until nothing is left but what a person has to see; then be that person, and compare."""
    clock = [now]
    with Workspace.open(
        home, clock=lambda: clock[0], platforms=PLATFORMS, client=Client(policy=Policy(attempts=1))
    ) as ws:
        for _ in range(_ROUNDS_IN_PEACE):
            clock[0] += timedelta(hours=3)
            ws.deliver()
        told.doubtful = len(ws.deliveries(DeliveryState.IN_DOUBT))
        while doubtful := ws.deliveries(DeliveryState.IN_DOUBT):
            _looked(ws, doubtful, _taken(address))
            ws.deliver()
        _compare(ws.deliveries(), _taken(address), told)
        told.sound = ws.verify() is None


def _looked(workspace: Workspace, doubtful: tuple[Delivery, ...], taken: Mapping[str, list[str]]) -> None:
    """What a person does: look on the platform, and say what is there."""
    texts = {post_of(number): text_of(number) for number in range(len(workspace.deliveries()))}
    for delivery in doubtful:
        there = taken.get(texts[delivery.post])
        workspace.resolve(delivery.post, published=bool(there), by=OFFICER, url=there[0] if there else "")


def _compare(deliveries: tuple[Delivery, ...], taken: Mapping[str, list[str]], told: Told) -> None:
    by_post = {delivery.post: delivery for delivery in deliveries}
    for number in range(told.posts):
        delivery, ids = by_post[post_of(number)], taken.get(text_of(number), [])
        told.lost += not ids
        told.doubled += len(ids) > 1
        told.receipts += delivery.receipt is not None and [delivery.receipt.id] == ids


def _taken(address: str) -> Mapping[str, list[str]]:
    """What the server published: its ids of each text."""
    found: dict[str, list[str]] = {}
    for name, text in httpx.get(f"{address}/taken").json():
        found.setdefault(text, []).append(name)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("rounds", type=int)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        print(json.dumps(asdict(killed(Path(folder), chosen.kind, chosen.rounds, chosen.seed))))
