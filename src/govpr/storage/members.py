"""Accounts with what a plan has to know of their owners: in portions, in the order of their ids."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Text, and_, cast, select

from govpr.storage.database import Database
from govpr.storage.tables import accounts, consents, officers

PORTION = 10_000
_PURPOSE = "share-kit"


class Member(NamedTuple):
    """An account, as the database has it.

    Args:
        account: Its id.
        platform: Its platform.
        officer: Its owner, or None.
        data: The account as JSON.
        owner: Its owner as JSON, or None.
        consent: Its owner's consent as JSON, or None.
    """

    account: str
    platform: str
    officer: str | None
    data: str
    owner: str | None
    consent: str | None


def members(database: Database) -> Iterator[list[Member]]:
    """Every account, in portions.

    Each portion is read in a transaction of its own: a long one would keep the database from clearing its log.

    Args:
        database: The workspace's database.
    """
    given = and_(
        consents.c.officer == accounts.c.officer,
        consents.c.account == accounts.c.id,
        consents.c.purpose == _PURPOSE,
    )
    columns = (
        accounts.c.id,
        accounts.c.platform,
        accounts.c.officer,
        cast(accounts.c.data, Text),
        cast(officers.c.data, Text),
        cast(consents.c.data, Text),
    )
    owned = accounts.outerjoin(officers, officers.c.id == accounts.c.officer).outerjoin(consents, given)
    query = select(*columns).select_from(owned).order_by(accounts.c.id).limit(PORTION)
    last = ""
    while True:
        with database.read() as connection:
            found = [Member._make(row) for row in connection.execute(query.where(accounts.c.id > last)).all()]
        if not found:
            return
        yield found
        last = found[-1].account


def owned_ids(database: Database) -> Iterator[list[tuple[str, str | None]]]:
    """The ids of every account and of its owner, in the same portions."""
    query = select(accounts.c.id, accounts.c.officer).order_by(accounts.c.id).limit(PORTION)
    last = ""
    while True:
        with database.read() as connection:
            found = [
                (account, officer) for account, officer in connection.execute(query.where(accounts.c.id > last)).all()
            ]
        if not found:
            return
        yield found
        last = found[-1][0]
