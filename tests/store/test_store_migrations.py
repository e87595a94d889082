"""A workspace that an older govpr left is taken over whole, and one that a newer govpr worked on is left alone."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from tests.store.old_office import ACCOUNT, AGENCY, ENTRY, FACT, NOW, OFFICER, fill

from govpr.errors import StoreError
from govpr.governance import audit
from govpr.models import DeliveryState
from govpr.storage import outbox, people, rumours
from govpr.storage.connecting import engine_of
from govpr.storage.database import Database
from govpr.storage.migrate import HEAD, SCRIPTS, current, everything, upgrade

REVISIONS = [script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()][::-1]


def test_the_newest_revision_is_the_head() -> None:
    assert REVISIONS[-1] == HEAD
    assert sorted(REVISIONS) == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_old_workspace_is_taken_over_whole(place: Path | str, revision: str) -> None:
    engine = engine_of(place)
    upgrade(engine, revision)
    fill(engine)
    engine.dispose()
    database = Database.open(place)
    with database.read() as connection:
        assert people.agency(connection, AGENCY.id) == AGENCY
        assert people.all_officers(connection) == (OFFICER,)
        assert people.all_accounts(connection) == (ACCOUNT,)
        assert list(rumours.all_factchecks(connection)) == [FACT]
        assert rumours.seen_urls(connection) == {"https://example.id/2"}
        (delivery,) = outbox.find(connection)
        assert (delivery.post, delivery.state, delivery.due) == ("post-1", DeliveryState.APPROVED, NOW)
        assert list(audit.read(connection)) == [ENTRY]
        assert audit.first_broken(audit.read(connection)) is None
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), everything()) == []
    with pytest.raises(StoreError, match=r"(?i)foreign key"), database.write() as connection:
        connection.execute(text("DELETE FROM accounts"))
    database.close()


def test_a_workspace_that_a_newer_govpr_worked_on_is_left_alone(place: Path | str) -> None:
    Database.open(place).close()
    engine = engine_of(place)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="a newer version has worked on it"):
        Database.open(place)
    assert current(engine) == "9999"
    engine.dispose()


def test_a_migration_that_fails_leaves_everything_as_it_was(place: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(place)
    upgrade(engine, "0001")
    fill(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mailings (post INTEGER)"))  # what a later migration makes
    with pytest.raises(StoreError, match="cannot be opened"):
        Database.open(place)
    assert current(engine) == "0001"
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE mailings"))
    engine.dispose()
    database = Database.open(place)
    assert current(database.engine) == HEAD
    database.close()


def test_an_address_that_is_none_is_never_repeated() -> None:
    for address in ("rahasia", "mysql://govpr:rahasia@example.id/x", "postgresql://govpr:rahasia@127.0.0.1:1/x"):
        with pytest.raises(StoreError) as caught:
            Database.open(address)
        assert "rahasia" not in str(caught.value)
