"""One door to the database: open it, read in one snapshot, write in one transaction."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as NoConnection

from govpr.errors import StoreError
from govpr.storage.connecting import engine_of, name_of
from govpr.storage.holding import who_writes
from govpr.storage.locks import lock_free, lock_writers
from govpr.storage.migrate import upgrade
from govpr.storage.waking import OPTION, Wake

T = TypeVar("T")
_ROWS = 500  # rows of one statement, far below SQLite's limit of 32,766 values


class Database:
    """A workspace's database. Safe to use from several threads; several processes may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, place: Path | str) -> "Database":
        """Open a database and bring its tables up to date.

        Args:
            place: An SQLite file, or an address such as `postgresql://user:password@host/name`.

        Raises:
            StoreError: It cannot be opened, is no database, or a newer govpr has worked on it.
        """
        engine = engine_of(place)
        try:
            upgrade(engine)
        except (DatabaseError, OSError) as error:
            engine.dispose()
            raise StoreError(f"{name_of(engine)}: the database cannot be opened ({_cause(error)})") from None
        except StoreError:
            engine.dispose()
            raise
        return cls(engine)

    @property
    def engine(self) -> Engine:
        """What makes its connections."""
        return self._engine

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    def waking(self, wake: Wake) -> "Database":
        """The same database, whose writers of work also wake a worker.

        Args:
            wake: Wakes one, in the transaction of the connection that it is given.
        """
        return Database(self._engine.execution_options(**{OPTION: wake}))

    @contextmanager
    def read(self) -> Generator[Connection]:
        """A connection for reading: everything in it sees one moment.

        Raises:
            StoreError: The database does not answer.
        """
        try:
            with self._engine.connect() as connection:
                if self.kind == "sqlite":
                    connection.exec_driver_sql("BEGIN")
                else:
                    connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                yield connection
        except (DatabaseError, NoConnection) as error:
            raise StoreError(f"the database could not be read ({_cause(error)})") from None

    @contextmanager
    def write(self, of: Collection[str] | None = None) -> Generator[Connection]:
        """A connection for writing: all of it happens or none of it, and nobody else writes meanwhile.

        Args:
            of: The posts of the only deliveries that are written about: on PostgreSQL, writers of others then go on.

        Raises:
            StoreError: Another process held the database for too long, the disk is full, or the rows do not fit.
        """
        with self._begun() as connection:
            if self.kind != "sqlite":
                lock_writers(connection, of)
            yield connection

    @contextmanager
    def write_free(self, of: Sequence[str], most: int) -> Generator[tuple[Connection, list[str]]]:
        """As `write`, about those deliveries that nobody else writes about now; gives their posts too.

        Args:
            of: The posts of the deliveries, the most wanted first.
            most: How many at most.

        Raises:
            StoreError: As for `write`.
        """
        with self._begun() as connection:
            yield connection, list(of[:most]) if self.kind == "sqlite" else lock_free(connection, of, most)

    @contextmanager
    def _begun(self) -> Generator[Connection]:
        try:
            with self._engine.begin() as connection:
                if self.kind == "sqlite":
                    # Take the write lock at once: a reader that turns writer later could not wait for it.
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
        except (DatabaseError, NoConnection) as error:
            cause = f"{_cause(error)}{self._holder(error)}"
            raise StoreError(f"the database could not be written ({cause}); {_left(error)}") from None

    def _holder(self, error: BaseException) -> str:
        file = self._engine.url.database
        if self.kind != "sqlite" or not file or _cause(error) != "database is locked":
            return ""
        holder = who_writes(Path(file))
        return f"; {holder}" if holder else ""

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def _cause(error: BaseException) -> str:
    """The first line: those after it may quote values."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _left(error: BaseException) -> str:
    if getattr(error, "connection_invalidated", False):
        return "the connection broke, and whether that was changed is not known: look before doing it again"
    return "nothing was changed"


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
    """Insert rows; where the primary key is there already, replace the rest. Of equal keys the last row counts."""
    for batch in batches(rows):
        connection.execute(_upserting(_insert(connection), table, tuple(batch[0])), batch)


@cache
def _upserting(insert: Callable[[Table], Any], table: Table, names: tuple[str, ...]) -> Any:
    """Built once: building and compiling it takes longer than running it."""
    keys, statement = [column.name for column in table.primary_key], insert(table)
    rest = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)
