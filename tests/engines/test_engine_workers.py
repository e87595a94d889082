"""Workers are woken, by every engine: what becomes due goes out within a second, what is approved late at once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.engines.hall import approve, settle, working
from tests.postgres import Postgres

from govpr import Workspace
from govpr.errors import StoreError
from govpr.models import DeliveryState

KINDS = ("sqlite-loop", "postgresql-loop", "postgresql-procrastinate")
ROOT = Path(__file__).parents[2]


def soon(**time: float) -> datetime:
    return datetime.now(UTC) + timedelta(**time)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A workspace."""
    kind, _, engine = request.param.partition("-")
    if kind == "sqlite":
        return settle(tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return settle(tmp_path, server.database(), engine)


def test_what_becomes_due_goes_out_within_a_second(place: Path) -> None:
    due = soon(seconds=6).replace(microsecond=0)
    with working(place) as watched:
        approve(place, "nanti", due)
        (sent,) = watched.wait_for(1)
        late = datetime.now(UTC) - due
    assert sent.state is DeliveryState.SENT
    assert sent.due == due
    assert timedelta(0) <= late < timedelta(seconds=2)  # one second, and what a busy machine adds


def test_what_is_approved_after_its_time_goes_out_at_once(place: Path) -> None:
    with working(place) as watched:
        approve(place, "terlambat", soon(minutes=-5))
        approve(place, "juga", soon(minutes=-4))
        assert Counter(one.state for one in watched.wait_for(2)) == {DeliveryState.SENT: 2}


def test_several_workers_send_each_post_once(place: Path) -> None:
    with working(place) as watched, working(place, watched):
        for number in range(4):
            approve(place, f"siaga-{number}", soon(minutes=-5))
        assert len({one.post for one in watched.wait_for(4)}) == 4
    with Workspace.open(place) as ws:
        assert [(one.state, one.attempts) for one in ws.deliveries()] == [(DeliveryState.SENT, 1)] * 4
        assert ws.verify() is None


def test_the_command_ends_when_it_is_asked(place: Path) -> None:
    approve(place, "banjir", soon(minutes=-5))
    command = [sys.executable, "-m", "govpr", "worker", "--workspace", str(place), "--json"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ}, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert '"state": "sent"' in worker.stdout.readline()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0


def test_an_engine_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    place = settle(tmp_path)
    settings = place / "govpr.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[store]\nengine = "celery"\n', "utf-8")
    with pytest.raises(StoreError, match=r"\[store\] engine in govpr.toml.*celery.*known: loop, procrastinate"):
        Workspace.open(place)


def test_procrastinate_needs_postgresql_and_says_so(tmp_path: Path) -> None:
    place = settle(tmp_path)
    settings = place / "govpr.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[store]\nengine = "procrastinate"\n', "utf-8")
    with pytest.raises(StoreError, match=r"PostgreSQL only: set \[store\] url"):
        Workspace.open(place)


@pytest.mark.parametrize("url", ["env:GOVPR_NOWHERE", "postgresql://govpr:rahasia@127.0.0.1/x"])
def test_a_reference_that_stands_for_nothing_is_an_error_without_the_address(tmp_path: Path, url: str) -> None:
    place = settle(tmp_path)
    settings = place / "govpr.toml"
    settings.write_text(settings.read_text("utf-8") + f'\n[store]\nurl = "{url}"\n', "utf-8")
    with pytest.raises(StoreError, match=r"\[store\] url in govpr.toml") as caught:
        Workspace.open(place)
    assert "rahasia" not in str(caught.value)
