"""How often the fact-checks changed: an index that was made of them knows by it whether it is still theirs."""

from sqlalchemy import Connection, select, update

from govpr.storage.sync_tables import hoax_changes


def changes(connection: Connection) -> int:
    """How often they changed, from 1."""
    number: int = connection.execute(select(hoax_changes.c.number)).scalar_one()
    return number


def held(connection: Connection) -> int:
    """The same, and it stays so until this transaction is over: whoever wants to change them waits."""
    number: int = connection.execute(select(hoax_changes.c.number).with_for_update()).scalar_one()
    return number


def changed(connection: Connection) -> None:
    """Count a change; a part of the transaction that makes it."""
    connection.execute(update(hoax_changes).values(number=hoax_changes.c.number + 1))
