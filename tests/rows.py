"""Rows put in by hand: for tests and measurements that begin in the middle of things."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert

from govpr.models import Officer, Post
from govpr.models.converter import to_data
from govpr.storage.tables import officers, posts


def put_officers(connection: Connection, values: Iterable[Officer]) -> None:
    """Officers without a number."""
    rows = [{"id": one.id, "unit": one.unit, "data": to_data(one)} for one in values]
    connection.execute(insert(officers), rows)


def put_posts(connection: Connection, values: Iterable[Post]) -> None:
    """Posts, without their deliveries."""
    rows = [
        {
            "id": post.id,
            "campaign": post.campaign,
            "account": post.account,
            "content_hash": post.content_hash,
            "data": to_data(post),
        }
        for post in values
    ]
    connection.execute(insert(posts), rows)
