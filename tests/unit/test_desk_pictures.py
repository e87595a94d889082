"""Reports with pictures: words and picture together decide where a report belongs."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from attrs import frozen
from benchmarks._pictures import VARIANTS, scene, texture
from PIL import Image
from tests.desk import BANSOS, GEMPA, office_with_desk
from tests.office import Office

from govpr.errors import InvalidFile
from govpr.hoaxes.desk.grouping import How
from govpr.workspace import Workspace

ASKED = "Apakah ini benar min?"
FLOOD = "Video banjir setinggi tiga meter menenggelamkan pusat kota tadi malam"


@frozen
class Shots:
    """A picture, the same on its way through chats, and another."""

    first: Path
    again: Path
    other: Path


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_desk(tmp_path)


@pytest.fixture
def ws(office: Office) -> Iterator[Workspace]:
    with office.open() as workspace:
        yield workspace


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Shots:
    folder = tmp_path_factory.mktemp("shots")
    rng = np.random.default_rng(3)
    picture = scene(rng)
    return Shots(
        _saved(folder / "satu.png", picture),
        _saved(folder / "dua.png", VARIANTS["chained"](picture, rng)),
        _saved(folder / "lain.png", texture(rng)),
    )


def _saved(path: Path, picture: Image.Image) -> Path:
    picture.thumbnail((640, 640))
    picture.save(path)
    return path


def test_the_same_picture_under_a_question_is_the_same_case(ws: Workspace, shots: Shots) -> None:
    first = ws.desk.report(FLOOD, channel="whatsapp", image=shots.first)
    again = ws.desk.report(ASKED, channel="telegram", image=shots.again)
    assert (again.case.id, again.how) == (first.case.id, How.PICTURE)
    assert f"that of report {first.report.id} (likeness " in again.report.grouped
    assert again.report.grouped == ws.desk.show(first.case.id).reports[1].grouped


def test_an_old_picture_under_a_new_claim_is_only_suggested(ws: Workspace, shots: Shots) -> None:
    first = ws.desk.report(FLOOD, channel="whatsapp", image=shots.first)
    other = ws.desk.report(GEMPA, channel="whatsapp", image=shots.again)
    assert other.how is How.NEW
    assert [(hint.case, hint.how) for hint in other.related] == [(first.case.id, How.PICTURE)]
    shown = ws.desk.show(other.case.id)
    assert [case.id for case in shown.related] == [first.case.id]
    assert "that of report" in shown.steps[0].note


def test_the_same_words_with_another_picture_are_the_same_case(ws: Workspace, shots: Shots) -> None:
    first = ws.desk.report(FLOOD, channel="whatsapp", image=shots.first)
    again = ws.desk.report(FLOOD, channel="telegram", image=shots.other)
    assert (again.case.id, again.how) == (first.case.id, How.WORDS)
    both = ws.desk.report(FLOOD, channel="x", image=shots.again)
    assert (both.case.id, both.how) == (first.case.id, How.BOTH)
    assert "says the same" in both.report.grouped
    assert "its picture is that of" in both.report.grouped


def test_a_question_alone_brings_nothing_together(ws: Workspace, shots: Shots) -> None:
    first = ws.desk.report(ASKED, channel="whatsapp", image=shots.first)
    other = ws.desk.report(ASKED, channel="whatsapp", image=shots.other)
    blind = ws.desk.report(ASKED, channel="telegram")
    assert len({one.case.id for one in (first, other, blind)}) == 3


def test_a_few_equal_words_do_not_outweigh_two_pictures(ws: Workspace, shots: Shots) -> None:
    first = ws.desk.report("Banjir Demak", channel="whatsapp", image=shots.first)
    other = ws.desk.report("Banjir Demak", channel="x", image=shots.other)
    assert other.case.id != first.case.id
    assert [hint.case for hint in other.related] == [first.case.id]
    assert ws.desk.report("Banjir Demak", channel="x", image=shots.again).case.id == first.case.id


def test_the_picture_of_a_fact_check_says_that_it_was_checked(ws: Workspace, office: Office, shots: Shots) -> None:
    row = {"cid": "tbh-1", "text": FLOOD, "verdict": "SALAH", "publisher": "MAFINDO", "url": "https://cek.example/1"}
    ws.hoaxes.load(office.write("facts.jsonl", json.dumps(row) + "\n"))
    ws.pictures.add(shots.first, factcheck="tbh-1")
    asked = ws.desk.report(ASKED, channel="whatsapp", image=shots.again)
    assert asked.case.factcheck == "tbh-1"
    assert asked.picture is not None
    assert "MAFINDO" in str(asked.picture)
    later = ws.desk.report("Benarkah?", channel="x", image=shots.first)
    assert later.case.id == asked.case.id
    other = ws.desk.report(GEMPA, channel="whatsapp", image=shots.again)
    assert other.case.factcheck is None
    assert "https://cek.example/1" in ws.desk.show(other.case.id).steps[0].note


def test_the_digest_of_a_known_picture_stands_for_it(ws: Workspace, shots: Shots) -> None:
    first = ws.desk.report(FLOOD, channel="whatsapp", image=shots.first)
    again = ws.desk.report(ASKED, channel="x", picture=first.report.picture)
    assert (again.case.id, again.how) == (first.case.id, How.PICTURE)
    assert ws.desk.report(ASKED, channel="x", picture="foto.jpg").case.id != first.case.id


def test_a_broken_picture_stops_no_report(ws: Workspace, tmp_path: Path) -> None:
    broken = tmp_path / "rusak.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 no picture")
    received = ws.desk.report(BANSOS, channel="whatsapp", image=broken)
    assert received.problem is not None
    assert "rusak.jpg was not compared" in str(received.problem)
    assert received.report.picture == "rusak.jpg"
    assert ws.pictures.count() == 0


def test_a_table_names_pictures_beside_it_and_nowhere_else(ws: Workspace, office: Office, shots: Shots) -> None:
    for shot in (shots.first, shots.again):
        (office.folder / shot.name).write_bytes(shot.read_bytes())
    rows = f"text;channel;image\n{FLOOD};whatsapp;satu.png\n{ASKED};whatsapp;dua.png\n"
    first, again = ws.desk.load(office.write("laporan.csv", rows))
    assert (again.case.id, again.how) == (first.case.id, How.PICTURE)
    for place in ("../satu.png", "/etc/hostname", "a\0b"):
        table = office.write("salah.jsonl", json.dumps({"text": FLOOD, "channel": "x", "image": place}))
        with pytest.raises(InvalidFile, match="leads out of the table's folder"):
            ws.desk.load(table)


def test_what_is_not_taken_in_is_not_remembered(ws: Workspace, office: Office, shots: Shots) -> None:
    (office.folder / "satu.png").write_bytes(shots.first.read_bytes())
    rows = f"text;channel;image;region\n{FLOOD};whatsapp;satu.png;ID\n{ASKED};whatsapp;;ID-XX\n"
    with pytest.raises(InvalidFile):
        ws.desk.load(office.write("laporan.csv", rows))
    assert ws.pictures.count() == 0
