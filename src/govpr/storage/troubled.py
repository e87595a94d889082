"""What needs a person: counted, and the first of it read, however much there is."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from govpr.models import Delivery, DeliveryState
from govpr.storage import outbox
from govpr.storage.tables import deliveries

STUCK = (
    DeliveryState.IN_DOUBT,
    DeliveryState.REFUSED,
    DeliveryState.FAILED,
    DeliveryState.PARTIAL,
    DeliveryState.RETRACTED,
)
"""States that need a person; a retracted post only where it is still to be deleted. As `Delivery.needs_a_person`."""


def first(connection: Connection, limit: int) -> tuple[Delivery, ...]:
    """Deliveries that need a person, in the order of their times.

    Args:
        connection: A connection for reading.
        limit: How many at most.
    """
    found: list[tuple[datetime, str]] = []
    for which in _each():  # each in the order of the index: what comes after the limit is never looked at
        query = select(deliveries.c.due, deliveries.c.post).where(*which)
        rows = connection.execute(query.order_by(deliveries.c.due, deliveries.c.post).limit(limit))
        found += [(due, post) for due, post in rows]
    return outbox.find(connection, ids=[post for _, post in sorted(found)[:limit]])


def count(connection: Connection) -> int:
    """How many deliveries need a person."""
    queries = (select(func.count()).select_from(deliveries).where(*which) for which in _each())
    return sum(connection.execute(query).scalar_one() for query in queries)


def _each() -> Iterator[tuple[ColumnElement[bool], ...]]:
    for state in STUCK:
        undone = (deliveries.c.problem != "",) if state is DeliveryState.RETRACTED else ()
        yield (deliveries.c.state == state.value, *undone)
