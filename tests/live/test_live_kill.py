"""A worker killed while it talks to Bluesky's own server: one record there, one receipt here."""

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.office import CAMPAIGN, Office, for_account, with_account

from govpr.models import DeliveryState

pytestmark = pytest.mark.live
PASSWORD = "kata-sandi-uji"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def handle(pds: str) -> str:
    name = f"humas-{uuid.uuid4().hex[:8]}.test"
    body = {"email": f"{name}@example.com", "handle": name, "password": PASSWORD}
    httpx.post(f"{pds}/xrpc/com.atproto.server.createAccount", json=body, timeout=30).raise_for_status()
    return name


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pds: str, handle: str) -> Office:
    monkeypatch.setenv("KANAL", PASSWORD)
    office = Office(tmp_path)
    agency = with_account("bluesky", server=pds, credential="env:KANAL").replace(
        'handle = "kanal"', f'handle = "{handle}"'
    )
    with office.found(agency=agency) as ws:
        ws.approve(ws.plan(office.campaign(ws, for_account(text=CAMPAIGN))), by="ketua")
    office.go_live()
    return office


def records(pds: str, handle: str) -> list[Any]:
    query = {"repo": handle, "collection": "app.bsky.feed.post"}
    found: list[Any] = httpx.get(f"{pds}/xrpc/com.atproto.repo.listRecords", params=query).json()["records"]
    return found


def kill(office: Office, phase: str, number: int) -> int:
    command = [sys.executable, "-m", "tests.killed_worker", str(office.folder / "kantor"), phase, str(number)]
    return subprocess.run([*command, office.clock.now.isoformat()], cwd=ROOT, check=False, timeout=60).returncode


# The first request signs in, the second writes the record.
@pytest.mark.parametrize(("phase", "published"), [("before", 0), ("after", 1)])
def test_killed_before_the_answer_is_stored_then_run_again(
    office: Office, pds: str, handle: str, phase: str, published: int
) -> None:
    assert kill(office, phase, 2) == -9
    assert len(records(pds, handle)) == published
    office.clock.pass_by(hours=1)
    with office.open() as ws:
        (sent,) = ws.deliver().sent
        assert ws.deliver().sent == ()
        assert [delivery.state for delivery in ws.deliveries()] == [DeliveryState.SENT]
    (record,) = records(pds, handle)
    assert sent.receipt is not None
    assert record["uri"] in sent.receipt.id
    assert "loket" in record["value"]["text"] or "Sabtu" in record["value"]["text"]
    facets = [feature["uri"] for facet in record["value"]["facets"] for feature in facet["features"]]
    assert facets == ["https://contoh.go.id/loket"]


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_killed_at_random_instants(request: pytest.FixtureRequest, pds: str, store: str) -> None:
    """`GOVPR_KILL_ROUNDS` says how often; a few times without it."""
    rounds = os.environ.get("GOVPR_KILL_ROUNDS", "5")
    command = [sys.executable, "-m", "benchmarks", "kill", "--json", "--platform", "bluesky", "--at", pds]
    command += ["--rounds", rounds, "--store", store]
    if store == "postgresql":
        command += ["--server", request.getfixturevalue("postgres").database()]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=7200)
    assert done.returncode == 0, done.stderr[-2000:]
    (found,) = json.loads(done.stdout).values()
    assert (found["lost"], found["doubled"], found["in_doubt"]) == (0, 0, 0), found
    assert found["rounds"] == int(rounds)
    assert found["receipts"] == found["posts"]
    assert found["sound"]
