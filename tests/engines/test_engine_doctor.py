"""The doctor says what is wrong, before it stops anybody, and what to do."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from tests.engines.hall import approve, settle
from tests.office import with_account
from tests.postgres import Postgres

from govpr import Workspace
from govpr.cli import main
from govpr.http.client import Client
from govpr.models import Severity

NOW = datetime.now(UTC)


def codes(place: Path, *, clock: str = "", now: datetime | None = None, client: Client | None = None) -> list[str]:
    with Workspace.open(place, clock=lambda: now or datetime.now(UTC), client=client) as ws:
        found = ws.doctor(clock=clock)
    assert all(one.advice for one in found.findings)
    return [one.code for one in found.findings]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "sqlite":
        return settle(tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return settle(tmp_path, server.database())


def test_of_a_workspace_in_order_nothing_is_said(place: Path) -> None:
    with Workspace.open(place) as ws:
        found = ws.doctor()
    assert (found.findings, found.is_well) == ((), True)
    assert found.looked == ("accounts", "clock", "disk", "index", "key", "queue", "store")


def test_a_clock_that_went_back_is_noticed(place: Path) -> None:
    approve(place, "banjir", NOW)
    with Workspace.open(place) as ws:
        ws.deliver()
    assert "clock.skewed" in codes(place, now=NOW - timedelta(hours=1))


def test_the_databases_clock_is_held_against_this_one(postgres: Postgres, tmp_path: Path) -> None:
    place = settle(tmp_path, postgres.database())
    with Workspace.open(place, clock=lambda: NOW + timedelta(hours=1)) as ws:
        (finding,) = ws.doctor().findings
    assert "seconds before that of the database" in finding.message


@pytest.mark.parametrize(("ahead", "expected"), [(0, []), (3600, ["clock.skewed"]), (-3600, ["clock.skewed"])])
def test_a_servers_clock_is_asked_for(tmp_path: Path, ahead: int, expected: list[str]) -> None:
    place = settle(tmp_path)
    there = (datetime.now(UTC) + timedelta(seconds=ahead)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    transport = httpx.MockTransport(lambda _request: httpx.Response(204, headers={"Date": there}))
    client = Client(transport=transport)
    assert codes(place, clock="https://waktu.example.go.id/", client=client) == expected


def test_a_server_that_does_not_answer_is_a_warning(tmp_path: Path) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    place = settle(tmp_path)
    client = Client(transport=httpx.MockTransport(refuse), sleep=lambda _seconds: None)
    assert codes(place, clock="https://waktu.example.go.id/", client=client) == ["clock.unknown"]


def test_a_key_that_others_can_read_is_an_error_with_the_command_that_mends_it(place: Path) -> None:
    (place / "secret.key").chmod(0o644)
    with Workspace.open(place) as ws:
        found = ws.doctor()
    assert [(one.code, one.advice) for one in found.findings] == [
        ("key.open", f"chmod 600 {place / 'secret.key'}"),
    ]
    assert not found.is_well


def test_a_disk_that_runs_full_is_told_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, usage = settle(tmp_path), SimpleNamespace
    for free, severity in ((500_000_000, Severity.WARNING), (50_000_000, Severity.ERROR)):
        monkeypatch.setattr("shutil.disk_usage", lambda _path, free=free: usage(free=free))
        with Workspace.open(place) as ws:
            assert [(one.code, one.severity) for one in ws.doctor().findings] == [("disk.low", severity)]


def test_an_account_without_its_credential_stops_only_what_is_live(tmp_path: Path) -> None:
    place = settle(tmp_path)
    agency = tmp_path / "agency.toml"
    server = "https://sosial.example.go.id"
    agency.write_text(with_account("mastodon", "ramai", server=server, credential="env:TIDAK_ADA"), "utf-8")
    with Workspace.open(place) as ws:
        ws.load_agency(agency)
        assert {(one.code, one.severity) for one in ws.doctor().findings} == {("account.not-ready", Severity.WARNING)}
    settings = place / "govpr.toml"
    settings.write_text(settings.read_text("utf-8").replace("live = false", "live = true"), "utf-8")
    with Workspace.open(place) as ws:
        assert not ws.doctor().is_well


def test_a_post_that_nobody_sends_is_told(place: Path) -> None:
    approve(place, "banjir", NOW - timedelta(hours=1))
    settings = place / "govpr.toml"
    settings.write_text(settings.read_text("utf-8").replace("live = false", "live = true"), "utf-8")
    assert codes(place) == ["queue.late"]


def test_a_damaged_index_and_a_damaged_database_are_told(tmp_path: Path) -> None:
    place = settle(tmp_path)
    (place / "hoaxes.index").mkdir(exist_ok=True)
    for name in ("ledger.db", "state.db", "index.db"):
        (place / "hoaxes.index" / name).write_bytes(b"no index" * 600)
    approve(place, "banjir", NOW)
    with sqlite3.connect(place / "govpr.db") as raw:
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'ix_findings_post'")
    raw.close()
    assert "store.damaged" in codes(place)


def test_a_workspace_that_cannot_be_opened_is_a_finding_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = settle(tmp_path)
    (place / "secret.key").unlink()
    assert main(["doctor", "-w", str(place), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["well"]
    assert [one["code"] for one in told["findings"]] == ["store.unusable"]
    assert "secret.key" not in told["findings"][0]["advice"]


def test_the_command_says_that_all_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = settle(tmp_path)
    assert main(["doctor", "-w", str(place)]) == 0
    assert "All is well." in capsys.readouterr().out
