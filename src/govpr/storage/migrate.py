"""Bring a database's tables up to date. Alembic is only loaded when there is something to do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from govpr.errors import StoreError
from govpr.storage.locks import lock_migrations

HEAD = "0014"
SCRIPTS = files("govpr.storage") / "migrations"
_ONE = threading.Lock()
"""Alembic keeps what it works on in one place for the whole process: two threads would mix it up."""
_DRIVERS = frozenset({"nulls"})
"""What needs the driver of a database that may not be installed."""
_SORTED_OTHERWISE = text(
    "SELECT table_name, column_name, character_maximum_length FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND data_type IN ('character varying', 'text') "
    "AND collation_name IS DISTINCT FROM 'C' AND table_name = ANY(:tables) ORDER BY table_name, column_name"
)


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run the migrations that are missing: all of them or none. Several processes may do so at once.

    Args:
        engine: The database.
        to: A revision, or `head` for the newest.

    Raises:
        StoreError: A newer govpr has worked on it.
    """
    if to == "head" and _is_new(current(engine)):
        return
    with _ONE, engine.connect() as connection, _orphans_allowed(connection):
        lock_migrations(connection)
        if to != "head" or not _is_new(_revision(connection)):  # another may have done it meanwhile
            _run(connection, to)
        connection.commit()


@contextmanager
def _orphans_allowed(connection: Connection) -> Iterator[None]:
    """On SQLite, a table that is made anew must not take the rows of others along that point to its own."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def current(engine: Engine) -> str | None:
    """The revision that a database is at, or None for an empty one."""
    with engine.connect() as connection:
        return _revision(connection)


def _is_new(revision: str | None) -> bool:
    if revision is not None and revision > HEAD:
        newer = f"the database is at revision {revision}, and this govpr knows those up to {HEAD}"
        raise StoreError(f"{newer}: a newer version has worked on it; use that one, or restore an older backup")
    return revision == HEAD


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _run(connection: Connection, to: str) -> None:
    from alembic import command  # noqa: PLC0415  (costs 100 ms, needed once)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    if connection.dialect.name == "postgresql":
        _sort_as_bytes(connection)
    else:
        _refuse_orphans(connection)


def _sort_as_bytes(connection: Connection) -> None:
    """Names sort as they do on SQLite and in Python, whatever language the server sorts in."""
    quote = connection.dialect.identifier_preparer.quote
    rows = connection.execute(_SORTED_OTHERWISE, {"tables": list(everything().tables)}).all()
    for table, column, length in rows:
        kind = "text" if length is None else f"varchar({length})"
        change = f'ALTER TABLE {quote(table)} ALTER COLUMN {quote(column)} TYPE {kind} COLLATE "C"'
        connection.exec_driver_sql(change)


def everything() -> MetaData:
    """All tables of ours: each module that has some puts them on the same metadata."""
    from govpr.storage.tables import metadata  # noqa: PLC0415  (needed once)

    for module in iter_modules([str(files("govpr.storage"))]):
        if not module.ispkg and module.name not in _DRIVERS:
            import_module(f"govpr.storage.{module.name}")
    return metadata


def _refuse_orphans(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreError("the database has rows whose parents are gone; nothing was changed: restore a backup")
