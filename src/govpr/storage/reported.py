"""What a report counts, counted by the database: its memory does not grow with the campaign."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, Connection, Text, and_, case, cast, exists, func, not_, select

from govpr.models import DeliveryState, Severity
from govpr.storage.standby_tables import standbys
from govpr.storage.tables import deliveries, findings, metrics, officers, posts

_S = DeliveryState
OUT = (_S.SENT.value, _S.PARTIAL.value)
"""States of posts that are out."""
_OUT = deliveries.c.state.in_(OUT)
_MINUTE = len("2026-11-03T02:00")
_ERROR = findings.c.data["severity"].as_string() == Severity.ERROR.value
_HOAX = "hoax.repeats"
KINDS = ("views", "likes", "shares", "replies", "quotes")


class Standing(NamedTuple):
    """Posts of a campaign that stand alike.

    Args:
        platform: Their platform.
        wave: Their wave, or "".
        state: The state of their deliveries; `stopped` where an error keeps them from being sent, `fell_back` where
            another post went out instead.
        due: When they are due, to the minute.
        posts: How many there are.
    """

    platform: str
    wave: str
    state: str
    due: datetime
    posts: int


class Reached(NamedTuple):
    """What platforms counted of one kind.

    Args:
        kind: What.
        total: The sum of the last counts of all posts.
        measured: For how many posts it was counted.
    """

    kind: str
    total: int
    measured: int


def standings(connection: Connection, campaign: str) -> Iterator[Standing]:
    """How the posts of a campaign stand; those that stood by and were not needed are none of them."""
    error = exists().where(findings.c.post == posts.c.id, findings.c.campaign == campaign, _ERROR)
    gone = deliveries.c.state == _S.WITHDRAWN.value
    instead = exists().where(standbys.c.first == deliveries.c.post, standbys.c.stepped_in.is_not(None))
    needless = exists().where(standbys.c.post == deliveries.c.post, standbys.c.stepped_in.is_(None))
    state = case(
        (and_(deliveries.c.state == _S.PLANNED.value, error), "stopped"),
        (and_(gone, instead), "fell_back"),
        else_=deliveries.c.state,
    )
    due = func.substr(cast(deliveries.c.due, Text), 1, _MINUTE)
    places = (deliveries.c.platform, func.coalesce(posts.c.data["wave"].as_string(), ""), state, due)
    query = select(*(place.label(f"p{number}") for number, place in enumerate(places)), func.count())
    query = query.join(posts, posts.c.id == deliveries.c.post).where(posts.c.campaign == campaign)
    query = query.where(not_(and_(gone, needless)))
    for row in connection.execute(query.group_by("p0", "p1", "p2", "p3")):
        yield Standing(row[0], row[1], row[2], datetime.fromisoformat(row[3]).replace(tzinfo=UTC), row[4])


def published(connection: Connection, campaign: str) -> Iterator[datetime]:
    """When each post of a campaign went out: as the platform says, else when it was due."""
    query = select(deliveries.c.receipt["at"].as_string(), deliveries.c.due)
    query = query.join(posts, posts.c.id == deliveries.c.post).where(posts.c.campaign == campaign, _OUT)
    for at, due in connection.execute(query.execution_options(yield_per=1_000)):
        yield due if at is None else datetime.fromisoformat(at)


def took_part(connection: Connection, campaign: str) -> dict[str, int]:
    """How many officers of each unit have a post of a campaign out, by the unit's id."""
    owner = posts.c.data["officer"].as_string()
    query = select(officers.c.unit, func.count(officers.c.id.distinct()))
    query = query.select_from(posts).join(deliveries, deliveries.c.post == posts.c.id)
    query = query.join(officers, officers.c.id == owner).where(posts.c.campaign == campaign, _OUT)
    return {row[0]: row[1] for row in connection.execute(query.group_by(officers.c.unit))}


def reached(connection: Connection, campaign: str) -> tuple[Reached, ...]:
    """What platforms counted last for the posts of a campaign that are out."""
    later = metrics.alias()
    newest = select(func.max(later.c.at)).where(later.c.post == metrics.c.post).scalar_subquery()
    counts = [cast(metrics.c.data[kind].as_string(), BigInteger) for kind in KINDS]
    query = select(*(of(count) for count in counts for of in (func.sum, func.count))).select_from(metrics)
    query = query.join(posts, posts.c.id == metrics.c.post).join(deliveries, deliveries.c.post == posts.c.id)
    row = connection.execute(query.where(posts.c.campaign == campaign, _OUT, metrics.c.at == newest)).one()
    return tuple(Reached(kind, int(row[2 * number] or 0), row[2 * number + 1]) for number, kind in enumerate(KINDS))


def found(connection: Connection, campaign: str) -> Iterator[tuple[str, Severity, int]]:
    """How often each check found something in a campaign, by its code and how grave it is."""
    grave = findings.c.data["severity"].as_string()
    query = select(findings.c.code, grave.label("grave"), func.count()).where(findings.c.campaign == campaign)
    rows = connection.execute(query.group_by(findings.c.code, "grave"))
    return ((code, Severity(severity), count) for code, severity, count in rows)


def hoaxes(connection: Connection, campaign: str) -> Iterator[tuple[str, str]]:
    """What each finding about a known hoax says, after the post that was stopped, in the order of posts."""
    texts = [findings.c.data[name].as_string() for name in ("message", "advice", "path")]
    about = func.coalesce(findings.c.post, texts[2])
    query = select(about.label("about"), *texts[:2]).where(findings.c.campaign == campaign, findings.c.code == _HOAX)
    query = query.where(_ERROR).order_by("about")
    rows = connection.execute(query.execution_options(yield_per=1_000))
    return ((post, f"{message} {advice}") for post, message, advice in rows)
