"""The words of fact-checked claims in one file, searched by BM25 (SQLite FTS5).

The file holds nothing that cannot be rebuilt from the stored fact-checks. Many may read while one writes (WAL).
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from attrs import frozen

from govpr.errors import StoreError
from govpr.models import FactCheck
from govpr.text import Stems, guess_language

FORMAT = 1
_APPLICATION = 0x676F7670
_TERMS_AT_ONCE = 500
_SCHEMA = (
    "CREATE TABLE claims(id INTEGER PRIMARY KEY, cid TEXT NOT NULL UNIQUE, url TEXT NOT NULL, words TEXT NOT NULL)",
    "CREATE INDEX claims_url ON claims(url) WHERE url != ''",
    # the words stand in `claims` alone: an external-content index keeps no copy, and can forget a row that changes
    "CREATE VIRTUAL TABLE search USING fts5(words, content='claims', content_rowid='id', tokenize='unicode61')",
    "CREATE VIRTUAL TABLE terms USING fts5vocab(search, 'row')",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {FORMAT}",
)
_MAGIC = b"SQLite format 3\0"
_OUTSIDE = ("locked", "busy", "unable to open", "readonly", "full", "disk I/O", "no such module")
_FORGET = "INSERT INTO search(search, rowid, words) SELECT 'delete', id, words FROM claims WHERE cid = ?"
_SEARCH = (
    "SELECT cid, -bm25(search) AS score FROM search JOIN claims ON claims.id = search.rowid"
    " WHERE search MATCH ? ORDER BY score DESC, cid LIMIT ?"
)


@frozen
class Hit:
    """One claim that shares words with a text.

    Args:
        cid: The fact-check's identifier.
        score: BM25 from 0 up, higher is closer; compares within one search only.
    """

    cid: str
    score: float


class HoaxIndex:
    """A persistent index over fact-checked claims. Open it with `open`, close it with `with`.

    Example:
        >>> from govpr.models import FactCheck
        >>> with HoaxIndex.open(":memory:") as index:
        ...     index.add([FactCheck(cid="a1", text="Vaksin mengandung cip pelacak")])
        ...     [hit.cid for hit in index.search("katanya v4ksin itu ada cipnya")]
        1
        ['a1']
    """

    def __init__(self, path: Path | str, connection: sqlite3.Connection) -> None:
        self._path, self._connection = path, connection
        self._lock = RLock()
        self._stems = Stems()

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open an index file, made anew where there is none.

        Args:
            path: The file, or `:memory:`.

        Raises:
            StoreError: The file is damaged, of another kind or version, or cannot be written.
        """
        if _foreign(path):
            raise StoreError(
                f"{path} is damaged, or no hoax index; name another file, or delete it and rebuild the index"
            )
        with _explained(path):
            connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            try:
                _prepare(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    def add(self, factchecks: Iterable[FactCheck]) -> int:
        """Take claims over, all or none; one with a known cid replaces the older.

        Args:
            factchecks: What to index: claim and headline, not the conclusion, which only blurs the search.

        Returns:
            How many were taken over.
        """
        stems = Stems()
        rows = [(fact.cid, _address(fact.url), " ".join(_claim_words(fact, stems))) for fact in factchecks]
        with self._transaction() as connection:
            for cid, url, stemmed in rows:
                _forget(connection, cid)
                row = connection.execute("INSERT INTO claims(cid, url, words) VALUES (?, ?, ?)", (cid, url, stemmed))
                connection.execute("INSERT INTO search(rowid, words) VALUES (?, ?)", (row.lastrowid, stemmed))
        return len(rows)

    def remove(self, cids: Iterable[str]) -> int:
        """Forget claims; unknown cids are passed over.

        Args:
            cids: Which.

        Returns:
            How many were forgotten.
        """
        with self._transaction() as connection:
            return sum(_forget(connection, cid) for cid in cids)

    def clear(self) -> None:
        """Forget everything, to build it anew."""
        with self._transaction() as connection:
            connection.execute("INSERT INTO search(search, rowid, words) SELECT 'delete', id, words FROM claims")
            connection.execute("DELETE FROM claims")

    def search(self, text: str, top: int = 10, language: str | None = None) -> list[Hit]:
        """The claims whose words come closest, best first; equal scores in the order of their cids.

        Each distinct word counts once: repeated words would drown the others.

        Args:
            text: A message, of any length.
            top: How many at most.
            language: BCP 47 tag of the text, or None to guess it.
        """
        with self._lock:
            terms = dict.fromkeys(self._stems.words(text, language or guess_language(text)))
        if not terms or top < 1:
            return []
        query = " OR ".join(f'"{term}"' for term in terms)
        return [Hit(str(cid), float(score)) for cid, score in self._rows(_SEARCH, (query, top))]

    def by_url(self, url: str) -> tuple[str, ...]:
        """The cids of fact-checks at an address, whatever its scheme, fragment or last slash.

        Args:
            url: The fact-check's address.
        """
        rows = self._rows("SELECT cid FROM claims WHERE url = ? AND url != '' ORDER BY cid", (_address(url),))
        return tuple(str(cid) for (cid,) in rows)

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """In how many claims each stem occurs; stems that occur in none are left out.

        Args:
            stems: As `govpr.text.words` gives them.
        """
        found: dict[str, int] = {}
        for some in _chunks(sorted(set(stems))):
            marks = ",".join("?" * len(some))
            found.update(self._rows(f"SELECT term, doc FROM terms WHERE term IN ({marks})", some))  # noqa: S608  (only marks)
        return found

    @property
    def count(self) -> int:
        """How many claims it holds."""
        return int(self._rows("SELECT count(*) FROM claims", ())[0][0])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _rows(self, statement: str, values: Sequence[object]) -> list[Any]:
        with _explained(self._path):
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _explained(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield self._connection


def _foreign(path: Path | str) -> bool:
    """Whether the file holds anything else: SQLite would take a short one for empty, and overwrite it."""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_MAGIC)) not in (b"", _MAGIC)
    except OSError:
        return False


def _prepare(connection: sqlite3.Connection, path: Path | str) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if _identity(connection) == (0, 0):
        connection.execute("BEGIN IMMEDIATE")  # of two that open a new file, the second finds it made
        with connection:
            if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
                for statement in _SCHEMA:
                    connection.execute(statement)
    if _identity(connection) != (_APPLICATION, FORMAT):
        raise StoreError(
            f"{path} is no hoax index of this version; name another file, or delete it and rebuild the index"
        )


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
        advice = "delete the file and rebuild the index from the stored fact-checks"
        raise StoreError(f"the hoax index {path} is damaged: {error}; {advice}") from error


def _forget(connection: sqlite3.Connection, cid: str) -> int:
    connection.execute(_FORGET, (cid,))
    return connection.execute("DELETE FROM claims WHERE cid = ?", (cid,)).rowcount


def _claim_words(fact: FactCheck, stems: Stems) -> list[str]:
    found = stems.words(fact.text, fact.language)
    return found if fact.title in ("", fact.text) else found + stems.words(fact.title, fact.language)


def _address(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}" if parts.netloc else url.strip()


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + _TERMS_AT_ONCE] for start in range(0, len(items), _TERMS_AT_ONCE))
