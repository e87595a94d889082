"""The database: what a user can rely on when things go wrong."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from govpr.errors import StoreError
from govpr.models import Agency
from govpr.storage import people
from govpr.storage.connecting import engine_of
from govpr.storage.database import Database, upsert
from govpr.storage.migrate import HEAD, current, everything, upgrade
from govpr.storage.tables import accounts
from govpr.storage.types import Moment


def save(database: Database, name: str) -> None:
    with database.write() as connection:
        people.save_agency(connection, Agency(id="komdigi", name=name))


def name_of(database: Database) -> str | None:
    with database.read() as connection:
        found = people.agency(connection, "komdigi")
    return None if found is None else found.name


def test_what_is_written_is_there_after_opening_again(place: Path | str) -> None:
    first = Database.open(place)
    save(first, "Komdigi")
    first.close()
    again = Database.open(place)
    assert name_of(again) == "Komdigi"
    again.close()


def test_a_write_that_fails_leaves_nothing(database: Database) -> None:

    def half() -> None:
        with database.write() as connection:
            people.save_agency(connection, Agency(id="komdigi", name="half"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert name_of(database) is None


def test_a_reader_sees_one_moment_while_another_writes(database: Database) -> None:
    save(database, "before")
    with database.read() as connection:
        assert people.agency(connection, "komdigi") is not None
        save(database, "after")
        found = people.agency(connection, "komdigi")
        assert found is not None
        assert found.name == "before"
    assert name_of(database) == "after"


def test_writers_wait_for_each_other(database: Database) -> None:
    names = [f"name {number}" for number in range(20)]
    writers = [threading.Thread(target=save, args=(database, name)) for name in names]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert name_of(database) in names


def test_garbage_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"this is no database" * 500)
    with pytest.raises(StoreError, match="cannot be opened"):
        Database.open(tmp_path / "a.db")


def test_foreign_keys_hold_and_the_error_shows_no_values(database: Database) -> None:
    with pytest.raises(StoreError, match=r"(?i)foreign key") as caught, database.write() as connection:
        upsert(connection, accounts, [{"id": "a", "platform": "x", "officer": "rahasia", "data": {}}])
    assert "rahasia" not in str(caught.value)


def test_the_migrations_make_exactly_the_tables(place: Path | str) -> None:
    engine = engine_of(place)
    assert current(engine) is None
    upgrade(engine)
    assert current(engine) == HEAD
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), everything()) == []
    engine.dispose()


def test_times_keep_their_moment_and_sort_as_text() -> None:
    column, dialect = Moment(), create_engine("sqlite://").dialect
    zones = [UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=9))]
    moments = [datetime(2026, 11, 3, 9, tzinfo=zone) for zone in zones]
    texts = [column.process_bind_param(moment, dialect) for moment in moments]
    assert sorted(texts) == [text for _, text in sorted(zip(moments, texts, strict=True))]
    assert [column.process_result_value(text, dialect) for text in texts] == moments


def test_threads_may_open_an_old_workspace_at_once(place: Path | str) -> None:
    """Alembic is not made for threads."""
    with ThreadPoolExecutor(8) as pool:
        for database in pool.map(lambda _: Database.open(place), range(8)):
            save(database, "Komdigi")
            assert name_of(database) == "Komdigi"
            database.close()
