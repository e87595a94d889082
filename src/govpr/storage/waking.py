"""Workers are told of new work in the transaction that makes it: both are there, or neither."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, select

from govpr.models import DeliveryState
from govpr.storage.tables import deliveries

Wake: TypeAlias = Callable[[Connection, datetime], None]
"""Lets a worker look at the outbox at a moment, or at once where that is past."""

OPTION = "govpr_wake"
_WORK = (DeliveryState.APPROVED, DeliveryState.PARTIAL, DeliveryState.IN_DOUBT, DeliveryState.SUBMITTED)


def is_work(state: DeliveryState) -> bool:
    """Whether a worker has something to do with such a delivery once it is due."""
    return state in _WORK


def wake(connection: Connection, moments: Collection[datetime]) -> None:
    """Let a worker look at the earliest of some moments; it finds the others by itself.

    Args:
        connection: The connection that writes what becomes due then.
        moments: When; none means that there is nothing to do.
    """
    waker: Wake | None = connection.get_execution_options().get(OPTION)
    if waker is not None and moments:
        waker(connection, min(moments))


def next_due(connection: Connection, now: datetime) -> datetime | None:
    """When the next delivery becomes due after a moment; None when none will.

    Args:
        connection: A connection for reading.
        now: The moment.
    """
    found = []
    for state in _WORK:  # one look into the index for each, however many deliveries wait
        mine = (deliveries.c.state == state.value, deliveries.c.due > now)
        query = select(deliveries.c.due).where(*mine).order_by(deliveries.c.due).limit(1)
        found.append(connection.execute(query).scalar())
    return min((due for due in found if due is not None), default=None)
