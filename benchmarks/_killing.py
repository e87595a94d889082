"""Workers killed at random instants, until all is out: `python -m benchmarks._killing KIND ROUNDS [--stop]`.

Each round, a few posts come due and a worker process begins; after a time drawn at random it is killed as by `kill -9`.
The next round's worker finds what was left, some minutes or hours later by the clock. With `--stop` it is stopped
instead, another worker does its work after its leases have ended, and then it goes on. In the end a worker runs in
peace, a person settles what is in doubt, and what the server has is compared with what the outbox says. Prints JSON.
"""

import argparse
import asyncio
import json
import os
import random
import select
import signal
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from urllib.parse import quote

import httpx
from attrs import asdict, define

from benchmarks._queue import DUE, KINDS, OFFICER, PLATFORMS, made, post_of, posted, text_of
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
_ROUNDS_IN_PEACE = 5
_DISTURBED = 0.8
"""The share of workers that are disturbed; the others do what was left, so that the queue stays short."""
_PATIENCE = 60.0
"""Seconds in which a worker that nobody disturbs is done."""


@define(kw_only=True)
class Told:
    """What came of it.

    Args:
        kind: The server's kind.
        rounds: How many workers were killed, or stopped, at work.
        abandoned: How many deliveries such a worker left in the middle.
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


@define(kw_only=True)
class Hall:
    """Where it happens.

    Args:
        home: The workspace's folder.
        kind: The server's kind.
        address: The server's address.
        handle: The account's handle.
        clock: The time in seconds, shared by all processes; without a lock, which a killed one could hold for ever.
        told: What came of it so far.
    """

    home: Path
    kind: str
    address: str
    handle: str
    clock: Any
    told: Told

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clock.value, UTC)

    def open(self) -> Workspace:
        client = Client(policy=Policy(attempts=1), clock=self.now)
        return Workspace.open(self.home, clock=self.now, platforms=PLATFORMS, client=client)

    def queue(self) -> None:
        """Let some posts come due."""
        with self.open() as workspace:
            posted(workspace, self.kind, range(self.told.posts, self.told.posts + PER_ROUND), self.now())
        self.told.posts += PER_ROUND
        if self.kind in KINDS:
            httpx.get(f"{self.address}/clock?now={quote(self.now().isoformat())}")

    def taken(self) -> Mapping[str, list[str]]:
        """What the server published: its ids of each text."""
        found: dict[str, list[str]] = {}
        for name, text in _records(self) if self.kind == "bluesky" else httpx.get(f"{self.address}/taken").json():
            found.setdefault(text, []).append(name)
        return found

    def work(self, ready: int) -> None:
        """Deliver, in one of the two ways."""
        if os.getpid() % 2:
            with self.open() as workspace:
                os.write(ready, b".")
                workspace.deliver()
            return

        async def work() -> None:
            client = AsyncClient(policy=Policy(attempts=1), clock=self.now)
            options: dict[str, Any] = {"clock": self.now, "platforms": PLATFORMS}
            async with await AsyncWorkspace.open(self.home, client=client, **options) as workspace:
                os.write(ready, b".")
                await workspace.deliver()

        asyncio.run(work())


def killed(
    folder: Path,
    kind: str,
    rounds: int,
    seed: int,
    *,
    stop: bool = False,
    store: str = "",
    at: str = "",
    handle: str = "kanal",
) -> Told:
    """Kill or stop so many workers, one after the other, and tell what came of it.

    Args:
        folder: An empty folder.
        kind: Which server.
        rounds: How many workers are killed at work.
        seed: What the instants are drawn from.
        stop: Whether they are only stopped, for longer than their leases.
        store: The address of a PostgreSQL database, or "" for SQLite.
        at: The address of a Bluesky server that runs, with an account whose password is `SECRET`, or "".
        handle: The account's handle there.
    """
    told, chance, span = Told(kind=kind), random.Random(seed), 0.0
    own = serving(keys=kind == "mastodon", drop=DROPS.get(kind, 0.0), slow=_SLOW)
    with nullcontext(at) if at else own as address:
        home, begin = folder / "kantor", datetime.now(UTC) if at else DUE
        hall = Hall(
            home=home, kind=kind, address=address, handle=handle, clock=RawValue("d", begin.timestamp()), told=told
        )
        made(hall.home, kind, address, store, handle)
        while told.rounds < rounds:
            hall.queue()
            disturbed = span and chance.random() < _DISTURBED
            took = _round(hall, chance.uniform(0.0, span) if disturbed else _PATIENCE, stop=stop)
            told.rounds += took is None
            span = span if took is None else took
            hall.clock.value += chance.choice(_STEPS).total_seconds()
        _in_peace(hall)
    return told


def _round(hall: Hall, patience: float, *, stop: bool) -> float | None:
    """A worker in a process of its own: the seconds that it took, or None where it was disturbed before its end."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            hall.work(writer)
        finally:
            os._exit(0)
    os.close(writer)
    try:
        assert os.read(reader, 1) == b"."
        began = perf_counter()
        over = bool(select.select([reader], [], [], patience)[0])
        if not over and stop:
            _stop(hall, child)
            _left(hall)
            _elsewhere(hall)
            os.kill(child, signal.SIGCONT)
        elif not over:
            os.kill(child, signal.SIGKILL)
            _left(hall)
        os.waitpid(child, 0)
        return perf_counter() - began if over else None
    finally:
        os.close(reader)


def _stop(hall: Hall, child: int) -> None:
    """Stop a worker, but not while it holds the database: nobody else could write then, on SQLite."""
    os.kill(child, signal.SIGSTOP)
    file = hall.home / "govpr.db"
    while file.exists() and _is_held(file):
        os.kill(child, signal.SIGCONT)
        os.sched_yield()
        os.kill(child, signal.SIGSTOP)


def _is_held(file: Path) -> bool:
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False


def _left(hall: Hall) -> None:
    with hall.open() as workspace:
        hall.told.abandoned += len(workspace.deliveries(DeliveryState.SENDING))


def _elsewhere(hall: Hall) -> None:
    """Another worker takes over what the stopped one holds."""
    hall.clock.value += _STEPS[0].total_seconds()
    assert _round(hall, _PATIENCE, stop=False) is not None


def _in_peace(hall: Hall) -> None:
    """Work until nothing is left but what a person has to see; then be that person, and compare."""
    with hall.open() as workspace:
        for _ in range(_ROUNDS_IN_PEACE):
            hall.clock.value += _STEPS[-1].total_seconds()
            workspace.deliver()
        hall.told.doubtful = len(workspace.deliveries(DeliveryState.IN_DOUBT))
        while doubtful := workspace.deliveries(DeliveryState.IN_DOUBT):
            _looked(workspace, doubtful, hall.taken())
            workspace.deliver()
        _compare(workspace.deliveries(), hall.taken(), hall.told)
        hall.told.sound = workspace.verify() is None


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


def _records(hall: Hall) -> Iterator[tuple[str, str]]:
    query = {"repo": hall.handle, "collection": "app.bsky.feed.post", "limit": "100"}
    while True:
        page = httpx.get(f"{hall.address}/xrpc/com.atproto.repo.listRecords", params=query).raise_for_status().json()
        yield from ((record["uri"], record["value"]["text"]) for record in page["records"])
        if "cursor" not in page:
            return
        query["cursor"] = page["cursor"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=(*KINDS, "bluesky"))
    parser.add_argument("rounds", type=int)
    parser.add_argument("--store", default="")
    parser.add_argument("--at", default="")
    parser.add_argument("--handle", default="kanal")
    parser.add_argument("--stop", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        options = {name: value for name, value in vars(chosen).items() if name not in {"kind", "rounds", "seed"}}
        print(json.dumps(asdict(killed(Path(folder), chosen.kind, chosen.rounds, chosen.seed, **options))))
