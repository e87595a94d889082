"""`govpr hoax evaluate`: figures that the scorer and a reader can follow, on texts of our own."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest

from govpr import AsyncWorkspace, Workspace
from govpr.cli import main
from govpr.errors import InvalidFile
from govpr.hoaxes.evaluation import Evaluation, Pairs, Threshold, read_pairs, summed
from govpr.hoaxes.evaluation.measuring import Outcome
from govpr.hoaxes.evaluation.suggesting import suggestion
from govpr.hoaxes.matching import Decision
from govpr.models.converter import loads
from govpr.settings import read_settings

CLAIMS = {
    "a": ("Bank kota tutup selama sebulan penuh", "Satu"),
    "b": ("Vaksin campak mengandung cip pelacak", "Satu"),
    "c": ("Harga beras naik sepuluh kali lipat besok", "Dua"),
    "d": ("Gunung meletus dan menutup bandara", "Dua"),
}
TEXTS = {
    "1": ("Katanya bank kota tutup selama sebulan penuh, benarkah", "a"),
    "2": ("AWAS vaksin campak mengandung cip pelacak!!", "b"),
    "3": ("Harga beras besok naik sepuluh kali lipat", "c"),
    "4": ("Semut berbaris di dinding rumah tetangga", "zz"),
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with four hoaxes of two publishers, and a labelled set, in the current folder."""
    monkeypatch.chdir(tmp_path)
    rows = [{"cid": cid, "text": text, "publisher": who} for cid, (text, who) in CLAIMS.items()]
    write("claims.jsonl", rows)
    write(
        "queries.jsonl", [{"qid": qid, "text": text} for qid, (text, _) in [*TEXTS.items(), ("5", ("tak dinilai", ""))]]
    )
    write("qrels.jsonl", [{"qid": qid, "cid": cid, "rel": 1} for qid, (_, cid) in TEXTS.items()])
    Path("pairs.csv").write_text("text;cid\n" + "".join(f"{text};{cid}\n" for text, cid in TEXTS.values()), "utf-8")
    with Workspace.init(tmp_path / "desk") as workspace:
        workspace.hoaxes.load("claims.jsonl")
    monkeypatch.setenv("GOVPR_WORKSPACE", str(tmp_path / "desk"))
    return tmp_path / "desk"


def write(name: str, rows: list[dict[str, Any]]) -> None:
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def test_a_labelled_set_is_measured(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hoax", "evaluate", "--queries", "queries.jsonl", "--qrels", "qrels.jsonl", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["type"], told["claims"], told["unjudged"], told["unknown"]) == ("evaluation", 4, 1, 1)
    assert [(group["kind"], group["name"], group["queries"]) for group in told["groups"]] == [
        ("all", "", 4),
        ("language", "id", 4),
        ("source", "Dua", 1),
        ("source", "Satu", 2),
    ]
    everything = told["groups"][0]
    assert (everything["map5"], everything["success"]["1"], everything["auroc"]) == (0.75, 0.75, 1.0)
    assert sum(told["decisions"]["known"].values()) == sum(told["decisions"]["new"].values()) == 3
    assert told["decisions"]["new"]["same"] == 0


def test_a_table_of_pairs_says_the_same(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hoax", "evaluate", "--queries", "pairs.csv", "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert main(["hoax", "evaluate", "--queries", "queries.jsonl", "--qrels", "qrels.jsonl", "--json"]) == 0
    other = json.loads(capsys.readouterr().out)
    assert one | {"unjudged": 1} == other


@pytest.mark.parametrize(("language", "title"), [("id", "Seberapa baik pencocokan"), ("en", "How good matching is")])
def test_the_report_is_a_page_and_a_document(
    desk: Path, capsys: pytest.CaptureFixture[str], language: str, title: str
) -> None:
    settings = desk / "govpr.toml"
    settings.write_text(settings.read_text("utf-8").replace('language = "id"', f'language = "{language}"'), "utf-8")
    assert main(["hoax", "evaluate", "--queries", "pairs.csv", "--out", "laporan/kota"]) == 0
    assert "laporan/kota/report.html" in capsys.readouterr().out
    page = Path("laporan/kota/report.html").read_text("utf-8")
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert root.get("lang") == language
    assert root.findtext(".//h1") == title
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    told = loads(Path("laporan/kota/report.json").read_text("utf-8"), Evaluation)
    assert told.all.map5 == 0.75


def test_awaited_it_says_the_same(desk: Path) -> None:
    async def awaited() -> Evaluation:
        async with await AsyncWorkspace.open(desk) as workspace:
            return await workspace.hoaxes.evaluate("pairs.csv")

    with Workspace.open(desk) as workspace:
        assert asyncio.run(awaited()) == workspace.hoaxes.evaluate("pairs.csv")


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("qrels.jsonl", '{"qid": "1"}\n{"cid": "a"}\n{"qid": "1", "cid": "a", "rel": "x"}\n', [1, 2, 3]),
        ("qrels.jsonl", '{"qid": "99", "cid": "a"}\n{"qid": "1", "cid": "a", "rel": 0}\n', [None]),
        ("pairs.csv", "text,cid\n,a\nbank tutup,\n", [2, 3]),
    ],
)
def test_wrong_labels_are_told_all_at_once(desk: Path, name: str, content: str, lines: list[int | None]) -> None:
    Path(name).write_text(content, "utf-8")
    with pytest.raises(InvalidFile) as refused:
        read_pairs("queries.jsonl", name) if name == "qrels.jsonl" else read_pairs(name)
    assert [problem.line for problem in refused.value.problems] == lines


def outcomes(language: str, start: int, chance: Callable[[int], float]) -> list[Outcome]:
    same, nothing = Decision.SAME, Decision.NOTHING
    common = {"language": language, "sources": ("Satu",), "ranked": ("a",), "right": True}
    return [
        Outcome(qid=f"{place}", known=0.99, decided=same, new=chance(place), new_decided=nothing, **common)  # type: ignore[arg-type]
        for place in range(start, start + 100)
    ]


def test_suggestions_can_be_pasted_into_the_settings(desk: Path) -> None:
    told = [*outcomes("id", 0, lambda place: place / 101), *outcomes("en", 100, lambda place: (place - 100) / 202)]
    pairs = Pairs((), {one.qid: frozenset("a") for one in told})
    lines = suggestion(summed(told, pairs, 4))
    settings = desk / "govpr.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\n{lines}", "utf-8")
    matching = read_settings(settings, lambda: ()).matching
    assert matching.of("id", "") == (0.94, 0.79)
    assert matching.of("en", "") == (0.47, 0.4)
    assert 0.4 < matching.related < 0.79 < matching.same < 0.94


def test_what_no_probability_reaches_is_not_suggested() -> None:
    told = outcomes("id", 0, lambda _: 1.0)
    evaluation = summed(told, Pairs((), {one.qid: frozenset("a") for one in told}), 4, alarms=(0.0, 0.0))
    assert isinstance(evaluation.all.same, Threshold)
    assert evaluation.all.same.at > 1
    assert suggestion(evaluation) == ""
