"""Due posts are found by an index, however many posts wait."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text

from govpr.storage import outbox, planned
from govpr.storage.database import Database
from govpr.storage.planned import New
from govpr.storage.tables import accounts, campaigns, deliveries, officers

NOW = datetime(2026, 11, 3, 2, tzinfo=UTC)
MANY = 3_000


@pytest.fixture
def queue(database: Database) -> Database:
    """Three thousand posts of officers and three of the agency, all approved and due."""
    with database.write() as connection:
        connection.execute(insert(campaigns), [{"id": "c", "author": "a", "data": {}}])
        connection.execute(insert(officers), [{"id": "o", "unit": "u", "data": {}}])
        owned: list[dict[str, Any]] = [
            {"id": f"p{n}", "platform": "x", "officer": "o", "data": {}} for n in range(MANY)
        ]
        official: list[dict[str, Any]] = [
            {"id": f"k{n}", "platform": "x", "officer": None, "data": {}} for n in range(3)
        ]
        connection.execute(insert(accounts), owned + official)
        rows = [_new(row["id"], personal=row["officer"] is not None) for row in owned + official]
        planned.add(connection, "c", rows)
        connection.execute(deliveries.update().values(state="approved"))
    return database


def _new(account: Any, *, personal: bool) -> New:
    return New(f"post-{account}", account, "h", "{}", NOW, "x", personal)


def due(connection: Connection) -> list[str]:
    found = outbox.due(connection, NOW, platforms=["x"], lookable=["x"], limit=50)
    return sorted(one.post for one in found)


def plan_of(database: Database) -> str:
    """How the database finds what is due, in its own words."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: Any) -> None:
        asked.append((statement, values))

    with database.read() as connection:
        event.listen(connection, "before_cursor_execute", note)
        due(connection)
        ((statement, values),) = list(asked)
        lead = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        return "\n".join(str(row) for row in connection.exec_driver_sql(f"{lead} {statement}", values))


def test_what_is_due_is_found_by_the_index_of_official_deliveries(queue: Database) -> None:
    with queue.write() as connection:
        if connection.dialect.name == "postgresql":  # it does so by itself, in time
            connection.execute(text("ANALYZE"))
    with queue.read() as connection:
        assert due(connection) == ["post-k0", "post-k1", "post-k2"]
    plan = plan_of(queue)
    assert "ix_deliveries_official" in plan
    assert "SCAN deliveries" not in plan
    assert "Seq Scan on deliveries" not in plan


def test_what_is_to_be_handed_over_comes_in_portions(queue: Database) -> None:
    with queue.read() as connection:
        assert len(planned.to_hand_over(connection, NOW, 100)) == 100
        assert len(planned.to_hand_over(connection, NOW, 10_000)) == MANY
        assert planned.to_hand_over(connection, NOW - timedelta(hours=1), 100) == []
