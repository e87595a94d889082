"""What people changed about posts after they were planned: a plan that is made again keeps it."""

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, select

from govpr.storage.database import upsert
from govpr.storage.queue_tables import adjustments
from govpr.storage.tables import posts


@frozen(kw_only=True)
class Adjusted:
    """What people changed about one post.

    Args:
        due: When it goes out, or None for when the campaign says.
        parts: What it says, or None for what the campaign says.
        by: Who worded it, or "".
    """

    due: datetime | None = None
    parts: tuple[str, ...] | None = None
    by: str = ""


def of_campaign(connection: Connection, campaign: str) -> dict[str, Adjusted]:
    """What was changed about the posts of a campaign, by post id."""
    query = select(adjustments).join(posts, posts.c.id == adjustments.c.post).where(posts.c.campaign == campaign)
    return {row.post: _value(row) for row in connection.execute(query)}


def of_post(connection: Connection, post: str) -> Adjusted:
    """What was changed about one post."""
    row = connection.execute(select(adjustments).where(adjustments.c.post == post)).one_or_none()
    return Adjusted() if row is None else _value(row)


def save(connection: Connection, post: str, change: Adjusted, at: datetime) -> None:
    """Keep what was changed about a post, in place of what was changed before."""
    parts = None if change.parts is None else list(change.parts)
    upsert(connection, adjustments, [{"post": post, "due": change.due, "parts": parts, "by": change.by, "at": at}])


def _value(row: Row[Any]) -> Adjusted:
    return Adjusted(due=row.due, parts=None if row.parts is None else tuple(row.parts), by=row.by)
