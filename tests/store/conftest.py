"""One behaviour, two databases: every test here runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgres import Postgres

from govpr.storage.database import Database

KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a new, empty database is."""
    if request.param == "sqlite":
        return tmp_path / "govpr.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture(scope="session")
def made(postgres: Postgres) -> str:
    """The address of a database that has its tables and nothing else, to copy."""
    address = postgres.database()
    Database.open(address).close()
    return address


@pytest.fixture
def ready(request: pytest.FixtureRequest, place: Path | str) -> Path | str:
    """Where a database with its tables is."""
    if isinstance(place, Path):
        return place
    server: Postgres = request.getfixturevalue("postgres")
    return server.database(copy_of=request.getfixturevalue("made"))


@pytest.fixture
def database(ready: Path | str) -> Iterator[Database]:
    """An open database."""
    opened = Database.open(ready)
    yield opened
    opened.close()
