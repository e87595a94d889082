"""Figures and metrics: how the queue stands, for Prometheus and for scripts; nobody is in them."""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import define
from prometheus_client.parser import text_string_to_metric_families
from tests.little_server import LittleServer, little_server
from tests.office import MORNING, Office, for_account, with_account

from govpr.cli import main
from govpr.errors import Misconfigured
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.models import DeliveryState
from govpr.observing.figures import Figures
from govpr.observing.holding import Held
from govpr.observing.prometheus import exposition, serving

Samples = dict[tuple[str, ...], float]


@pytest.fixture
def server() -> Iterator[LittleServer]:
    with little_server() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: LittleServer) -> Office:
    """One post to a server, one to the newsroom, both approved and due."""
    monkeypatch.setenv("KANAL", "rahasia-sekali")
    office = Office(tmp_path)
    office.client = lambda: Client(clock=office.clock, policy=Policy(attempts=1), sleep=lambda _seconds: None)
    server.now = office.clock.now
    campaign = for_account().replace('["kanal"]', '["kanal", "situs"]')
    with office.found(agency=with_account("mastodon", server=server.url, credential="env:KANAL")) as ws:
        ws.approve(ws.plan(office.campaign(ws, campaign)), by="ketua")
    office.go_live()
    return office


def samples(text: str) -> Samples:
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_waits_is_counted_and_how_late_it_is(office: Office) -> None:
    office.clock.pass_by(minutes=90)
    with office.open() as ws:
        now = ws.figures()
    assert now.deliveries == {DeliveryState.APPROVED: 2}
    assert now.late == 5400
    assert [one.platform for one in now.platforms] == ["mastodon", "newsroom"]


def test_what_is_not_due_is_not_late(office: Office) -> None:
    office.clock.pass_by(days=-1)
    with office.open() as ws:
        assert (ws.figures().late, ws.figures().oldest_due) == (0, None)


def test_outcomes_and_retries_are_counted_for_each_platform(office: Office, server: LittleServer) -> None:
    server.faults.append("busy")
    with office.open() as ws:
        ws.deliver()
        office.clock.pass_by(hours=1)
        ws.deliver()
        found = samples(exposition(ws.figures))
    assert found["govpr_deliveries", "mastodon", "sent"] == 1
    assert found["govpr_deliveries", "mastodon", "approved"] == 0
    assert found["govpr_attempts_total", "later", "mastodon"] == 1
    assert found["govpr_attempts_total", "published", "mastodon"] == 1
    assert found["govpr_attempts_total", "published", "newsroom"] == 1
    assert found["govpr_retries_total", "mastodon"] == 1
    assert found["govpr_retries_total", "newsroom"] == 0
    assert found[("govpr_oldest_due_seconds",)] == 0


def test_the_command_prints_them_and_nobody_is_in_them(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(office.folder / "kantor")
    assert main(["metrics", "-w", folder]) == 0
    out = capsys.readouterr().out
    assert samples(out)["govpr_deliveries", "mastodon", "approved"] == 1
    assert not [word for word in ("kanal", "situs", "ketua", "layanan", "127.0.0.1") if word in out]
    assert main(["metrics", "-w", folder, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["platforms"][0]["deliveries"] == {"approved": 1}
    assert told["late"] > 0


def test_they_are_served_as_they_are_at_each_reading(office: Office) -> None:
    with office.open() as ws, serving(ws.figures, 0) as port:
        before = _read(port)
        ws.deliver()
        after = _read(port)
    assert before["govpr_deliveries", "mastodon", "sent"] == 0
    assert after["govpr_deliveries", "mastodon", "sent"] == 1


def _read(port: int) -> Samples:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        return samples(answer.read().decode())


def test_the_command_serves_them_until_it_is_stopped(office: Office) -> None:
    command = [sys.executable, "-m", "govpr", "metrics", "--port", "0", "--json", "-w", str(office.folder / "kantor")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["url"]
        with urllib.request.urlopen(address) as answer:
            found = samples(answer.read().decode())
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert found["govpr_deliveries", "mastodon", "approved"] == 1


def test_a_port_that_is_taken_is_told(office: Office) -> None:
    with (
        office.open() as ws,
        serving(ws.figures, 0) as port,
        pytest.raises(Misconfigured, match="another port"),
        serving(ws.figures, port),
    ):
        pass


def test_without_the_extra_the_error_says_how_to_get_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    folder = str(office.folder / "kantor")
    assert main(["metrics", "-w", folder]) == 5
    assert "pip install govpr[prometheus]" in capsys.readouterr().err
    assert main(["metrics", "-w", folder, "--json"]) == 0


@define
class Counting:
    """Counts slowly, by a clock of its own."""

    now: float = 0.0
    takes: float = 5.0
    times: int = 0

    def __call__(self) -> Figures:
        self.now += self.takes
        self.times += 1
        return Figures(at=MORNING + timedelta(seconds=self.now), oldest_due=None, platforms=())


def test_where_counting_takes_long_nobody_waits_for_it_twice() -> None:
    counting = Counting()
    held = Held(counting, lambda: counting.now)
    first = held()
    assert held() is first
    counting.now += 49
    assert held() is first, "a tenth of the time is enough"
    counting.now += 2
    held()
    held.close()
    assert held() is not first
    assert counting.times == 2


def test_what_is_counted_quickly_is_always_of_this_moment() -> None:
    counting = Counting(takes=0.01)
    held = Held(counting, lambda: counting.now)
    assert len({held().at for _ in range(3)}) == counting.times == 3
