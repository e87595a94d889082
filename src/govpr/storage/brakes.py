"""What keeps posts back, for all workers alike. Only what differs from "nothing" has a row."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import JSON, Column, Connection, Integer, Row, String, Table, and_, or_, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from govpr.models.brakes import Brake, Scope
from govpr.storage.database import upsert
from govpr.storage.tables import metadata
from govpr.storage.types import Moment

brakes = Table(
    "brakes",
    metadata,
    Column("scope", String(16), primary_key=True),
    Column("name", String(128), primary_key=True),
    Column("stopped", Moment),
    Column("stopped_by", String(64), nullable=False, default=""),
    Column("asked", Moment),
    Column("opened", Moment),
    Column("failures", Integer, nullable=False, default=0),
    Column("spent", JSON, nullable=False, default=dict),
    Column("full", Moment),
)

Key: TypeAlias = tuple[Scope, str]
Keys: TypeAlias = Collection[Key]


def all_of(connection: Connection) -> tuple[Brake, ...]:
    """Every brake that was ever touched, by scope and name."""
    return tuple(_value(row) for row in connection.execute(select(brakes).order_by(brakes.c.scope, brakes.c.name)))


def some(connection: Connection, keys: Keys) -> dict[Key, Brake]:
    """Brakes by key; those that hold nothing may be missing."""
    found = (_value(row) for row in connection.execute(select(brakes).where(_are(keys))))
    return {brake.key: brake for brake in found}


def held(connection: Connection, keys: Keys, troubled: Keys = ()) -> dict[Key, Brake]:
    """Brakes by key, none missing; nobody else changes them before this transaction ends.

    Args:
        connection: A connection for writing.
        keys: Which; those without a row get one.
        troubled: Others that are wanted only if they could not be reached lately.
    """
    if keys:
        blank = [_row(Brake(scope=scope, name=name)) for scope, name in sorted(keys)]
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(brakes).on_conflict_do_nothing(), blank)
    away = or_(brakes.c.failures > 0, brakes.c.opened.is_not(None))
    # Rows are locked in one order everywhere, so that nobody waits in a circle.
    query = select(brakes).where(or_(_are(keys), and_(_are(troubled), away))).order_by(brakes.c.scope, brakes.c.name)
    return {brake.key: brake for brake in (_value(row) for row in connection.execute(query.with_for_update()))}


def holding(connection: Connection, now: datetime, *, counted: bool = True) -> frozenset[Key]:
    """What may not begin now.

    Args:
        connection: A connection for reading.
        now: The time.
        counted: Whether limits that are used up hold too; what has begun is counted in them already.
    """
    later = [column > now for column in (brakes.c.asked, brakes.c.opened)] + [brakes.c.full > now] * counted
    query = select(brakes.c.scope, brakes.c.name).where(or_(brakes.c.stopped.is_not(None), *later))
    return frozenset((Scope(scope), name) for scope, name in connection.execute(query))


def stopped(connection: Connection) -> frozenset[Key]:
    """What people have stopped."""
    query = select(brakes.c.scope, brakes.c.name).where(brakes.c.stopped.is_not(None))
    return frozenset((Scope(scope), name) for scope, name in connection.execute(query))


def save(connection: Connection, values: Iterable[Brake]) -> None:
    """Keep brakes, in place of what was known of them."""
    rows = [_row(value) for value in values]
    if rows:
        upsert(connection, brakes, rows)


def _are(keys: Keys) -> Any:
    return tuple_(brakes.c.scope, brakes.c.name).in_([(scope.value, name) for scope, name in keys])


def _row(brake: Brake) -> dict[str, Any]:
    return {
        "scope": brake.scope.value,
        "name": brake.name,
        "stopped": brake.stopped,
        "stopped_by": brake.stopped_by,
        "asked": brake.asked,
        "opened": brake.opened,
        "failures": brake.failures,
        "spent": dict(brake.spent),
        "full": brake.full,
    }


def _value(row: Row[Any]) -> Brake:
    values = {**row._mapping}  # noqa: SLF001  (SQLAlchemy's public name for a row as a mapping)
    return Brake(**{**values, "scope": Scope(values["scope"])})
