"""Millions of rows are counted from an index; nothing that is asked all the time looks at each of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import Connection, event, insert

from govpr.models import DeliveryState
from govpr.storage import figures, outbox, people, planned, queued, troubled
from govpr.storage.database import Database
from govpr.storage.planned import New
from govpr.storage.tables import accounts, campaigns, deliveries, officers
from govpr.storage.troubled import STUCK

NOW = datetime(2026, 11, 3, 2, tzinfo=UTC)
PLATFORMS = ("bluesky", "mastodon", "x")


@pytest.fixture
def filled(database: Database) -> Database:
    """Three hundred posts on three platforms."""
    with database.write() as connection:
        connection.execute(insert(campaigns), [{"id": "c", "author": "a", "data": {}}])
        connection.execute(insert(officers), [{"id": "o", "unit": "u", "data": {}}])
        rows: list[dict[str, Any]] = [
            {"id": f"a{n}", "platform": PLATFORMS[n % 3], "officer": "o" if n % 2 else None, "data": {}}
            for n in range(300)
        ]
        connection.execute(insert(accounts), rows)
        new = [New(f"post-{n}", f"a{n}", "h", "{}", NOW, PLATFORMS[n % 3], bool(n % 2)) for n in range(300)]
        planned.add(connection, "c", new)
    return database


def looks_of(database: Database, ask: Callable[[Connection], object]) -> str:
    """How SQLite finds what is asked for, in its own words."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: Any) -> None:
        asked.append((statement, values))

    with database.read() as connection:
        event.listen(connection, "before_cursor_execute", note)
        ask(connection)
        found = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", values).all() for one, values in list(asked)]
    return "\n".join(str(row[3]) for rows in found for row in rows)


def test_deliveries_are_counted_by_platform_and_state(filled: Database) -> None:
    with filled.read() as connection:
        assert list(figures.standing(connection)) == [(name, DeliveryState.PLANNED, 100) for name in PLATFORMS]
        assert figures.oldest_due(connection, NOW) is None
        assert people.platforms(connection) == PLATFORMS


def test_counting_looks_at_no_row_of_a_table(filled: Database) -> None:
    if filled.kind != "sqlite":
        pytest.skip("the words are those of SQLite")
    counted = looks_of(filled, lambda connection: list(figures.standing(connection)))
    assert counted == "SCAN deliveries USING COVERING INDEX ix_deliveries_platform_state"
    tried = looks_of(filled, lambda connection: list(figures.tries(connection)))
    assert tried == "SCAN attempts USING COVERING INDEX ix_attempts_outcomes"
    late = looks_of(filled, lambda connection: figures.oldest_due(connection, NOW))
    assert set(late.splitlines()) == {
        "SEARCH deliveries USING COVERING INDEX ix_deliveries_state_due (state=? AND due<?)"
    }
    used = looks_of(filled, people.platforms)
    assert set(used.splitlines()) == {"SEARCH accounts USING COVERING INDEX ix_accounts_platform (platform>?)"}


def test_what_needs_a_person_is_counted_and_the_first_of_it_given(filled: Database) -> None:
    troubles = [*STUCK, DeliveryState.RETRACTED]
    with filled.write() as connection:
        for number, state in enumerate(troubles):
            after = {"state": state.value, "due": NOW - timedelta(hours=number), "problem": "x" if number < 5 else ""}
            connection.execute(deliveries.update().where(deliveries.c.post == f"post-{number}").values(after))
    with filled.read() as connection:
        assert troubled.count(connection) == 5
        found = troubled.first(connection, 10)
        assert [one.post for one in found] == [f"post-{number}" for number in (4, 3, 2, 1, 0)]
        assert all(one.needs_a_person for one in found)
        assert troubled.first(connection, 2) == found[:2]
        assert sum(one.needs_a_person for one in outbox.find(connection)) == 5
    if filled.kind == "sqlite":
        looks = looks_of(filled, lambda connection: (troubled.first(connection, 2), troubled.count(connection)))
        assert "SCAN" not in looks


def test_the_states_that_need_a_person_are_all_there(filled: Database) -> None:
    with filled.read() as connection:
        (one,) = outbox.find(connection, ids=["post-1"])
    stuck = {state for state in DeliveryState if evolve(one, state=state, problem="x").needs_a_person}
    assert stuck == set(STUCK)


@pytest.mark.parametrize("few", [0, 1_000])
def test_the_queue_of_one_account_or_campaign_is_the_same_however_it_is_found(
    filled: Database, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queued, "_FEW", few)
    with filled.write() as connection:
        connection.execute(deliveries.update().where(deliveries.c.post == "post-8").values(state="sent"))
        connection.execute(
            deliveries.update().where(deliveries.c.post == "post-9").values(due=NOW - timedelta(hours=1))
        )
    with filled.read() as connection:
        found = queued.waiting(connection, campaign="c", account=None, limit=3)
        assert [one.post for one in found] == ["post-9", "post-0", "post-1"]
        assert len(queued.waiting(connection, campaign="c", account=None, limit=1_000)) == 299
        (one,) = queued.waiting(connection, campaign="c", account="a9", limit=3)
        assert one.post == "post-9"
        assert queued.waiting(connection, campaign=None, account="a8", limit=3) == ()
        assert queued.waiting(connection, campaign="x", account=None, limit=3) == ()
