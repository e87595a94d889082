"""Campaigns, their posts, findings and approvals."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, insert, select

from govpr.models import Achievement, Approval, Campaign, Decision, Narrative, Post, Programme
from govpr.models.converter import from_data, to_data
from govpr.storage.database import batches, upsert
from govpr.storage.tables import achievements, approvals, campaigns, narratives, posts, programmes


def save_programmes(
    connection: Connection,
    some: Iterable[Programme],
    reached: Iterable[Achievement],
    stories: Iterable[Narrative],
) -> None:
    """Keep programmes, what they achieved, and the narratives about them."""
    upsert(connection, programmes, [{"id": p.id, "data": to_data(p)} for p in some])
    upsert(connection, achievements, [{"id": a.id, "programme": a.programme, "data": to_data(a)} for a in reached])
    upsert(connection, narratives, [{"id": n.id, "version": n.version, "data": to_data(n)} for n in stories])


def all_programmes(connection: Connection) -> tuple[Programme, ...]:
    """Every programme, by id."""
    rows = connection.execute(select(programmes.c.data).order_by(programmes.c.id)).scalars()
    return tuple(from_data(data, Programme) for data in rows)


def all_achievements(connection: Connection) -> tuple[Achievement, ...]:
    """Every achievement, by id."""
    rows = connection.execute(select(achievements.c.data).order_by(achievements.c.id)).scalars()
    return tuple(from_data(data, Achievement) for data in rows)


def all_narratives(connection: Connection) -> tuple[Narrative, ...]:
    """Every version of every narrative, by id and version."""
    rows = connection.execute(select(narratives.c.data).order_by(narratives.c.id, narratives.c.version)).scalars()
    return tuple(from_data(data, Narrative) for data in rows)


def save_campaign(connection: Connection, campaign: Campaign) -> None:
    """Keep a campaign, in place of what was known of it."""
    upsert(connection, campaigns, [{"id": campaign.id, "author": campaign.author, "data": to_data(campaign)}])


def all_campaigns(connection: Connection) -> tuple[Campaign, ...]:
    """Every campaign, by id."""
    rows = connection.execute(select(campaigns.c.data).order_by(campaigns.c.id)).scalars()
    return tuple(from_data(data, Campaign) for data in rows)


def author_of(connection: Connection, campaign: str) -> str | None:
    """Who wrote a campaign."""
    return connection.execute(select(campaigns.c.author).where(campaigns.c.id == campaign)).scalar()


def posts_of(connection: Connection, ids: Collection[str]) -> dict[str, Post]:
    """Posts by id; unknown ids are left out."""
    wanted = select(posts.c.id, posts.c.data)
    some = (connection.execute(wanted.where(posts.c.id.in_(batch))) for batch in batches(ids))
    return {key: from_data(data, Post) for rows in some for key, data in rows}


def add_approvals(connection: Connection, values: Iterable[Approval]) -> None:
    """Keep decisions; none is ever overwritten."""
    rows = [{"post": a.post, "content_hash": a.content_hash, "data": to_data(a)} for a in values]
    if rows:
        connection.execute(insert(approvals), rows)


def decisions_about(connection: Connection, contents: Mapping[str, str]) -> dict[str, Decision]:
    """The last decision about the content of posts, by post; those without any are left out.

    Args:
        connection: A connection for reading.
        contents: The hash of each post's content, by post.
    """
    columns, found = (approvals.c.post, approvals.c.content_hash, approvals.c.data), dict[str, Decision]()
    for batch in batches(contents):
        query = select(*columns).where(approvals.c.post.in_(batch)).order_by(approvals.c.seq)
        for post, content, data in connection.execute(query):
            if contents[post] == content:
                found[post] = Decision(data["decision"])
    return found
