"""How the queue stands and what became of the tries, counted by the database."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, func, literal_column, select

from govpr.models import DeliveryState
from govpr.storage.tables import attempts, deliveries

_READY = (DeliveryState.APPROVED.value, DeliveryState.PARTIAL.value)


def standing(connection: Connection) -> Iterator[tuple[str, DeliveryState, int]]:
    """How many deliveries of each platform are in each state that occurs.

    Args:
        connection: A connection for reading.
    """
    places = (deliveries.c.platform, deliveries.c.state)
    # The index says the same of its rows: that is how SQLite knows that it may count them there.
    query = select(*places, func.count()).where(deliveries.c.state != literal_column("''"))
    rows = connection.execute(query.group_by(*places).order_by(*places))
    return ((platform, DeliveryState(state), count) for platform, state, count in rows)


def oldest_due(connection: Connection, now: datetime) -> datetime | None:
    """Since when the oldest delivery waits that is approved and due; None where none waits.

    Args:
        connection: A connection for reading.
        now: The moment.
    """
    query = select(func.min(deliveries.c.due)).where(deliveries.c.due <= now)
    found = [connection.execute(query.where(deliveries.c.state == state)).scalar() for state in _READY]
    return min((due for due in found if due is not None), default=None)


def tries(connection: Connection) -> Iterator[tuple[str, str, int, int]]:
    """How the tries of each platform ended: the platform, the outcome, how many, and how many of them were repeats.

    Args:
        connection: A connection for reading.
    """
    repeats = func.count().filter(attempts.c.number > 1)
    places = (attempts.c.platform, attempts.c.outcome)
    query = select(*places, func.count(), repeats).where(attempts.c.outcome != literal_column("''"))
    rows = connection.execute(query.group_by(*places).order_by(*places))
    return ((platform, outcome, count, again) for platform, outcome, count, again in rows)
