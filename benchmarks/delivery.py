"""Deliveries a second with full durability, one process, beside others that send the same words to the same server.

All in one run, on loopback: a bare loop over httpx, which keeps nothing; Apprise; govpr, synchronous and asynchronous.
Then from "due" to "sent" while a worker watches an idle queue, and four workers on PostgreSQL against one, with one
conversation each and with as many as is usual. Processor time is told beside the rate: on a busy machine it says more.
`--quick`: fewer posts.
"""

import asyncio
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import httpx
from apprise import Apprise
from tests.postgres import NoServer, running

from benchmarks._queue import made, posted, text_of
from benchmarks._server import serving
from benchmarks._workers import together, watching
from govpr.models import DeliveryState
from govpr.workspace import AsyncWorkspace, Workspace

Figures = dict[str, float | str]
_LOOKS = 20
_AHEAD = timedelta(seconds=1)


def run(*, quick: bool) -> Figures:
    logging.disable(logging.CRITICAL)  # the rates are of the work, not of the terminal
    count, times = (200, 1) if quick else (2000, 4)
    peers: dict[str, Callable[[str, int], None]] = {
        "httpx, a bare loop": _bare,
        "httpx, asynchronous, 8 at once": _bare_async,
        "Apprise": _apprise,
    }
    ours: dict[str, tuple[Callable[[Path], None], int | None]] = {
        "govpr, one conversation": (_sync, 1),
        "govpr": (_sync, None),
        "govpr, asynchronous": (_async, None),
    }
    rates: dict[str, list[tuple[float, float]]] = {}
    for _ in range(times):
        for name, send in peers.items():
            with serving(keys=True) as address:
                rates.setdefault(name, []).append(_timed(partial(send, address, count), count))
        for name, (deliver, at_once) in ours.items():
            with _queued(count, at_once=at_once) as folder:
                rates.setdefault(name, []).append(_timed(partial(deliver, folder), count))
    best = {name: max(measured) for name, measured in rates.items()}
    figures: Figures = {f"{name}: posts a second": round(rate) for name, (rate, _) in best.items()}
    figures |= {f"{name}: processor time of a post, ms": round(cost, 2) for name, (_, cost) in best.items()}
    fastest = max(best[name][0] for name in ours)
    figures["against the bare loop"] = round(fastest / best["httpx, a bare loop"][0], 3)
    figures["against Apprise"] = round(fastest / best["Apprise"][0], 2)
    return figures | _idle(5 if quick else _LOOKS) | _shared(2 * count)


def _timed(work: Callable[[], None], count: int) -> tuple[float, float]:
    """Posts a second, and milliseconds of processor time for each."""
    began, used = perf_counter(), process_time()
    work()
    return count / (perf_counter() - began), (process_time() - used) / count * 1000


@contextmanager
def _queued(count: int, store: str = "", at_once: int | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder, serving(keys=True) as address:
        home = Path(folder, "kantor")
        made(home, "mastodon", address, store, at_once=at_once)
        with Workspace.open(home) as workspace:
            if count:
                posted(workspace, "mastodon", range(count))
        yield home


def _sync(home: Path) -> None:
    with Workspace.open(home) as workspace:
        assert not workspace.deliver().troubled


def _async(home: Path) -> None:
    async def deliver() -> None:
        async with await AsyncWorkspace.open(home) as workspace:
            assert not (await workspace.deliver()).troubled

    asyncio.run(deliver())


def _request(number: int) -> dict[str, dict[str, str]]:
    """As govpr's Mastodon adapter posts it."""
    body = {"status": text_of(number), "visibility": "public", "language": "id"}
    return {"json": body, "headers": {"Authorization": "Bearer rahasia", "Idempotency-Key": f"kunci-{number}"}}


def _bare(address: str, count: int) -> None:
    with httpx.Client() as client:
        for number in range(count):
            client.post(f"{address}/api/v1/statuses", **_request(number)).raise_for_status().json()  # type: ignore[arg-type]


def _bare_async(address: str, count: int) -> None:
    async def send() -> None:
        free = asyncio.Semaphore(8)
        async with httpx.AsyncClient() as client:

            async def one(number: int) -> None:
                async with free:
                    reply = await client.post(f"{address}/api/v1/statuses", **_request(number))  # type: ignore[arg-type]
                    reply.raise_for_status().json()

            await asyncio.gather(*(one(number) for number in range(count)))

    asyncio.run(send())


def _apprise(address: str, count: int) -> None:
    service = Apprise()
    assert service.add(address.replace("http://", "json://"))
    for number in range(count):
        assert service.notify(body=text_of(number))


def _idle(looks: int) -> Figures:
    """From "due" to "sent", with a worker that has nothing else to do."""
    late: list[float] = []
    with _queued(0) as home, watching(home), Workspace.open(home) as workspace:
        for number in range(looks):
            due = datetime.now(UTC) + _AHEAD
            posted(workspace, "mastodon", [number], due)
            while len(workspace.deliveries(DeliveryState.SENT)) <= number:
                assert datetime.now(UTC) < due + timedelta(seconds=60)
            late.append((datetime.now(UTC) - due).total_seconds())
    return {"from due to sent, idle: median, s": round(median(late), 3), "the same: longest, s": round(max(late), 3)}


def _shared(count: int) -> Figures:
    """Workers on PostgreSQL: one, and four."""
    figures: Figures = {}
    try:
        with running() as server:
            for name, at_once in {"one conversation each": 1, "as usual": None}.items():
                rates = {}
                for workers in (1, 4):
                    with _queued(count, server.database(), at_once) as home:
                        rates[workers] = count / together(home, workers)
                    figures[f"PostgreSQL, {name}, workers: {workers}: posts a second"] = round(rates[workers])
                figures[f"{name}: four workers against one"] = round(rates[4] / rates[1], 2)
    except NoServer as trouble:
        return {"PostgreSQL": f"not measured: {trouble}"}
    return figures
