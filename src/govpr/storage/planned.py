"""Posts and their deliveries in bulk: read by ranges of accounts, written a few statements at a time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from attrs import frozen
from sqlalchemy import Connection, Select, Text, cast, delete, insert, literal, select

from govpr.models import DeliveryState, Finding, Post
from govpr.models.converter import from_data, to_data
from govpr.models.deliveries import PART
from govpr.storage import standbys
from govpr.storage.bulk import run_many
from govpr.storage.database import batches
from govpr.storage.tables import accounts, deliveries, findings, posts
from govpr.storage.types import Moment

_NEW, _GONE = DeliveryState.PLANNED.value, DeliveryState.WITHDRAWN.value
_S = DeliveryState
_OUT = frozenset(state.value for state in (_S.SENDING, _S.SUBMITTED, _S.SENT, _S.PARTIAL, _S.IN_DOUBT, _S.RETRACTED))
_APPROVED = frozenset((_S.APPROVED.value, _S.STANDING_BY.value, _S.HANDED_OVER.value))


@frozen
class Span:
    """A range of accounts, in the order of their ids.

    Args:
        after: The last account before it, or "".
        last: The last account of it.
    """

    after: str
    last: str


class Old(NamedTuple):
    """A post as it is kept, with where its delivery stands.

    Args:
        id: Its id.
        account: Its account.
        data: The whole of it as JSON.
        state: Where its delivery stands.
        due: When its delivery is due.
        content_hash: What was planned, or approved.
        attempts: How many times it was tried.
        handles: What finished steps left, as JSON.
        silent: Whether it is said elsewhere: a post stands, or stood, by for it or it for another one.
        speaks: Whether it stood by, and speaks for the other one.
    """

    id: str
    account: str
    data: str
    state: str
    due: datetime
    content_hash: str
    attempts: int
    handles: str
    silent: bool = False
    speaks: bool = False

    @property
    def is_over(self) -> bool:
        """Whether a plan changes nothing about it any more: it is out, or said elsewhere."""
        return self.is_out or self.silent

    @property
    def can_go(self) -> bool:
        """Whether it is withdrawn where the campaign says it no longer."""
        return not (self.is_over or self.speaks or self.state == _GONE)

    @property
    def is_out(self) -> bool:
        """Whether the public may have seen some of it, as `Delivery.is_out`."""
        return self.state in _OUT or f'"{PART}' in self.handles

    @property
    def is_settled(self) -> bool:
        """Whether it is approved or out: who says what in it stays."""
        return self.is_out or self.state in _APPROVED


class New(NamedTuple):
    """A post that is planned.

    Args:
        id: Its id.
        account: Its account.
        content_hash: What an approval will be bound to.
        data: The whole of it as JSON.
        due: When it goes out.
        platform: Where it goes.
        personal: Whether its owner posts it.
    """

    id: str
    account: str
    content_hash: str
    data: str
    due: datetime
    platform: str
    personal: bool


def has_posts(connection: Connection, *, campaign: str | None = None, besides: str | None = None) -> bool:
    """Whether any post is kept of a campaign, or besides it."""
    query = select(posts.c.id).limit(1)
    where = posts.c.campaign == campaign if campaign is not None else posts.c.campaign != besides
    return connection.execute(query.where(where)).first() is not None


def posts_on(connection: Connection, some: Iterable[str]) -> list[str]:
    """The ids of all posts on some accounts."""
    queries = (select(posts.c.id).where(posts.c.account.in_(batch)) for batch in batches(some))
    return [post for query in queries for post in connection.execute(query).scalars()]


def to_hand_over(connection: Connection, now: datetime, limit: int) -> list[str]:
    """The ids of posts on personal accounts that are approved and due, the oldest first.

    Args:
        connection: A connection for reading.
        now: The moment.
        limit: How many at most.
    """
    query = select(deliveries.c.post).join(accounts, accounts.c.id == deliveries.c.account)
    ready = (deliveries.c.state == DeliveryState.APPROVED.value, deliveries.c.due <= now)
    query = query.where(*ready, accounts.c.officer.is_not(None)).order_by(deliveries.c.due, deliveries.c.post)
    return list(connection.execute(query.limit(limit)).scalars())


def kept(connection: Connection, campaign: str, span: Span | None = None) -> dict[str, Old]:
    """The posts of some accounts in a campaign, or of all, by id."""
    columns = (
        *(posts.c.id, posts.c.account, cast(posts.c.data, Text)),
        *(deliveries.c.state, deliveries.c.due, deliveries.c.content_hash, deliveries.c.attempts),
        cast(deliveries.c.handles, Text),
    )
    query = select(*columns).join(deliveries, deliveries.c.post == posts.c.id)
    rows = connection.execute(_within(query, span).where(posts.c.campaign == campaign))
    found = {row[0]: Old(*row) for row in rows}
    silent, speaks = standbys.spoken(connection, campaign)
    for one in (found[name] for name in silent | speaks if name in found):
        found[one.id] = one._replace(silent=one.id in silent, speaks=one.id in speaks)
    return found


def alive(connection: Connection, besides: str, span: Span) -> Iterator[Post]:
    """The posts of some accounts in other campaigns that are, or will be, seen."""
    query = select(posts.c.data).join(deliveries, deliveries.c.post == posts.c.id)
    seen = (posts.c.campaign != besides, deliveries.c.state != DeliveryState.WITHDRAWN.value)
    for data in connection.execute(_within(query, span).where(*seen)).scalars():
        yield from_data(data, Post)


def found_about(connection: Connection, campaign: str, span: Span | None = None) -> dict[str, dict[int, str]]:
    """What was found about the posts of some accounts, or of all: JSON by number, by post."""
    query = select(findings.c.post, findings.c.seq, cast(findings.c.data, Text))
    query = query.join(posts, posts.c.id == findings.c.post).where(findings.c.campaign == campaign)
    return _by_post(connection, _within(query, span))


def found_besides(connection: Connection, campaign: str) -> dict[str, dict[int, str]]:
    """What was found about a campaign and no single post that is kept: JSON by number, under ""."""
    query = select(literal(""), findings.c.seq, cast(findings.c.data, Text))
    return _by_post(connection, query.where(findings.c.campaign == campaign, findings.c.post.is_(None)))


def _by_post(connection: Connection, query: Select[Any]) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for post, number, data in connection.execute(query):
        found.setdefault(post, {})[number] = data
    return found


def _within(query: Select[Any], span: Span | None) -> Select[Any]:
    if span is None:
        return query
    return query.where(posts.c.account > span.after, posts.c.account <= span.last)


def add(connection: Connection, campaign: str, rows: Iterable[New]) -> None:
    """Keep posts that are new, each with its delivery.

    Args:
        connection: A connection for writing.
        campaign: Their campaign.
        rows: The posts, none of which may be kept already.
    """
    ordered = sorted(rows)  # the database finds neighbours quicker than strangers
    moments: dict[datetime, Any] = {}
    for new in ordered:
        if new.due not in moments:
            moments[new.due] = Moment().process_bind_param(new.due, connection.dialect)
    run_many(
        connection,
        "INSERT INTO posts (id, campaign, account, content_hash, data) VALUES (?, ?, ?, ?, ?)",
        [(post, campaign, account, content, data) for post, account, content, data, _, _, _ in ordered],
    )
    run_many(
        connection,
        "INSERT INTO deliveries (post, account, platform, state, due, content_hash, attempts, worker, handles, problem,"
        " personal) VALUES (?, ?, ?, ?, ?, ?, 0, '', '{}', '', ?)",
        [
            (post, account, platform, _NEW, moments[due], content, personal)
            for post, account, content, _, due, platform, personal in ordered
        ],
    )


def replace(connection: Connection, rows: Sequence[tuple[str, str, str]]) -> None:
    """Keep other words or times of posts: content hash, JSON, id."""
    run_many(connection, "UPDATE posts SET content_hash = ?, data = ? WHERE id = ?", rows)


def replace_findings(connection: Connection, campaign: str, gone: Sequence[int], new: Sequence[Finding]) -> None:
    """Keep other findings.

    Args:
        connection: A connection for writing.
        campaign: The campaign's id.
        gone: The numbers of those that hold no longer.
        new: Those that hold now.
    """
    for some in batches(gone):
        connection.execute(delete(findings).where(findings.c.seq.in_(some)))
    rows = [{"campaign": campaign, "post": f.post, "code": f.code, "data": to_data(f)} for f in new]
    if rows:
        connection.execute(insert(findings), rows)
