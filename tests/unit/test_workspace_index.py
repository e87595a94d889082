"""The workspace's hoax index is made again from its database whenever it has to be."""

from collections.abc import Callable
from pathlib import Path

import pytest

from govpr import Workspace

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
