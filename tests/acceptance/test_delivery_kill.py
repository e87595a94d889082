"""A worker killed at any request: nothing is lost, nothing goes out twice."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.little_server import LittleServer, little_server
from tests.office import CAMPAIGN, Office, for_account, with_account

from govpr.http.client import Client
from govpr.models import DeliveryState

ROOT = Path(__file__).parents[2]
PARTS = 2
THREAD = CAMPAIGN.replace('Sabtu pagi."', 'Sabtu pagi.\\n---\\nBawa kartu identitas."').replace(
    'setiap Sabtu."', 'setiap Sabtu.\\n---\\nBawa kartu identitas."'
)


@pytest.fixture
def server() -> Iterator[LittleServer]:
    with little_server() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: LittleServer) -> Office:
    monkeypatch.setenv("KANAL", "rahasia-sekali")
    office = Office(tmp_path)
    office.client = lambda: Client(clock=office.clock)
    server.now = office.clock.now
    with office.found(agency=with_account("mastodon", server=server.url, credential="env:KANAL")) as ws:
        ws.approve(ws.plan(office.campaign(ws, for_account(text=THREAD))), by="ketua")
    office.go_live()
    return office


def kill(office: Office, phase: str, number: int) -> int:
    command = [sys.executable, "-m", "tests.killed_worker", str(office.folder / "kantor"), phase, str(number)]
    return subprocess.run([*command, office.clock.now.isoformat()], cwd=ROOT, check=False, timeout=60).returncode


@pytest.mark.parametrize("phase", ["before", "after"])
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("keys", [True, False], ids=["keys", "no-keys"])
def test_killed_around_a_request_then_run_again(
    office: Office, server: LittleServer, phase: str, number: int, keys: bool
) -> None:
    server.honours_keys = keys
    assert kill(office, phase, number) == -9
    with office.open() as ws:
        (abandoned,) = ws.deliveries()
        assert abandoned.state is DeliveryState.SENDING
        assert ws.deliver().sent == ()  # its lease still runs: another worker may be at it
        office.clock.pass_by(hours=2)
        (sent,) = ws.deliver().sent
        assert ws.deliver().sent == ()
        assert ws.verify() is None
    assert len(server.statuses) == PARTS
    assert sent.receipt is not None
    assert sent.receipt.parts == ("1", "2")


def test_killed_again_and_again_it_still_goes_out_once(office: Office, server: LittleServer) -> None:
    server.honours_keys = False
    for _ in range(3):
        assert kill(office, "after", 1) == -9
        office.clock.pass_by(hours=1)
    with office.open() as ws:
        ws.deliver()
        assert [delivery.state for delivery in ws.deliveries()] == [DeliveryState.SENT]
    assert len(server.statuses) == PARTS
