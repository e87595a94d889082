"""`govpr plan` and `govpr approve` where there are more accounts than a table can show."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.office import CAMPAIGN, Office

from govpr.cli import main
from govpr.models import DeliveryState

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr("govpr.cli.plan.MANY", 2)
    monkeypatch.setattr("govpr.cli.approve.MANY", 2)
    office = Office(tmp_path)
    with office.found() as ws:
        office.campaign(ws)
    monkeypatch.chdir(ws.folder)
    return office


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*tokens: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(tokens)
        return code, *capsys.readouterr()

    return go


def test_a_plan_of_many_is_counted_sealed_and_approved(office: Office, run: Run) -> None:
    code, out, _ = run("plan", "layanan")
    assert code == 0
    assert "The first of 3 posts" in out
    assert "When they go out" in out
    assert "3 posts: 3 ready, 0 stopped by errors; 3 added." in out
    told = json.loads(run("plan", "layanan", "--json")[1])
    assert (told["type"], told["posts"], told["changes"]) == ("plan-summary", 3, {})
    code, _, err = run("approve", "layanan", "--by", "ketua")
    assert code == 2
    assert "--seal is missing" in err
    assert run("approve", "layanan", "--by", "ketua", "--seal", "0" * 64)[0] == 3
    code, out, _ = run("approve", "layanan", "--by", "ketua", "--seal", told["seal"])
    assert (code, out.splitlines()[0]) == (0, "3 posts approved, 0 stopped by errors.")


def test_looking_only_keeps_nothing_and_an_edit_is_shown(office: Office, run: Run) -> None:
    assert run("plan", "layanan", "--dry-run")[0] == 0
    with office.open() as ws:
        assert ws.deliveries() == ()
    run("plan", "layanan")
    file = office.write("campaign.toml", CAMPAIGN.replace("Sabtu pagi", "Sabtu pukul 8 pagi"))
    _, out, _ = run("plan", str(file))
    assert "…pukul 8 pagi" in out


def test_a_plan_of_many_is_rejected(office: Office, run: Run) -> None:
    told = json.loads(run("plan", "layanan", "--json")[1])
    run("approve", "layanan", "--by", "ketua", "--seal", told["seal"])
    assert run("reject", "layanan", "--by", "penulis", "--note", "tunggu")[0] == 3
    code, out, _ = run("reject", "layanan", "--by", "ketua", "--note", "tunggu")
    assert (code, out.splitlines()[0]) == (0, "3 posts rejected, 3 of them approved before.")
    code, out, _ = run("reject", "layanan", "--by", "ketua", "--note", "tunggu", "--json")
    assert (code, json.loads(out)["posts"], json.loads(out)["recalled"]) == (0, 3, 0)
    with office.open() as ws:
        assert {one.state for one in ws.deliveries()} == {DeliveryState.PLANNED}


def test_a_calendar_of_many_is_refused(office: Office, run: Run) -> None:
    code, _, err = run("plan", "layanan", "--ical", "x.ics")
    assert code == 2
    assert "--ical" in err
