"""What an engine is given, and what it has to do."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from attrs import frozen
from sqlalchemy import Connection

from govpr.models import Delivery
from govpr.storage.database import Database


@frozen(kw_only=True)
class Work:
    """What a worker does.

    Args:
        database: The workspace's database.
        deliver: Delivers what is due now, and gives each delivery once it is settled; may be left at any of them.
        measure: Asks platforms what became of the posts.
        settled: Is told of each delivery that was settled.
        clock: Gives the time.
        stop: Is set when the worker has to end.
    """

    database: Database
    deliver: Callable[[], Iterator[Delivery]]
    measure: Callable[[], None]
    settled: Callable[[Delivery], None]
    clock: Callable[[], datetime]
    stop: threading.Event

    def turn(self) -> int:
        """Deliver what is due, until that is done or the worker has to end; says how much was settled."""
        count = 0
        for delivery in self.deliver():
            self.settled(delivery)
            count += 1
            if self.stop.is_set():
                break
        return count


class Engine(Protocol):
    """Wakes workers; it keeps nothing that the outbox does not know."""

    def prepare(self, database: Database) -> None:
        """Make what the engine needs in the database, unless it is there. Called whenever a workspace is opened.

        Raises:
            StoreError: It cannot work with this database.
        """

    def wake(self, connection: Connection, moment: datetime) -> None:
        """Let a worker look at the outbox at a moment, or soon after; at once where that is past.

        Args:
            connection: The connection that writes what becomes due then: a worker is woken only if it is committed.
            moment: When.
        """

    def run(self, work: Work) -> None:
        """Work until `work.stop` is set: deliver what is due, within a minute also what nobody woke for; measure.

        Raises:
            StoreError: It cannot work with this database.
        """
