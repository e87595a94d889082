"""A process beside others: `python -m tests.store.racer WHAT PLACE NAME COUNT`; PLACE is a file or an address."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from govpr.delivery.outbox import Outbox
from govpr.governance import audit
from govpr.storage import outbox as rows
from govpr.storage.database import Database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def opened(place: str) -> Database:
    return Database.open(place if "://" in place else Path(place))


def log(place: str, name: str, count: int) -> None:
    """Add entries to the audit log, each in a transaction of its own."""
    database = opened(place)
    for number in range(count):
        with database.write() as connection:
            audit.record(connection, at=NOW, actor=name, action="x", subject=str(number), detail={})
    database.close()


def claim(place: str, name: str, _count: int) -> None:
    """Claim what others claim too, and say what it was."""
    database = opened(place)
    later = NOW + timedelta(seconds=1)
    outbox = Outbox(database=database, clock=lambda: later, jitter=lambda: 0.0, worker=name, most=8)
    with database.read() as connection:
        everything = rows.find(connection)
    for delivery in everything:
        if outbox.claim([delivery.post], lookable={delivery.platform}, most=1).taken:
            sys.stdout.write(f"{delivery.post}\n")
    database.close()


def open_(place: str, _name: str, _count: int) -> None:
    """Open a database, which makes its tables."""
    opened(place).close()


if __name__ == "__main__":
    {"log": log, "claim": claim, "open": open_}[sys.argv[1]](sys.argv[2], sys.argv[3], int(sys.argv[4]))
