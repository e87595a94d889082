"""One door to the database: open it, read in one snapshot, write in one transaction."""

import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from govpr.errors import StoreError
from govpr.storage.migrate import upgrade

T = TypeVar("T")
_BUSY = 30_000  # milliseconds that a writer waits for another
_ROWS = 500  # rows of one statement, far below SQLite's limit of 32,766 values


class Database:
    """A workspace's database. Safe to use from several threads; several processes may share an SQLite file."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, place: Path | str) -> "Database":
        """Open a database and bring its tables up to date.

        Args:
            place: An SQLite file, or a database address such as `postgresql+psycopg://...`.

        Raises:
            StoreError: It cannot be opened, or is no database.
        """
        url = URL.create("sqlite", database=str(place)) if isinstance(place, Path) else make_url(place)
        engine = create_engine(url, json_serializer=partial(json.dumps, ensure_ascii=False), hide_parameters=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        try:
            upgrade(engine)
        except (DatabaseError, OSError) as error:
            engine.dispose()
            raise StoreError(f"{url.database}: the database cannot be opened ({_cause(error)})") from None
        return cls(engine)

    @contextmanager
    def read(self) -> Generator[Connection]:
        """A connection for reading: everything in it sees one moment."""
        with self._engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def write(self) -> Generator[Connection]:
        """A connection for writing: all of it happens or none of it.

        Raises:
            StoreError: Another process held the database for too long, the disk is full, or the rows do not fit.
        """
        try:
            with self._engine.begin() as connection:
                if connection.dialect.name == "sqlite":
                    # Take the write lock at once: a reader that turns writer later could not wait for it.
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
        except DatabaseError as error:
            raise StoreError(f"the database could not be written ({_cause(error)}); nothing was changed") from None

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def _prepare_sqlite(raw: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    raw.isolation_level = None  # transactions are begun by hand, see write()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={_BUSY}"):
        raw.execute(f"PRAGMA {pragma}")


def _cause(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _insert(connection: Connection) -> Callable[[Table], Any]:
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415  (loaded with the database itself)

        return postgresql.insert
    return sqlite.insert


def batches(values: Iterable[T]) -> Iterator[list[T]]:
    """Values in portions that one statement can take."""
    left = iter(values)
    while batch := list(islice(left, _ROWS)):
        yield batch


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; where the primary key is there already, replace the rest of the row."""
    insert = _insert(connection)
    keys = [column.name for column in table.primary_key]
    for batch in batches(rows):
        statement = insert(table).values(batch)
        rest = {name: statement.excluded[name] for name in batch[0] if name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))
