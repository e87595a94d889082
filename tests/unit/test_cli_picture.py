"""`govpr hoax picture` on a workspace."""

import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks._pictures import jpeg, scene

from govpr import Workspace
from govpr.cli import main

FACTS = '{"cid": "tbh-1", "text": "Foto banjir ini terjadi kemarin", "verdict": "SALAH", "publisher": "MAFINDO"}\n'


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace with one fact-check, the current folder, and two pictures in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.jsonl").write_text(FACTS, encoding="utf-8")
    with Workspace.init(tmp_path) as workspace:
        workspace.hoaxes.load("facts.jsonl")
    for seed in (1, 2):
        scene(np.random.default_rng(seed)).save(tmp_path / f"{seed}.png")


def test_a_picture_of_a_factcheck_needs_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hoax", "picture", "add", "1.png", "--factcheck", "tbh-1"]) == 0
    assert capsys.readouterr().out == "Remembered; 1 pictures are known now.\n"
    jpeg(scene(np.random.default_rng(1)), 30).save("kiriman.jpg")
    assert main(["hoax", "picture", "check", "kiriman.jpg", "--json"]) == 1
    match = json.loads(capsys.readouterr().out)["picture"]
    assert (match["decision"], match["found"][0]["factchecks"][0]["cid"]) == ("same", "tbh-1")
    assert main(["hoax", "picture", "check", "kiriman.jpg"]) == 1
    assert "Foto banjir ini terjadi kemarin [SALAH] (MAFINDO)" in capsys.readouterr().out


def test_an_unknown_picture_is_never_called_true(capsys: pytest.CaptureFixture[str]) -> None:
    main(["hoax", "picture", "add", "1.png", "--factcheck", "tbh-1"])
    assert main(["hoax", "picture", "check", "2.png"]) == 0
    assert "does not make it true" in capsys.readouterr().out


def test_a_known_picture_that_nobody_checked_needs_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    main(["hoax", "picture", "add", "1.png"])
    assert main(["hoax", "picture", "check", "1.png"]) == 0
    assert "is a known picture (exactly): 1.png" in capsys.readouterr().out


def test_a_folder_is_read_and_problems_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    Path("3.png").write_bytes(b"rusak")
    assert main(["hoax", "picture", "load", ".", "--json"]) == 1
    loaded = json.loads(capsys.readouterr().out)
    assert (loaded["count"], [one["path"] for one in loaded["problems"]]) == (2, ["3.png"])
    assert main(["hoax", "picture", "fetch"]) == 0
    assert main(["hoax", "picture", "check", "3.png"]) == 2
    assert "no picture that can be read" in capsys.readouterr().err
