"""`govpr hoax report` and `govpr hoax desk`, as a script uses them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks._pictures import scene
from tests.office import Office

from govpr.cli import main

BANSOS = "Bansos Rp600 ribu cair hari ini untuk semua warga, daftar lewat tautan ini sebelum malam"
PRESS = "Siaran pers | Kementerian Contoh | https://contoh.go.id/bansos"
Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with --json in a workspace where ani is at the desk, and gives its exit code and document."""
    office = Office(tmp_path)
    office.found().close()
    settings = tmp_path / "kantor" / "govpr.toml"
    text = settings.read_text("utf-8").replace("[desk.officers]", "[desk.officers]\nani = 1\n#")
    text = text.replace('start = "21:00"', 'start = "06:00"')  # never quiet: commands go by the real clock
    settings.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "kantor")

    def go(*words: str) -> tuple[int, Any]:
        code = main([*words, "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out or err)

    return go


def reported(run: Run, *more: str) -> tuple[str, str]:
    code, told = run("hoax", "report", BANSOS, "--channel", "whatsapp", "--reply-to", "0812", *more)
    assert code == 0
    (one,) = told["received"]
    return one["case"]["id"], one["report"]["id"]


def test_from_report_to_answer(run: Run) -> None:
    case, report = reported(run, "--reach", "5000")
    code, told = run("hoax", "desk", "list")
    assert (code, [one["case"]["id"] for one in told["cases"]]) == (0, [case])
    assert run("hoax", "desk", "assign") == (0, {"govpr": 1, "type": "assigned", "given": {case: "ani"}, "left": {}})
    words = ("--claim", "Bansos lewat tautan", "--fact", "Lewat kantor pos.", "--conclusion", "Tautan itu palsu.")
    code, told = run("hoax", "desk", "clarify", case, "--by", "penulis", "--source", PRESS, *words)
    assert code == 0
    campaign = told["campaign"]["id"]
    assert run("plan", campaign)[0] == 0
    assert run("approve", campaign, "--by", "ketua")[0] == 0
    assert run("deliver")[0] == 0
    code, told = run("hoax", "desk", "answers")
    assert (code, [one["report"] for one in told["answers"]]) == (1, [report])
    assert told["answers"][0]["reply_to"] == "0812"
    assert run("hoax", "desk", "answered", report, "--by", "ani")[0] == 0
    assert run("hoax", "desk", "answers") == (0, {"govpr": 1, "type": "answers", "answers": []})
    code, told = run(
        "hoax", "desk", "correct", case, "--by", "penulis", "--note", "Juga bank", "--fact", "Pos dan bank."
    )
    assert (code, told["answered"], len(told["published"])) == (0, [report], 1)
    assert run("hoax", "desk", "forget", "--before", "2099-01-01T00:00:00+07:00", "--by", "ketua")[1]["contacts"] == 0


def test_few_have_seen_it(run: Run) -> None:
    case, report = reported(run)
    words = ("--claim", "Bansos lewat tautan", "--fact", "Lewat kantor pos.", "--conclusion", "Tautan itu palsu.")
    said = ("hoax", "desk", "clarify", case, "--by", "penulis", "--source", PRESS, *words)
    code, told = run(*said)
    assert (code, told["code"]) == (3, "desk.below-reach")
    assert run(*said, "--private")[0] == 0
    assert run("hoax", "desk", "release", case, "--by", "ketua")[1]["state"] == "answering"
    assert run("hoax", "desk", "answers", "--case", case)[1]["answers"][0]["report"] == report


def test_orders(run: Run, tmp_path: Path) -> None:
    case, report = reported(run)
    (tmp_path / "lapor.csv").write_text(
        f'text,channel,id\n"{BANSOS}",x,lap-9\nLoket tutup selamanya,x,lap-8\n', "utf-8"
    )
    code, told = run("hoax", "report", "--file", str(tmp_path / "lapor.csv"))
    other = told["received"][1]["case"]["id"]
    assert (code, told["received"][0]["case"]["id"]) == (0, case)
    assert run("hoax", "desk", "assign", case, "--officer", "ani", "--by", "ketua")[1]["officer"] == "ani"
    code, told = run("hoax", "desk", "assign")
    assert (code, list(told["left"])) == (1, [other])
    assert run("hoax", "desk", "unassign", case, "--by", "ani")[1]["state"] == "open"
    seen = run(
        "hoax", "desk", "saw", case, "--channel", "x", "--url", "https://x.example/1", "--reach", "9", "--by", "ani"
    )
    assert seen[1]["card"]["reach"] == 9
    parted = run("hoax", "desk", "split", case, "lap-9", "--by", "ani")[1]["id"]
    assert run("hoax", "desk", "merge", parted, case, "--by", "ani")[1]["id"] == case
    assert run("hoax", "desk", "close", case, "--reason", "too-little", "--by", "ani")[1]["reason"] == "too-little"
    assert run("hoax", "desk", "reopen", case, "--by", "ani")[1]["state"] == "open"
    assert {one["id"] for one in run("hoax", "desk", "show", case)[1]["reports"]} == {report, "lap-9"}


def test_people_read_it_too(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    case, report = reported(run)
    assert main(["hoax", "desk", "list"]) == 0
    assert case in capsys.readouterr().out
    assert main(["hoax", "desk", "show", case]) == 0
    shown = capsys.readouterr().out
    assert "Do not answer in public" in shown
    assert report in shown
    assert "0812" not in shown


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("hoax report", 2),
        ("hoax report kabar --channel x --file a.csv", 2),
        ("hoax report kabar --channel x --at 2026-11-03T09:00:00", 2),
        ("hoax desk show tiada", 4),
        ("hoax desk assign kasus", 2),
        ("hoax desk clarify kasus --by ani --source salah", 2),
    ],
)
def test_mistakes_are_named(run: Run, words: str, code: int) -> None:
    assert run(*words.split())[0] == code


def test_a_picture_says_where_a_report_belongs(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "foto.png"
    scene(np.random.default_rng(1)).save(picture)
    case, report = reported(run, "--image", str(picture))
    code, told = run("hoax", "report", "Apakah benar?", "--channel", "telegram", "--image", str(picture))
    (one,) = told["received"]
    assert (code, one["case"]["id"], one["how"]) == (0, case, "picture")
    assert one["picture"]["decision"] == "same"
    assert main(["hoax", "report", "Apakah benar?", "--channel", "x", "--image", str(tmp_path / "tiada.png")]) == 0
    assert "tiada.png was not compared: cannot be read" in " ".join(capsys.readouterr().out.split())
    _, told = run("hoax", "desk", "show", case)
    assert [one["grouped"] for one in told["reports"]][1] == f"its picture is that of report {report} (exactly)"
