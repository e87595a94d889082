"""Bad weather while posts go out: nothing is lost, nothing goes out twice, and the error says what to do."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from benchmarks._queue import post_of
from tests.little_server import little_server
from tests.postgres import NoServer, Postgres, running
from tests.queued import Queued

from govpr.errors import StoreError
from govpr.models import Delivery, DeliveryState

ROOT = Path(__file__).parents[2]
POSTS = 12
MANY = 60
"""More than are kept before a small disk is full."""
ROOM = 16 * 2**20
"""Bytes of a file: less is too little for PostgreSQL's own log."""
FILL = {
    "attempts": "INSERT INTO attempts (post, number, worker, started, outcome, problem) SELECT %(post)s, "
    "coalesce((SELECT max(number) FROM attempts), 0) + n, repeat('x', 20), now(), '', '' "
    "FROM generate_series(1, %(size)s) n",
    "audit": "INSERT INTO audit (seq, at, actor, action, subject, detail, previous, hash) SELECT "
    "coalesce((SELECT min(seq) FROM audit), 0) - n, now(), '', '', %(post)s, '{}', '', '' "
    "FROM generate_series(1, %(size)s) n",
}
EMPTY = {"attempts": "DELETE FROM attempts WHERE outcome = ''", "audit": "DELETE FROM audit WHERE actor = ''"}
KINDS = ("mastodon", "papan", "webhook")


Make = Callable[..., Queued]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Make]:
    with little_server() as server:
        yield lambda kind, posts, store="": Queued.make(tmp_path / "kantor", kind, server, posts, store)


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


@pytest.fixture
def small() -> Iterator[Postgres]:
    """A server of its own: what was too much for it once stands in its log."""
    try:
        with running() as server:
            yield server
    except NoServer as trouble:
        pytest.skip(str(trouble))


@pytest.mark.parametrize("table", ["attempts", "audit"], ids=["when it claims", "when it keeps"])
def test_the_disk_of_postgresql_is_full(desk: Make, small: Postgres, table: str) -> None:
    here = desk("webhook", POSTS, small.database())
    small.stop()
    small.start(ROOM)
    fill(here.store, table)
    with here.open() as ws, pytest.raises(StoreError, match=r"could not be written .could not extend file"):
        ws.deliver()
    small.stop()
    small.start()
    with psycopg.connect(here.store, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # else nobody may take anything out of the log
        connection.execute(EMPTY[table])
    here.end(doubtful=table == "audit")


def fill(store: str, table: str) -> None:
    """Until no page fits into the table's file, and nothing more onto its last page."""
    with psycopg.connect(store, autocommit=True) as connection:
        for size in (100_000, 20_000, 4_000, 500, 50, 1):
            try:
                while True:
                    connection.execute(FILL[table], {"post": post_of(0), "size": size})
            except psycopg.errors.InternalError_:  # the file is too large
                continue


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
            with pytest.raises(StoreError, match=r"the database could not be (written|read)"):
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
