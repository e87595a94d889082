"""Answers of services that still hold, found by a digest of what was asked."""

from attrs import frozen
from sqlalchemy import delete, func, select

from govpr.errors import StoreError
from govpr.http.caching import Kept
from govpr.storage.database import Database, upsert
from govpr.storage.sync_tables import http_answers

_MOST = 64 * 1024 * 1024
"""Bytes of all answers together; the oldest go first."""


@frozen
class DatabaseShelf:
    """Keeps answers in the workspace's database. Trouble with it stops no call: then nothing is kept.

    Args:
        database: The database.
        most: The most bytes of all answers together.
    """

    database: Database
    most: int = _MOST

    def get(self, key: str) -> Kept | None:
        """What is kept under a key."""
        wanted = select(http_answers.c.headers, http_answers.c.body, http_answers.c.at).where(http_answers.c.key == key)
        with self.database.read() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else Kept(headers=row.headers, body=row.body, at=row.at)

    def put(self, key: str, kept: Kept) -> None:
        """Keep an answer in place of what was kept under the key."""
        row = {"key": key, "at": kept.at, "size": len(kept.body), "headers": dict(kept.headers), "body": kept.body}
        try:
            with self.database.write() as connection:
                upsert(connection, http_answers, [row])
                newer = func.sum(http_answers.c.size).over(order_by=(http_answers.c.at.desc(), http_answers.c.key))
                ranked = select(http_answers.c.key, newer.label("newer")).subquery()
                old = select(ranked.c.key).where(ranked.c.newer > self.most)
                connection.execute(delete(http_answers).where(http_answers.c.key.in_(old)))
        except StoreError:
            return
