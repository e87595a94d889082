import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from govpr.errors import Damaged, InvalidFile, StoreError
from govpr.hoaxes import Hit, HoaxIndex, match_queries, read_queries
from govpr.hoaxes.index import forget
from govpr.models import FactCheck

BANK = FactCheck(cid="bank", text="Bank kota tutup selama sebulan", url="https://cek.example/bank/?a=1#x")
RAIN = FactCheck(cid="rain", text="Hujan asam turun besok", title="Benarkah air hujan berbahaya")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hoax.index"


def cids(hits: Sequence[Hit]) -> list[str]:
    return [hit.cid for hit in hits]


def test_what_was_added_is_there_when_it_is_opened_again(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        assert index.add([BANK, RAIN]) == 2
    with HoaxIndex.open(path) as index:
        assert index.count == 2
        assert cids(index.search("besok hujan")) == ["rain"]
        assert cids(index.search("apakah berbahaya?")) == ["rain"]


def test_adding_again_replaces(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        index.add([BANK, RAIN])
        index.add([FactCheck(cid="bank", text="Jembatan retak")])
        assert index.count == 2
        assert index.search("bank tutup") == []
        assert cids(index.search("jembatan itu retak")) == ["bank"]


def test_removing_and_clearing(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        index.add([BANK, RAIN])
        assert index.remove(["bank", "unknown"]) == 1
        assert index.search("bank tutup") == []
        index.clear()
        assert index.count == 0
        assert index.search("hujan") == []
        index.add([BANK])
        assert cids(index.search("bank tutup")) == ["bank"]


def test_a_failed_import_leaves_nothing(path: Path) -> None:
    def broken() -> Iterator[FactCheck]:
        yield BANK
        raise RuntimeError

    with HoaxIndex.open(path) as index:
        with pytest.raises(RuntimeError):
            index.add(broken())
        assert index.count == 0


@pytest.mark.parametrize("url", ["https://cek.example/bank?a=1", "http://CEK.example/bank/?a=1"])
def test_addresses_are_found_whatever_their_spelling(path: Path, url: str) -> None:
    with HoaxIndex.open(path) as index:
        index.add([BANK, RAIN])
        assert index.by_url(url) == ("bank",)
        assert index.by_url("https://cek.example/bank") == ()
        assert index.by_url("") == ()


def test_of_equal_ones_the_first_comes_first(path: Path) -> None:
    twins = [FactCheck(cid=cid, text="Bank tutup") for cid in "cab"]
    with HoaxIndex.open(path) as index:
        index.add([*twins, RAIN])
        assert cids(index.search("bank tutup")) == ["c", "a", "b"]
        assert cids(index.search("bank tutup", top=2)) == ["c", "a"]


def test_search_words_are_never_taken_for_a_query_language(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        index.add([BANK])
        assert cids(index.search('"bank" OR NOT (NEAR* tutup:^ - \\ \0')) == ["bank"]
        assert index.search("") == index.search("yang dan ???") == index.search("bank", top=0) == []
        assert cids(index.search(" ".join(f"kata{n}" for n in range(20_000)) + " bank")) == ["bank"]


def test_added_one_by_one_or_at_once_it_is_the_same(tmp_path: Path) -> None:
    facts = [FactCheck(cid=f"{n:05}", text=f"Jembatan {n % 97} di kota {n % 89} retak {n}") for n in range(2_500)]
    with HoaxIndex.open(tmp_path / "slow") as slow, HoaxIndex.open(tmp_path / "fast") as fast:
        fast.add(facts)
        for start in range(0, len(facts), 50):
            slow.add(facts[start : start + 50])
        slow.remove(["00007"])
        slow.add([facts[7]])
        assert slow.count == fast.count == len(facts)
        for text in ("jembatan 7 di kota 11 retak", "retak 1234", "kota 88"):
            assert {hit.cid for hit in slow.search(text, 5)} == {hit.cid for hit in fast.search(text, 5)}


def test_small_segments_become_one(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        for start in range(0, 12_000, 600):
            index.add([FactCheck(cid=str(n), text=f"Bank nomor {n} tutup") for n in range(start, start + 600)])
        assert index.count == 12_000
        assert len(index.view().segments) < 8
        index.verify()
    assert len(list(path.glob("*.segment"))) < 8


def test_what_another_process_adds_is_found_at_once(path: Path) -> None:
    with HoaxIndex.open(path) as reader, HoaxIndex.open(path) as writer:
        writer.add([BANK])
        assert cids(reader.search("bank tutup")) == ["bank"]
        writer.add([FactCheck(cid=str(n), text=f"Pasar {n} ramai") for n in range(1_500)])
        assert reader.count == 1_501
        assert cids(reader.search("pasar 77 ramai", 1)) == ["77"]
        writer.remove(["bank", "77"])
        assert reader.count == 1_499
        assert reader.search("bank kota tutup sebulan") == []


def test_only_recent_ones_on_request(path: Path) -> None:
    old, new = (FactCheck(cid=f"{year}", text="Bank tutup", published=date(year, 1, 1)) for year in (2020, 2026))
    with HoaxIndex.open(path) as index:
        index.add([old, new, BANK])
        assert cids(index.search("bank tutup", since=date(2024, 5, 1))) == ["2026"]


def test_a_claim_of_small_words_alone_is_found_by_its_headline(path: Path) -> None:
    small = FactCheck(cid="small", text="yang itu di", title="Zebra ungu 5")
    with HoaxIndex.open(path) as index:
        index.add([FactCheck(cid="a", text="Bank tutup 7 hari"), small, FactCheck(cid="b", text="x")])
        index.add([FactCheck(cid="c", text="Zebra", title="di sini")])
        first, second = index.compare("katanya zebra ungu 5", 2, "id")
    assert [first.cid, second.cid] == ["small", "c"]
    assert (first.claim_share, first.words) == (1.0, frozenset({"zebra", "ungu", "5"}))


def test_looking_past_some_is_as_if_they_were_not_there(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        index.add([BANK, RAIN, FactCheck(cid="late", text="Bank buka")])
        past = index.compare("bank kota tutup", without=["bank"])
        index.remove(["bank"])
        assert [one.cid for one in past] == [one.cid for one in index.compare("bank kota tutup")] == ["late"]


@pytest.mark.parametrize(
    ("text", "cid"),
    [("#TolakVaksin sekarang", "v"), ("tolakvaksin", "v"), ("the vaccines are refused", "e"), ("vaccines itu", "e")],
)
def test_joined_words_and_mixed_languages_are_found(path: Path, text: str, cid: str) -> None:
    with HoaxIndex.open(path) as index:
        index.add(
            [
                FactCheck(cid="v", text="Ajakan tolak vaksin"),
                FactCheck(cid="w", text="Tolak vaksin, kata dokter"),
                FactCheck(cid="e", text="Vaccine refused by doctors", language="en"),
                RAIN,
            ]
        )
        assert index.search(text)[0].cid == cid


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 5000, b"x"])
def test_a_damaged_ledger_says_so(path: Path, content: bytes) -> None:
    path.mkdir()
    (path / "ledger.db").write_bytes(content)
    with pytest.raises(Damaged, match="made again"):
        HoaxIndex.open(path)


@pytest.mark.parametrize("keep", [0, 5, 100, 5_000])
def test_a_segment_that_is_cut_off_says_so(path: Path, keep: int) -> None:
    with HoaxIndex.open(path) as index:
        index.add([FactCheck(cid=str(n), text=f"Bank nomor {n} tutup") for n in range(1_200)])
    (segment,) = path.glob("*.segment")
    segment.write_bytes(segment.read_bytes()[:keep])
    with pytest.raises(Damaged, match="made again"):
        HoaxIndex.open(path)


def test_every_changed_byte_of_a_segment_is_found(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        index.add([FactCheck(cid=str(n), text=f"Bank nomor {n} tutup") for n in range(1_200)])
    (segment,) = path.glob("*.segment")
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    with HoaxIndex.open(path) as index, pytest.raises(Damaged, match="made again"):
        index.verify()


def test_a_database_of_another_kind_is_left_alone(path: Path) -> None:
    path.mkdir()
    with sqlite3.connect(path / "ledger.db") as other:
        other.execute("CREATE TABLE notes(text)")
    other.close()
    with pytest.raises(Damaged, match="no hoax index"):
        HoaxIndex.open(path)


def test_a_file_is_no_index(path: Path) -> None:
    path.write_bytes(b"x")
    with pytest.raises(Damaged, match="made again"):
        HoaxIndex.open(path)
    forget(path)
    with HoaxIndex.open(path) as index:
        assert index.count == 0


def test_a_writer_that_was_killed_leaves_the_index_as_it_was(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        index.add([BANK])
    code = (
        "import os, sys; from govpr.hoaxes import HoaxIndex; from govpr.models import FactCheck\n"
        "def facts():\n"
        "    for n in range(3000): yield FactCheck(cid=str(n), text=f'Pasar {n}')\n"
        "    os.kill(os.getpid(), 9)\n"
        "HoaxIndex.open(sys.argv[1]).add(facts())"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -9
    with HoaxIndex.open(path) as index:
        assert index.count == 1
        assert cids(index.search("bank tutup")) == ["bank"]
        index.add([RAIN])
        assert index.count == 2


def test_many_read_while_one_writes(path: Path) -> None:
    found: list[list[str]] = []
    trouble: list[StoreError] = []
    with HoaxIndex.open(path) as index:
        index.add([RAIN])

    def read() -> None:
        try:
            with HoaxIndex.open(path) as own:
                found.extend(cids(own.search("hujan besok", top=1)) for _ in range(50))
        except StoreError as error:
            trouble.append(error)

    readers = [Thread(target=read) for _ in range(4)]
    with HoaxIndex.open(path) as writer:
        for reader in readers:
            reader.start()
        for n in range(20):
            writer.add([FactCheck(cid=str(n), text=f"Bank nomor {n} tutup")])
        for reader in readers:
            reader.join()
    assert trouble == []
    assert found == [["rain"]] * 200


def test_one_index_may_be_used_from_many_threads(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        index.add([BANK, RAIN])
        found: list[list[str]] = []
        threads = [Thread(target=lambda: found.append(cids(index.search("bank kota tutup")))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [["bank"]] * 8


def test_a_run_has_ranks_from_one(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        index.add([BANK, RAIN, FactCheck(cid="late", text="Bank buka")])
        rows = list(match_queries([{"qid": "q1", "text": "bank tutup"}, {"qid": "q2", "text": "semut"}], index, top=5))
    assert [(row["qid"], row["cid"], row["rank"]) for row in rows] == [("q1", "bank", 1), ("q1", "late", 2)]


def test_bad_queries_are_all_listed(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"qid": "1", "text": "a"}\n{"qid": "1", "text": "b"}\n{"text": ""}\n[]\n{"qid": "2", "text": 5}\n')
    with pytest.raises(InvalidFile) as caught:
        read_queries(path)
    assert [problem.line for problem in caught.value.problems] == [2, 3, 3, 4]
