"""A copy of the database as it is at one moment, made while others go on writing."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from govpr.errors import StoreError
from govpr.storage.connecting import engine_of, name_of
from govpr.storage.database import Database
from govpr.storage.migrate import current

_VARIABLES = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
"""Parts of an address that PostgreSQL's programs read from their environment: no password is seen in a list of
processes. https://www.postgresql.org/docs/current/libpq-envars.html"""


def copy_to(database: Database, target: Path) -> None:
    """Write a copy: an SQLite file, or an archive of `pg_dump`.

    Args:
        database: The database.
        target: Where; nothing is there yet.

    Raises:
        StoreError: It cannot be written, or PostgreSQL's programs are missing or too old.
    """
    if database.kind == "sqlite":
        _copy_sqlite(database, target)
        return
    # The tasks of workers are only wishes; the tables for them are made anew where they are missing.
    options = ["--format=custom", "--no-owner", "--no-privileges", "--exclude-table-data=procrastinate_*"]
    _run("pg_dump", [*options, f"--file={target}"], database.engine.url)


def put_back(dump: Path, address: str) -> None:
    """Fill an empty PostgreSQL database from an archive of `pg_dump`: all of it or nothing.

    Args:
        dump: The archive.
        address: The database's address.

    Raises:
        StoreError: The database is not empty or not there, or PostgreSQL's programs are missing or too old.
    """
    engine = engine_of(address)
    try:
        if is_used(address):
            raise StoreError(f"{name_of(engine)}: a workspace is in this database already; make an empty one")
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _run("pg_restore", [*options, f"--dbname={engine.url.database}", str(dump)], engine.url)
    finally:
        engine.dispose()


def is_used(address: str) -> bool:
    """Whether a workspace is in a database.

    Args:
        address: Its address.

    Raises:
        StoreError: It cannot be reached.
    """
    engine = engine_of(address)
    try:
        with Database(engine).read():
            return current(engine) is not None
    finally:
        engine.dispose()


def _copy_sqlite(database: Database, target: Path) -> None:
    with closing(database.engine.raw_connection()) as pooled, closing(sqlite3.connect(target)) as copy:
        source: Any = pooled.driver_connection
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without others beside it
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as error:
            raise StoreError(f"the database cannot be copied ({error})") from None
    if found != "ok":
        raise StoreError(f"the database is damaged ({found}): restore the last good backup")


def _run(name: str, arguments: Sequence[str], url: URL) -> None:
    program = shutil.which(name)
    if program is None:
        raise StoreError(f"{name} is not installed: install PostgreSQL's client programs, of the server's version")
    done = subprocess.run(  # noqa: S603  (a program of PostgreSQL, and arguments of ours)
        [program, *arguments], env={**os.environ, **_environment(url)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = next((line for line in done.stderr.splitlines() if "error" in line), "no reason given")
        raise StoreError(f"{name} failed: {said.partition('error: ')[2] or said}")


def _environment(url: URL) -> dict[str, str]:
    parts: dict[str, object] = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username}
    parts |= {"PGDATABASE": url.database, "PGPASSWORD": url.password}
    parts |= {variable: url.query.get(name) for name, variable in _VARIABLES.items()}
    return {name: str(value) for name, value in parts.items() if value}
