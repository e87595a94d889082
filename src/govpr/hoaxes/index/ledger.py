"""What belongs to an index: an SQLite file that names its segments and holds what is too new for one.

    state      one row: the generation, which grows whenever segments are exchanged, and the stamp of what it is made of
    segments   the files of the segments, in their order
    pending    claims that wait to become a segment, each with its row as JSON
    dead       claims of a segment (or, with segment 0, pending ones) that were replaced or removed

Everything that a reader needs to follow is in one file with transactions: many may read while one writes.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from govpr.errors import Damaged, StoreError
from govpr.hoaxes.index.building import Row
from govpr.storage.wal import keep_wal

FORMAT = 3
LEDGER = "ledger.db"
"""Its name in the folder of an index."""
_APPLICATION = 0x676F7670
_MAGIC = b"SQLite format 3\0"
_BUSY = 30
_SCHEMA = (
    "CREATE TABLE state(generation INTEGER NOT NULL, stamp INTEGER NOT NULL)",
    "INSERT INTO state VALUES (0, 0)",
    "CREATE TABLE segments(id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL)",
    "CREATE TABLE pending(id INTEGER PRIMARY KEY AUTOINCREMENT, row TEXT NOT NULL)",
    "CREATE TABLE dead(id INTEGER PRIMARY KEY AUTOINCREMENT, segment INTEGER NOT NULL, doc INTEGER NOT NULL)",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {FORMAT}",
)
_OUTSIDE = ("locked", "busy", "unable to open", "readonly", "full", "disk I/O")


@frozen
class News:
    """What came after what a reader knows.

    Args:
        generation: The generation that it belongs to.
        pending: Claims with their numbers.
        dead: Numbers of the note, the segment and the claim.
    """

    generation: int
    pending: tuple[tuple[int, Row], ...]
    dead: tuple[tuple[int, int, int], ...]


class Ledger:
    """The open file.

    Args:
        path: The file, for messages.
        connection: Its connection.
    """

    def __init__(self, path: Path | str, connection: sqlite3.Connection) -> None:
        self._path, self._connection = path, connection

    @classmethod
    def open(cls, path: Path | str) -> "Ledger":
        """Open a ledger, made anew where there is none.

        Args:
            path: The file, or `:memory:`.

        Raises:
            Damaged: It is damaged, or of another kind or version.
            StoreError: It cannot be written.
        """
        if _foreign(path):
            raise Damaged(f"{path} is damaged, or no hoax index; delete its folder: it is made again")
        with _explained(path):
            connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
            try:
                _prepare(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: all of it or nothing; others that write wait."""
        with _explained(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield

    def version(self) -> int:
        """A number that changes whenever another process or connection has written."""
        return self._number("PRAGMA data_version")

    def generation(self) -> int:
        """The generation of the segments."""
        return self._number("SELECT generation FROM state")

    def stamp(self) -> int:
        """What the last writer said that it is made of."""
        return self._number("SELECT stamp FROM state")

    def mark(self, stamp: int) -> None:
        """Note what it is made of; inside `writing`.

        Args:
            stamp: As the writer counts.
        """
        self._connection.execute("UPDATE state SET stamp = ?", (stamp,))

    def segments(self) -> list[tuple[int, str]]:
        """The number and file of each segment, in their order."""
        with _explained(self._path):
            return self._connection.execute("SELECT id, file FROM segments ORDER BY id").fetchall()

    def news(self, pending: int, dead: int) -> News:
        """What came after some numbers, as one moment shows it.

        Args:
            pending: The last pending claim that is known.
            dead: The last note of a dead claim that is known.
        """
        with self._reading():
            rows = self._connection.execute("SELECT id, row FROM pending WHERE id > ? ORDER BY id", (pending,))
            added = tuple((number, _row(text)) for number, text in rows)
            gone = self._connection.execute("SELECT id, segment, doc FROM dead WHERE id > ? ORDER BY id", (dead,))
            return News(self.generation(), added, tuple(gone.fetchall()))

    def add(self, rows: Iterable[Row]) -> None:
        """Note new claims; inside `writing`.

        Args:
            rows: The claims.
        """
        values = ((json.dumps(asdict(row), ensure_ascii=False),) for row in rows)
        self._connection.executemany("INSERT INTO pending(row) VALUES (?)", values)

    def bury(self, dead: Sequence[tuple[int, int]]) -> None:
        """Note that claims were replaced or removed; inside `writing`.

        Args:
            dead: Segment and claim of each; segment 0 for a pending one.
        """
        self._connection.executemany("INSERT INTO dead(segment, doc) VALUES (?, ?)", dead)

    def exchange(self, files: Sequence[tuple[str, Sequence[int]]]) -> None:
        """Put segments in place of everything that was there; inside `writing`.

        Args:
            files: The file of each segment, and which of its claims are gone.
        """
        for statement in ("DELETE FROM segments", "DELETE FROM pending", "DELETE FROM dead"):
            self._connection.execute(statement)
        for file, dead in files:
            number = self._connection.execute("INSERT INTO segments(file) VALUES (?)", (file,)).lastrowid
            self._connection.executemany("INSERT INTO dead(segment, doc) VALUES (?, ?)", ((number, d) for d in dead))
        self._connection.execute("UPDATE state SET generation = generation + 1")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One moment for several questions."""
        with _explained(self._path):
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN")
            with self._connection:
                yield

    def _number(self, statement: str) -> int:
        with _explained(self._path):
            return int(self._connection.execute(statement).fetchone()[0])


def _row(text: str) -> Row:
    data: dict[str, Any] = json.loads(text)
    return Row(
        cid=data["cid"],
        words=tuple(data["words"]),
        terms=tuple(data["terms"]),
        claim_length=data["claim_length"],
        links=tuple(data["links"]),
        day=data["day"],
    )


def _foreign(path: Path | str) -> bool:
    """Whether the file holds anything else: SQLite would take a short one for empty, and overwrite it."""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_MAGIC)) not in (b"", _MAGIC)
    except OSError:
        return False


def _prepare(connection: sqlite3.Connection, path: Path | str) -> None:
    keep_wal(connection, _BUSY)
    connection.execute("PRAGMA synchronous = NORMAL")
    if _identity(connection) == (0, 0):
        connection.execute("BEGIN IMMEDIATE")  # of two that open a new file, the second finds it made
        with connection:
            if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
                for statement in _SCHEMA:
                    connection.execute(statement)
    if _identity(connection) != (_APPLICATION, FORMAT):
        raise Damaged(f"{path} is no hoax index of this version; delete its folder: it is made again")


def _identity(connection: sqlite3.Connection) -> tuple[int, int]:
    (application,), (version,) = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    return int(application), int(version)


@contextmanager
def _explained(path: Path | str) -> Iterator[None]:
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # used after it was closed: no fault of the file
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and any(word in str(error) for word in _OUTSIDE):
            advice = "check its folder, its permissions and the free space, and that no other import is running"
            raise StoreError(f"the hoax index {path} cannot be used: {error}; {advice}") from error
        raise Damaged(f"the hoax index {path} is damaged: {error}; delete its folder: it is made again") from error
