"""The workspace's hoax index is made again from its database whenever it has to be."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from govpr import Workspace
from govpr.cli import main
from govpr.hoaxes.index import HoaxIndex
from govpr.models import FactCheck

ROWS = '{"cid": "a", "text": "Bank kota tutup selama sebulan"}\n{"cid": "b", "text": "Jembatan lama retak"}\n'


def _gone(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def _cut(folder: Path) -> None:
    (folder / "ledger.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 4_096)


def _nonsense(folder: Path) -> None:
    (folder / "ledger.db").write_bytes(b"no ledger")


def _a_file(folder: Path) -> None:
    _gone(folder)
    folder.rmdir()
    folder.write_bytes(b"an index of older days")


@pytest.mark.parametrize("harm", [_gone, _cut, _nonsense, _a_file])
def test_a_damaged_index_is_made_again(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    file = tmp_path / "hoaxes.jsonl"
    file.write_text(ROWS, "utf-8")
    with Workspace.init(tmp_path / "komdigi") as workspace:
        workspace.hoaxes.load(file)
        for other in (workspace.folder / "hoaxes.index").glob("ledger.db-*"):
            other.unlink()
        harm(workspace.folder / "hoaxes.index")
        match = workspace.hoaxes.check("Katanya bank kota tutup selama sebulan")
        assert match.factcheck is not None
        assert match.factcheck.cid == "a"


def _loaded(folder: Path, rows: str = ROWS) -> Path:
    file = folder / "hoaxes.jsonl"
    file.write_text(rows, "utf-8")
    with Workspace.init(folder / "komdigi") as workspace:
        workspace.hoaxes.load(file)
    return folder / "komdigi"


def test_an_index_of_older_words_is_made_again_though_it_has_as_many(tmp_path: Path) -> None:
    place = _loaded(tmp_path)
    shutil.copytree(place / "hoaxes.index", tmp_path / "older")
    _loaded(tmp_path, ROWS.replace("Jembatan lama retak", "Menara baru miring"))
    shutil.rmtree(place / "hoaxes.index")
    shutil.copytree(tmp_path / "older", place / "hoaxes.index")  # as after a power failure, or a backup
    with Workspace.open(place) as workspace:
        found = workspace.hoaxes.check("Menara baru miring")
        assert found.factcheck is not None
        assert found.factcheck.text == "Menara baru miring"


def test_an_index_that_somebody_else_wrote_to_is_made_again(tmp_path: Path) -> None:
    place = _loaded(tmp_path)
    with HoaxIndex.open(place / "hoaxes.index") as index:
        index.remove(["a"])
        index.add([FactCheck(cid="z", text="Bank kota tutup selama sebulan")])
    with Workspace.open(place) as workspace:
        found = workspace.hoaxes.check("Bank kota tutup selama sebulan")
        assert found.factcheck is not None
        assert found.factcheck.cid == "a"


def test_the_command_says_how_the_index_is_and_mends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = _loaded(tmp_path)

    def run(*words: str) -> tuple[int, dict[str, object]]:
        code = main(["hoax", "index", *words, "--workspace", str(place), "--json"])
        return code, json.loads(capsys.readouterr().out)

    code, told = run()
    assert (code, told["claims"], told["known"], told["current"], told["problem"]) == (0, 2, 2, True, "")
    assert isinstance(told["size"], int)
    assert told["size"] > 0
    assert told["changed"]
    assert run("--verify")[0] == 0
    with HoaxIndex.open(place / "hoaxes.index") as index:
        index.remove(["a"])
    code, told = run("--verify")
    assert (code, told["claims"], told["current"]) == (1, 1, False)
    assert run("--rebuild")[1]["claims"] == 2
    _cut(place / "hoaxes.index")
    for other in (place / "hoaxes.index").glob("ledger.db-*"):
        other.unlink()
    code, told = run()
    assert (code, told["claims"]) == (1, None)
    assert "damaged" in str(told["problem"])
    code, told = run("--rebuild", "--verify")
    assert (code, told["claims"], told["current"]) == (0, 2, True)


def test_a_byte_that_rotted_is_found_by_reading_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f'{{"cid": "c{n}", "text": "Kabar nomor {n} tentang jembatan"}}\n' for n in range(1_200))
    place = _loaded(tmp_path, rows)
    segments = [one for one in (place / "hoaxes.index").iterdir() if not one.name.startswith("ledger")]
    (largest,) = sorted(segments, key=lambda one: one.stat().st_size)[-1:]
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 0xFF
    largest.write_bytes(bytes(data))
    assert main(["hoax", "index", "--verify", "--workspace", str(place)]) == 1
    assert "--rebuild" in capsys.readouterr().out
    assert main(["hoax", "index", "--rebuild", "--verify", "--workspace", str(place)]) == 0
