"""Everything that a workspace searches with is the model that its settings name."""

import asyncio
import json
from pathlib import Path

import pytest
from tests.hashed import Hashed
from tests.office import Office

from govpr.cli import main
from govpr.errors import InputError
from govpr.workspace import AsyncWorkspace, Workspace

SAID = "rumours of a doctor who put a chip in the jab"
ROWS = ["far,Physician warns of vaccine microchip,en", "id,Vaksin berisi cip pelacak,id"]
CLAIMS = ["cid,text,lang", *ROWS, *(f"c{n},Rumours of street {n} being closed for repairs,en" for n in range(60))]


def with_model(place: str, folder: Path) -> None:
    (settings,) = folder.rglob("govpr.toml")
    settings.write_text(f'{settings.read_text("utf-8")}\n[matching]\nmodel = "{place}"\n', "utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.found().close()
    with_model("package:no_such_thing", tmp_path)
    return office


@pytest.fixture
def rumours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with claims and a model that knows a few words."""
    monkeypatch.setattr("govpr.hoaxes.embedding.load_embedder", Hashed)
    (tmp_path / "claims.csv").write_text("\n".join(CLAIMS), "utf-8")
    with Workspace.init(tmp_path / "ws") as workspace:
        workspace.hoaxes.load(tmp_path / "claims.csv")
    with_model(str(tmp_path / "hashed"), tmp_path)
    return tmp_path / "ws"


def found(folder: Path) -> set[str]:
    with Workspace.open(folder) as workspace:
        return {str(row["cid"]) for row in workspace.hoaxes.match([{"qid": "q", "text": SAID, "lang": "en"}], top=99)}


def test_planning_screens_posts_with_it(office: Office) -> None:
    with office.open() as ws, pytest.raises(InputError, match="no_such_thing"):
        ws.plan(office.campaign(ws))


def test_the_desk_looks_reports_up_with_it(office: Office) -> None:
    with office.open() as ws, pytest.raises(InputError, match="no_such_thing"):
        ws.desk.report("the bank is closed for a month", channel="hotline")


def test_claims_that_share_no_word_are_found_once_meanings_are_gathered(rumours: Path) -> None:
    assert "far" not in found(rumours)
    told: list[tuple[int, int | None]] = []
    with Workspace.open(rumours) as workspace:
        assert workspace.hoaxes.gather(progress=lambda *news: told.append(news)) == 61  # not the Indonesian one
    assert told[-1] == (62, 62)
    assert "far" in found(rumours)


def test_meanings_are_gathered_without_waiting(rumours: Path) -> None:
    async def go() -> int:
        async with await AsyncWorkspace.open(rumours) as workspace:
            return await workspace.hoaxes.gather()

    assert asyncio.run(go()) == 61
    assert "far" in found(rumours)


def test_the_command_gathers_meanings(rumours: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hoax", "index", "--meanings", "--workspace", str(rumours)]) == 0
    assert "The meanings of 61 claims are gathered.\n62 claims" in capsys.readouterr().out
    assert main(["hoax", "index", "--meanings", "--json", "--workspace", str(rumours)]) == 0
    assert json.loads(capsys.readouterr().out)["meanings"] == 61
    assert main(["hoax", "index", "--json", "--workspace", str(rumours)]) == 0
    assert json.loads(capsys.readouterr().out)["meanings"] is None


def test_without_a_model_it_is_said_where_to_name_one(tmp_path: Path) -> None:
    with Workspace.init(tmp_path / "ws") as workspace, pytest.raises(InputError, match=r"matching\.model is not set"):
        workspace.hoaxes.gather()
