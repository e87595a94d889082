"""Many processes open a new file at once: each waits for the one that makes it, none is told that it is locked."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from govpr.errors import StoreError
from govpr.hoaxes.index.ledger import Ledger
from govpr.storage import connecting
from govpr.storage.database import Database

Open = Callable[[Path], Database | Ledger]
OPENERS = pytest.mark.parametrize("opened", [Database.open, Ledger.open], ids=["workspace", "index"])


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A file that another process is just making: an older one, or SQLite's own tool, writes without a log."""
    return tmp_path / "new.db"


@pytest.fixture
def other(new: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(new, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection


@OPENERS
def test_opening_waits_for_another_who_is_about_to_write(new: Path, other: sqlite3.Connection, opened: Open) -> None:
    with ThreadPoolExecutor() as pool:
        opening = pool.submit(opened, new)
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.2)
        other.execute("ROLLBACK")
        other.close()
        opening.result(timeout=30).close()


def test_who_never_lets_go_is_said_at_last(
    new: Path, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "BUSY", 0.05)
    with pytest.raises(StoreError, match="database is locked"):
        Database.open(new)
    other.close()
