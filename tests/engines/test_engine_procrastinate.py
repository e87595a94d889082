"""Procrastinate only wakes: its tasks come and go with the transactions that make work, and none of them is needed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text
from tests.engines.hall import approve, settle, working
from tests.postgres import Postgres

from govpr import Workspace
from govpr.engines.procrastinate import Procrastinate
from govpr.engines.protocol import Work
from govpr.models import Delivery, DeliveryState
from govpr.storage.database import Database


@pytest.fixture
def address(postgres: Postgres) -> str:
    return postgres.database()


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = Database.open(address)
    Procrastinate().prepare(opened)
    yield opened
    opened.close()


def jobs(database: Database, column: str = "queueing_lock") -> list[object]:
    with database.read() as connection:
        return list(connection.execute(text(f"SELECT {column} FROM procrastinate_jobs ORDER BY id")).scalars())


def test_a_task_is_there_if_the_transaction_is_and_else_not(database: Database) -> None:
    engine, moment = Procrastinate(), datetime.now(UTC) + timedelta(hours=1)

    def fail() -> None:
        with database.write() as connection:
            engine.wake(connection, moment)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert jobs(database) == []
    with database.write() as connection:
        engine.wake(connection, moment)
    assert jobs(database, "scheduled_at") == [moment]


def test_one_task_for_a_moment_is_enough_and_the_transaction_goes_on(database: Database) -> None:
    engine, moment = Procrastinate(), datetime.now(UTC) + timedelta(hours=1)
    for _ in range(2):
        with database.write() as connection:
            engine.wake(connection, moment)
            engine.wake(connection, moment)
            connection.execute(text("CREATE TABLE IF NOT EXISTS proof (id INTEGER)"))
            engine.wake(connection, moment - timedelta(hours=2))
    assert len(jobs(database)) == 2
    with database.read() as connection:
        assert connection.execute(text("SELECT to_regclass('proof')")).scalar() is not None


def test_approving_wakes_for_the_earliest_post(address: str, tmp_path: Path) -> None:
    place, due = settle(tmp_path, address, "procrastinate"), datetime.now(UTC) + timedelta(hours=5)
    approve(place, "nanti", due)
    with Workspace.open(place) as ws:
        assert jobs(ws._context.database, "scheduled_at") == [due]
        (post,) = ws.deliveries()
        ws.withdraw(post.post, by="ketua")
        assert len(jobs(ws._context.database)) == 1  # whoever is woken in vain does no harm


def test_preparing_again_changes_nothing(database: Database) -> None:
    with database.write() as connection:
        Procrastinate().wake(connection, datetime.now(UTC))
    Procrastinate().prepare(database)
    assert len(jobs(database)) == 1


def test_what_a_dead_worker_had_taken_is_given_to_another(database: Database) -> None:
    """It died while it held a task: its heart has not beaten for two minutes."""
    with database.write() as connection:
        Procrastinate().wake(connection, datetime.now(UTC))
        dead = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes') RETURNING id"
        worker = connection.execute(text(dead)).scalar_one()
        held = "UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker RETURNING id"
        job = connection.execute(text(held), {"worker": worker}).scalar_one()
        take_over = (
            "INSERT INTO procrastinate_jobs (task_name, queue_name, args) VALUES ('govpr:take-over', 'govpr', :args)"
        )
        connection.execute(text(take_over), {"args": '{"timestamp": 0}'})
    stop = Event()
    holders: set[int | None] = set()

    def deliver() -> Iterator[Delivery]:
        with database.read() as connection:
            holding = text("SELECT worker_id FROM procrastinate_jobs WHERE id = :job AND status = 'doing'")
            holders.update(connection.execute(holding, {"job": job}).scalars())
        if holders - {worker, None}:
            stop.set()
        return iter(())

    Procrastinate().run(
        Work(
            database=database,
            deliver=deliver,
            measure=lambda: None,
            settled=lambda _delivery: None,
            clock=lambda: datetime.now(UTC),
            stop=stop,
        )
    )
    assert holders - {worker, None}


def test_a_worker_goes_on_after_the_server_was_restarted(postgres: Postgres, address: str, tmp_path: Path) -> None:
    place = settle(tmp_path, address, "procrastinate")
    with working(place) as watched:
        approve(place, "sebelum", datetime.now(UTC) - timedelta(minutes=9))
        watched.wait_for(1)
        postgres.stop()
        postgres.start()
        approve(place, "sesudah", datetime.now(UTC) - timedelta(minutes=5))
        assert [one.state for one in watched.wait_for(2, seconds=90)] == [DeliveryState.SENT] * 2
    with Workspace.open(place) as ws:
        assert [one.attempts for one in ws.deliveries()] == [1, 1]


def test_a_worker_without_any_task_finds_what_is_due_within_a_minute(address: str, tmp_path: Path) -> None:
    place = settle(tmp_path, address, "procrastinate")
    approve(place, "banjir", datetime.now(UTC) - timedelta(minutes=5))
    with Workspace.open(place) as ws, ws._context.database.write() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    with working(place) as watched:
        assert [one.state for one in watched.wait_for(1, seconds=90)] == [DeliveryState.SENT]
