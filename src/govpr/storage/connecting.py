"""How connections to the database are made: what each must promise before anybody works on it."""

import json
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from govpr.errors import StoreError
from govpr.storage.wal import keep_wal

BUSY = 30
"""Seconds that a writer waits for another."""
_PRAGMAS = (f"busy_timeout={BUSY * 1000}", "foreign_keys=ON", "synchronous=FULL")
_ALIVE = {"connect_timeout": "10", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"}
"""A server that is gone is noticed within a minute: https://www.postgresql.org/docs/current/libpq-connect.html"""
_SETTINGS = (
    "SELECT set_config('timezone', 'UTC', false), set_config('lock_timeout', %s, false), "
    # What was committed has to outlive a crash of the server: an answer that is lost may publish a post twice.
    "set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' "
    "ELSE current_setting('synchronous_commit') END, false)"
)


def engine_of(place: Path | str) -> Engine:
    """What makes connections to a database; nothing is opened yet.

    Args:
        place: An SQLite file, or an address such as `postgresql://user:password@host/name`.

    Raises:
        StoreError: It is no address, or its driver is not installed. The message never has the address.
    """
    url = URL.create("sqlite", database=str(place)) if isinstance(place, Path) else _address(place)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, json_serializer=partial(json.dumps, ensure_ascii=False), hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    return _postgres(url)


def name_of(engine: Engine) -> str:
    """What errors call a database: its file, or where it is, never who opens it or with what password."""
    url = engine.url
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return f"{url.host or 'the local server'}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def _postgres(url: URL) -> Engine:
    try:
        from govpr.storage.nulls import json_text, take_nulls  # noqa: PLC0415  (an extra: most installations have none)
    except ImportError:
        raise StoreError("PostgreSQL needs an extra: pip install 'govpr[postgres]'") from None

    def prepare(raw: Any, _record: ConnectionPoolEntry) -> None:
        take_nulls(raw)
        raw.autocommit = True
        raw.execute(_SETTINGS, (f"{BUSY}s",))
        raw.autocommit = False

    engine = create_engine(url, json_serializer=json_text, hide_parameters=True, pool_pre_ping=True)
    event.listen(engine, "connect", prepare)
    return engine


def _address(text: str) -> URL:
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        backend = ""
    if backend == "postgres":
        backend = "postgresql"
    if backend == "sqlite":
        return url
    if backend != "postgresql":
        raise StoreError("the database's address is none: write postgresql://USER:PASSWORD@HOST/NAME")
    return url.set(drivername="postgresql+psycopg", query={**_ALIVE, "application_name": "govpr", **url.query})


def _prepare_sqlite(raw: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    raw.isolation_level = None  # transactions are begun by hand, see Database.write
    keep_wal(raw, BUSY)
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")
