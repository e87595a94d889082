"""Importing files of any length: all that is wrong is told first, nothing half is taken over, little is in memory."""

import gc
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govpr.errors import InvalidFile
from govpr.hoaxes import read_factchecks
from govpr.hoaxes.readers import checked_file
from govpr.hoaxes.readers.encoded import read_text
from govpr.hoaxes.readers.files import file_rows, rows_of
from govpr.storage import rumours
from govpr.workspace import Workspace

LONG = "Narasi yang panjang sekali, " * 40


def rows(count: int) -> str:
    return "".join(f'{{"cid": "c{n}", "text": "Kabar nomor {n}", "conclusion": "{LONG}{n}"}}\n' for n in range(count))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.init(tmp_path / "meja") as made:
        yield made


def test_files_are_taken_over_in_batches_and_found(tmp_path: Path, workspace: Workspace) -> None:
    told: list[tuple[int, int | None]] = []
    first, second = tmp_path / "a.jsonl", tmp_path / "b.csv"
    first.write_text(rows(2_500), "utf-8")
    second.write_text("cid,text\nx,Bank kota tutup sebulan\n\nc7,Kabar nomor tujuh yang diganti\n", "utf-8")
    assert workspace.hoaxes.load(first, second, progress=lambda done, total: told.append((done, total))) == 2_502
    assert (workspace.hoaxes.count(), told[-1]) == (2_501, (2_502, 2_502))
    assert workspace.hoaxes.index_state().current
    assert workspace.hoaxes.lookup(["c7"])["c7"].text == "Kabar nomor tujuh yang diganti"
    found = workspace.hoaxes.check("Kabar nomor tujuh yang diganti")
    assert found.factcheck is not None
    assert found.factcheck.cid == "c7"


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_taken_over(tmp_path: Path, workspace: Workspace) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(rows(1_500) + "kacau\n" + '{"cid": "c3", "text": "Lain"}\n' + '{"cid": "z"}\n', "utf-8")
    with pytest.raises(InvalidFile) as caught:
        workspace.hoaxes.load(file)
    assert [(one.line, one.path) for one in caught.value.problems] == [(1501, ""), (1502, "cid"), (1503, "text")]
    assert "line 4 has it too" in str(caught.value)
    assert workspace.hoaxes.count() == 0


def test_a_file_that_changes_meanwhile_leaves_nothing(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, real = tmp_path / "a.jsonl", rumours.save_factchecks
    file.write_text(rows(2_100), "utf-8")

    def meddled(*args: Any) -> None:
        file.write_text(rows(2_099), "utf-8")
        real(*args)

    for name in ("shorter", "other"):
        with monkeypatch.context() as patch:
            patch.setattr(rumours, "save_factchecks", meddled)
            with pytest.raises(InvalidFile, match="was changed while it was read"):
                workspace.hoaxes.load(file)
        assert (workspace.hoaxes.count(), name) == (0, name)
        file.write_text(rows(2_100).replace("nomor", name), "utf-8")
    assert workspace.hoaxes.check("Kabar nomor 7").factcheck is None
    state = workspace.hoaxes.index_state()
    assert (state.claims, state.current) == (0, True)


def test_a_long_file_is_not_in_memory_as_a_whole(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        file = tmp_path / "a.jsonl"
        file.write_text(rows(count), "utf-8")
        gc.collect()
        tracemalloc.start()
        held = sum(1 for _ in checked_file(file))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert held == count
        return most

    peak(10)
    size = len(rows(4_000))
    assert peak(4_000) < size / 3


CONTENTS = {
    "lines.jsonl": b'{"text": "a"}\n\n x\n{"text": "b\rc"}\r\n{"text": "d"}',
    "carriage.jsonl": b'{"text": "a"}\r{"text": "b"}\n[1]\n',
    "marked.jsonl": b'\xef\xbb\xbf{"text": "a"}\n',
    "wide.csv": "cid;text\r\n1;Bank tutup\r\n".encode("utf-16"),
    "blank.csv": b"\n\ncid,text\n1,a\n",
    "only-blank.csv": b"\n\n",
    "empty.csv": b"",
    "quoted.csv": b'cid,text\n1,"a\nb"\n2\n3,x,y\n4,\n5,"open',
    "old-mac.csv": b"cid,text\r1,a\r2,b\r",
    "tabs.tsv": b"cid\ttext\n1\ta, b; c\n",
    "document.json": b'[{"@type": "ClaimReview", "claimReviewed": "a"}]',
}


@pytest.mark.parametrize("name", CONTENTS)
def test_line_by_line_a_file_says_what_it_says_as_a_whole(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(CONTENTS[name])
    problems: list[Any] = []
    assert (list(rows_of(file, problems)), problems) == file_rows(name, read_text(file))


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jsonl", rows(3_000).encode() + b"\xff\n"), ("a.csv", b"cid,text\n" + b"1,a\n" * 9_000 + b"2,\xff\n")],
)
def test_what_is_no_text_is_told_with_its_line(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    told = []
    for read in (checked_file, read_factchecks):
        with pytest.raises(InvalidFile, match="no UTF-8 text") as caught:
            read(file)
        told.append(caught.value.problems)
    assert told[0] == told[1]
    for path in (tmp_path / "tiada.csv", tmp_path, Path("a\0.csv")):
        with pytest.raises(InvalidFile):
            checked_file(path)
