"""Decisions about posts in bulk: portion after portion, in the order of accounts."""

import json
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Text, cast, not_, select, tuple_

from govpr.models import Approval, DeliveryState, Severity
from govpr.models.converter import to_data
from govpr.models.deliveries import PART
from govpr.storage import standbys
from govpr.storage.bulk import run_many
from govpr.storage.tables import deliveries, findings, posts
from govpr.storage.waking import wake

_S = DeliveryState
UNDECIDED = (_S.PLANNED,)
"""States of what an approval of many posts is about."""
REJECTABLE = (_S.PLANNED, _S.ON_HOLD, _S.APPROVED, _S.STANDING_BY, _S.HANDED_OVER, _S.REFUSED, _S.FAILED)
"""States of what can be rejected, as long as no part of it is out."""


class Waiting(NamedTuple):
    """A post that waits for a decision."""

    account: str
    id: str
    content_hash: str
    state: str


def waiting(
    connection: Connection, campaign: str, states: Collection[DeliveryState], after: Waiting | None, limit: int
) -> list[Waiting]:
    """The next posts that can be decided on, in the order of accounts and ids.

    Args:
        connection: A connection for reading.
        campaign: The campaign's id.
        states: In which states; what has a part out is left alone.
        after: The last one before them, or None to begin.
        limit: How many at most.
    """
    query = select(posts.c.account, posts.c.id, posts.c.content_hash, deliveries.c.state)
    query = query.join(deliveries, deliveries.c.post == posts.c.id)
    query = query.where(posts.c.campaign == campaign, deliveries.c.state.in_([state.value for state in states]))
    query = query.where(not_(cast(deliveries.c.handles, Text).contains(f'"{PART}', autoescape=True)))
    if after is not None:
        query = query.where(tuple_(posts.c.account, posts.c.id) > (after.account, after.id))
    rows = connection.execute(query.order_by(posts.c.account, posts.c.id).limit(limit))
    return [Waiting(*row) for row in rows]


def erroneous(connection: Connection, campaign: str, some: Sequence[Waiting]) -> frozenset[str]:
    """Which of some posts an error stops; they are neighbours in the order of accounts."""
    if not some:
        return frozenset()
    span = (posts.c.account >= some[0].account, posts.c.account <= some[-1].account)
    query = select(findings.c.post, findings.c.data).join(posts, posts.c.id == findings.c.post)
    rows = connection.execute(query.where(findings.c.campaign == campaign, *span))
    return frozenset(post for post, data in rows if data.get("severity") == Severity.ERROR)


def stopped(connection: Connection, campaign: str) -> frozenset[str]:
    """Which posts of a campaign an error stops."""
    query = select(findings.c.post, findings.c.data).where(
        findings.c.campaign == campaign, findings.c.post.is_not(None)
    )
    return frozenset(post for post, data in connection.execute(query) if data.get("severity") == Severity.ERROR)


def approve(connection: Connection, some: Sequence[Waiting], approval: Approval) -> None:
    """Keep the same approval of many posts, and let them go out.

    Args:
        connection: A connection for writing.
        some: The posts.
        approval: The decision about one of them.
    """
    _keep(connection, some, approval)
    ready = standbys.waiting(connection, [one.id for one in some])
    run_many(
        connection,
        "UPDATE deliveries SET state = ?, lease = NULL, worker = '', problem = ''"
        " WHERE post = ? AND content_hash = ? AND state = 'planned'",
        [(_S.STANDING_BY.value if one.id in ready else _S.APPROVED.value, one.id, one.content_hash) for one in some],
    )
    wake(connection, [approval.at])  # whoever looks finds when each is due


def reject(connection: Connection, some: Sequence[Waiting], rejection: Approval) -> None:
    """Keep the same rejection of many posts, and let none of them go out; what is on hold stays on hold.

    Args:
        connection: A connection for writing.
        some: The posts.
        rejection: The decision about one of them.
    """
    _keep(connection, some, rejection)
    run_many(
        connection,
        "UPDATE deliveries SET state = ?, lease = NULL, worker = '', problem = '' WHERE post = ?",
        [
            (one.state if one.state == _S.ON_HOLD else _S.PLANNED.value, one.id)
            for one in some
            if one.state != _S.PLANNED
        ],
    )


def _keep(connection: Connection, some: Sequence[Waiting], decision: Approval) -> None:
    told = json.dumps(to_data(decision), ensure_ascii=False)
    _, _, rest = told.partition(f'"content_hash": "{decision.content_hash}"')
    run_many(
        connection,
        "INSERT INTO approvals (post, content_hash, data) VALUES (?, ?, ?)",
        [
            (one.id, one.content_hash, f'{{"post": "{one.id}", "content_hash": "{one.content_hash}"{rest}')
            for one in some
        ],
    )
