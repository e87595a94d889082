"""Bad weather while posts go out: nothing is lost, nothing goes out twice, and the error says what to do."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import define, field
from benchmarks._queue import DUE, OFFICER, PLATFORMS, made, posted
from tests.little_server import LittleServer, little_server
from tests.office import Clock
from tests.postgres import Postgres

from govpr.errors import StoreError
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.models import Delivery, DeliveryState
from govpr.workspace import Workspace

ROOT = Path(__file__).parents[2]
POSTS = 12
MANY = 60
"""More than are kept before a small disk is full."""
KINDS = ("mastodon", "papan", "webhook")


@define
class Desk:
    """A workspace with posts that are due, and the server that they go to."""

    folder: Path
    kind: str
    server: LittleServer
    clock: Clock = field(factory=lambda: Clock(now=DUE))

    def open(self) -> Workspace:
        client = Client(policy=Policy(attempts=1), clock=self.clock)
        return Workspace.open(self.folder, clock=self.clock, platforms=PLATFORMS, client=client)

    def end(self, *, doubtful: bool = False) -> None:
        """Work in peace, look at what is in doubt, and compare what is out with what the outbox says."""
        with self.open() as ws:
            for _ in range(3):
                self.clock.pass_by(hours=2)
                ws.deliver()
            waiting = ws.deliveries(DeliveryState.IN_DOUBT)
            assert doubtful or not waiting
            for delivery in waiting:  # the person who looks sees each of them there
                ws.resolve(delivery.post, published=True, by=OFFICER)
            assert {delivery.state for delivery in ws.deliveries()} == {DeliveryState.SENT}
            assert all(delivery.receipt for delivery in ws.deliveries())
            assert ws.verify() is None
            assert len(self.server.texts()) == len(set(self.server.texts())) == len(ws.deliveries())


Make = Callable[..., Desk]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Make]:
    with little_server() as server:

        def make(kind: str, posts: int, store: str = "") -> Desk:
            server.honours_keys, server.now = kind == "mastodon", DUE
            made(tmp_path / "kantor", kind, server.url, store)
            desk = Desk(tmp_path / "kantor", kind, server)
            with desk.open() as ws:
                posted(ws, kind, range(posts))
            return desk

        yield make


@pytest.mark.parametrize("hours", [1, -1])
@pytest.mark.parametrize("kind", KINDS)
def test_the_clock_is_set_while_calls_run(desk: Make, kind: str, hours: int) -> None:
    here = desk(kind, 3)
    here.server.meanwhile = lambda number: here.clock.pass_by(hours=hours) if number == 2 else None
    with here.open() as ws:
        sent = ws.deliver().sent
        assert ws.deliver().troubled == ()
    assert [text for text in here.server.texts() if here.server.texts().count(text) > 1] == []
    assert len(sent) in {2, 3}  # an hour back, what is due is due later
    here.end()


@pytest.mark.parametrize("kind", ["mastodon", "papan"])
def test_the_clock_is_set_forward_and_another_worker_takes_over(desk: Make, kind: str) -> None:
    here = desk(kind, 1)
    taken_over: list[Delivery] = []

    def meanwhile(_number: int) -> None:
        here.server.meanwhile = lambda _number: None
        here.clock.pass_by(hours=1)
        with here.open() as other:
            taken_over.extend(other.deliver().sent)

    here.server.meanwhile = meanwhile
    with here.open() as ws:
        assert ws.deliver().sent == ()  # the other's result counts
    assert [delivery.attempts for delivery in taken_over] == [2]
    here.end()


def test_the_clock_is_set_back_below_the_lease_of_a_worker_that_is_gone(desk: Make) -> None:
    here = desk("papan", 1)
    command = [sys.executable, "-m", "tests.killed_worker", str(here.folder), "after", "1"]
    assert subprocess.run([*command, here.clock.now.isoformat()], cwd=ROOT, check=False, timeout=60).returncode == -9
    here.clock.pass_by(hours=-1)
    with here.open() as ws:
        assert ws.deliver().sent == ()
        assert [delivery.state for delivery in ws.deliveries()] == [DeliveryState.SENDING]
    here.end()


@pytest.mark.parametrize(
    ("kind", "room", "number"),
    [("mastodon", "pages", 0), ("webhook", "pages", 0), ("papan", "file", 0), ("webhook", "file", 40)],
)
def test_the_disk_is_full(desk: Make, kind: str, room: str, number: int) -> None:
    here = desk(kind, MANY)
    command = [sys.executable, "-m", "tests.cramped_worker", str(here.folder), room, str(number)]
    done = subprocess.run(
        [*command, here.clock.now.isoformat()], cwd=ROOT, check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "the database could not be written" in done.stdout
    assert len(here.server.texts()) < MANY
    here.end(doubtful=kind == "webhook")


def test_postgresql_is_restarted_while_calls_run(desk: Make, postgres: Postgres) -> None:
    here = desk("webhook", 3, postgres.database())

    def meanwhile(number: int) -> None:
        if number == 2:
            postgres.stop()
            postgres.start()

    here.server.meanwhile = meanwhile
    with here.open() as ws:
        assert len(ws.deliver().sent) == 3  # on a new connection
    here.end()


@pytest.mark.parametrize("kind", ["papan", "webhook"])
def test_postgresql_goes_away_while_calls_run(desk: Make, kind: str, postgres: Postgres) -> None:
    here = desk(kind, 3, postgres.database())
    here.server.meanwhile = lambda number: postgres.stop() if number == 2 else None
    with here.open() as ws:
        try:
            with pytest.raises(StoreError, match="the database could not be written"):
                ws.deliver()
        finally:
            postgres.start()
        here.clock.pass_by(hours=1)
        ws.deliver()
    here.end(doubtful=kind == "webhook")


def test_workers_on_one_queue_send_each_post_once(desk: Make) -> None:
    here = desk("webhook", POSTS)
    command = [sys.executable, "-m", "tests.killed_worker", str(here.folder), "never", "0", here.clock.now.isoformat()]
    workers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) for _ in range(3)]
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0, 0]
    with here.open() as ws:
        assert {delivery.state for delivery in ws.deliveries()} == {DeliveryState.SENT}
    here.end()
