import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

import pytest

from govpr.errors import InvalidFile, StoreError
from govpr.hoaxes import Hit, HoaxIndex, match_queries, read_queries
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
        assert index.frequencies(["tutup", "jembat", "jembatan"]) != {}


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


def test_equal_scores_come_in_the_order_of_their_cids(path: Path) -> None:
    twins = [FactCheck(cid=cid, text="Bank tutup") for cid in "cab"]
    with HoaxIndex.open(path) as index:
        index.add([*twins, RAIN])
        assert cids(index.search("bank tutup")) == ["a", "b", "c"]
        assert cids(index.search("bank tutup", top=2)) == ["a", "b"]


def test_search_words_are_never_taken_for_a_query_language(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        index.add([BANK])
        assert cids(index.search('"bank" OR NOT (NEAR* tutup:^ - \\ \0')) == ["bank"]
        assert index.search("") == index.search("yang dan ???") == index.search("bank", top=0) == []
        assert cids(index.search(" ".join(f"kata{n}" for n in range(20_000)) + " bank")) == ["bank"]


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 5000, b"x"])
def test_a_damaged_file_says_to_rebuild(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreError, match="rebuild"):
        HoaxIndex.open(path)


def test_damage_inside_the_file_says_to_rebuild(path: Path) -> None:
    with HoaxIndex.open(path) as index:
        index.add([FactCheck(cid=str(n), text=f"Bank nomor {n} tutup") for n in range(500)])
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x7f" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="rebuild"), HoaxIndex.open(path) as index:
        index.search("bank tutup")


def test_a_database_of_another_kind_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE notes(text)")
    other.close()
    with pytest.raises(StoreError, match="no hoax index"):
        HoaxIndex.open(path)


def test_a_folder_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="permissions"):
        HoaxIndex.open(tmp_path)


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
