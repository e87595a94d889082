"""A worker that is stopped while it holds the store: others wait, or say what to do; nothing goes out twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from benchmarks._queue import OFFICER
from tests.little_server import little_server
from tests.postgres import Postgres
from tests.queued import Queued

from govpr.errors import StoreError
from govpr.storage.database import Database

ROOT = Path(__file__).parents[2]
POSTS = 4
Make = Callable[[str], Queued]
WHERE = ["INSERT INTO attempts", "UPDATE attempts"]
"""While it claims posts, and while it keeps what came of them."""
END_STOPPED = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND state LIKE 'idle in transaction%'
"""


@contextmanager
def stopped(here: Queued, where: str) -> Iterator["subprocess.Popen[str]"]:
    """A worker that is stopped in the middle of a transaction."""
    command = [sys.executable, "-m", "tests.stopped_worker", str(here.folder), here.clock.now.isoformat(), where]
    worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        _, status = os.waitpid(worker.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        yield worker
    finally:
        worker.kill()
        worker.communicate(timeout=30)


def goes_on(worker: "subprocess.Popen[str]") -> str:
    """What it says after it went on and ended."""
    worker.send_signal(signal.SIGCONT)
    return worker.communicate(timeout=60)[0]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Make]:
    with little_server() as server:
        yield lambda store: Queued.make(tmp_path / "kantor", "webhook", server, POSTS, store)


@pytest.mark.parametrize("where", WHERE, ids=["claims", "keeps"])
def test_on_postgresql_the_server_lets_go_of_a_worker_that_is_stopped(
    desk: Make, postgres: Postgres, where: str
) -> None:
    here = desk(postgres.database())
    with stopped(here, where) as worker:
        with psycopg.connect(here.store, autocommit=True) as connection:  # as the server itself does after a while
            assert set(connection.execute(END_STOPPED).fetchall()) == {(True,)}
        here.clock.pass_by(minutes=6)
        with here.open() as ws:
            ws.deliver()
        told = goes_on(worker)  # it says so, or finds on a new connection that others have its posts
        assert not told or "the database could not be" in told
    here.end(doubtful=True)


def test_on_postgresql_others_leave_what_a_stopped_worker_is_claiming(desk: Make, postgres: Postgres) -> None:
    here = desk(postgres.database())
    with stopped(here, WHERE[0]) as worker:
        command = [sys.executable, "-m", "tests.killed_worker", str(here.folder), "never", "0"]
        subprocess.run(
            [*command, here.clock.now.isoformat()], cwd=ROOT, check=True, stderr=subprocess.DEVNULL, timeout=20
        )
        assert here.server.texts() == []
        assert goes_on(worker) == ""
    assert len(here.server.texts()) == POSTS
    here.end(doubtful=True)


def test_on_postgresql_a_worker_that_is_stopped_is_let_go_before_others_give_up(postgres: Postgres) -> None:
    database = Database.open(postgres.database())
    asked = "SELECT setting::int FROM pg_settings WHERE name = '{}'"
    try:
        with database.write(of=["post-1"]) as connection:
            gone = connection.exec_driver_sql(asked.format("idle_in_transaction_session_timeout")).scalar_one()
            patience = connection.exec_driver_sql(asked.format("lock_timeout")).scalar_one()
    finally:
        database.close()
    assert 0 < gone < patience


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux says who holds a lock")
@pytest.mark.parametrize("where", WHERE, ids=["claims", "keeps"])
def test_on_sqlite_the_error_names_the_worker_that_is_stopped_and_what_to_do(
    desk: Make, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr("govpr.storage.connecting._PRAGMAS", ("busy_timeout=50",))
    here = desk("")
    with stopped(here, where) as worker:
        here.clock.pass_by(minutes=6)
        with here.open() as ws, pytest.raises(StoreError) as refused:
            ws.pause(by=OFFICER)
        told = f"process {worker.pid} holds it and is stopped: let it go on with kill -CONT {worker.pid}, or end it"
        assert told in str(refused.value)
        assert goes_on(worker) == ""
    here.end(doubtful=True)
