"""What became of each subscriber's copy of a post. Subscribers are known by keyed digests alone."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, func, select

from govpr.models.mailings import MailingCounts, MailState
from govpr.storage.database import batches, upsert
from govpr.storage.tables import mailings

_SETTLED = (MailState.SENT.value, MailState.REFUSED.value, MailState.IN_DOUBT.value, MailState.BEGUN.value)


def settled(connection: Connection, post: str, digests: Collection[str]) -> frozenset[str]:
    """Those of some subscribers who are not written to again.

    Args:
        connection: A connection for reading.
        post: The post.
        digests: Subscribers.
    """
    mine = select(mailings.c.subscriber).where(mailings.c.post == post, mailings.c.state.in_(_SETTLED))
    some = (connection.execute(mine.where(mailings.c.subscriber.in_(batch))) for batch in batches(list(digests)))
    return frozenset(row[0] for rows in some for row in rows)


def save(connection: Connection, post: str, subscriber: str, state: MailState, now: datetime, note: str = "") -> None:
    """Write where one subscriber's copy stands.

    Args:
        connection: A connection for writing.
        post: The post.
        subscriber: The subscriber's digest.
        state: Where it stands.
        now: The time.
        note: The service's code, never an address.
    """
    row = {"post": post, "subscriber": subscriber, "state": state.value, "at": now, "note": note}
    upsert(connection, mailings, [row])


def counts(connection: Connection, post: str) -> MailingCounts:
    """How many copies of a post stand where.

    Args:
        connection: A connection for reading.
        post: The post.
    """
    query = select(mailings.c.state, func.count()).where(mailings.c.post == post).group_by(mailings.c.state)
    found = {MailState(state): number for state, number in connection.execute(query)}
    return MailingCounts(
        sent=found.get(MailState.SENT, 0),
        waiting=found.get(MailState.WAITING, 0),
        refused=found.get(MailState.REFUSED, 0),
        in_doubt=found.get(MailState.IN_DOUBT, 0) + found.get(MailState.BEGUN, 0),
    )
