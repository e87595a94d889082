"""The engine without a service: it looks for what is due, and sleeps until the next is, a second at most."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from govpr.engines.protocol import Work
from govpr.errors import GovprError, StoreError
from govpr.logs import get_logger
from govpr.storage.database import Database
from govpr.storage.waking import next_due

_LONGEST = 1.0
"""Seconds between two looks: what another process approves goes out within them."""
_AWAY = 5.0
_MEASURED = timedelta(hours=1)
log = get_logger("govpr.delivery")


class Loop:
    """Works on SQLite and PostgreSQL alike; any number of them may work one outbox."""

    def prepare(self, database: Database) -> None:
        """Nothing is needed."""

    def wake(self, connection: Connection, moment: datetime) -> None:
        """Nothing is needed: it looks by itself."""

    def run(self, work: Work) -> None:
        """Look, deliver, sleep, until told to stop."""
        measured = work.clock()
        wait = 0.0
        while not work.stop.wait(wait):
            try:
                count = work.turn()
                wait = 0.0 if count else pause(work)
            except StoreError as error:
                wait = _AWAY
                log.error("worker.store_away", reason=str(error))  # noqa: TRY400  (its trace tells nothing more)
            if work.clock() - measured >= _MEASURED and not work.stop.is_set():
                measured = work.clock()
                measure(work)


def pause(work: Work) -> float:
    """Seconds until there is something to look at.

    Args:
        work: The worker's.
    """
    now = work.clock()
    with work.database.read() as connection:
        due = next_due(connection, now)
    return _LONGEST if due is None else min(_LONGEST, max(0.0, (due - now).total_seconds()))


def measure(work: Work) -> None:
    """Measure; trouble with that stops no delivery.

    Args:
        work: The worker's.
    """
    try:
        work.measure()
    except GovprError as error:
        log.warning("worker.not_measured", reason=str(error))
