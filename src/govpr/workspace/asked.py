"""Who is asked about what: the question that leaves the machine, and the databases that can answer it."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from govpr.errors import InputError, Problem
from govpr.hoaxes.databases.protocol import HoaxDatabase, OnlySynced, Query, SearchesPictures
from govpr.hoaxes.federation.answers import Unasked
from govpr.hoaxes.personal import without_personal
from govpr.settings import DatabaseSettings
from govpr.storage.databases import all_states, counted_factchecks
from govpr.workspace.context import Context
from govpr.workspace.sources import chosen

PROBE = Query(text="hoaks", limit=1)
"""What `check` asks for: nothing of anybody's."""


def question(text: str, *, language: str | None, since: date | None, limit: int) -> Query:
    """What databases are asked about a text: nothing in it identifies a person by number or address.

    Raises:
        InputError: No words are left to search for.
    """
    words = without_personal(text)
    if not any(char.isalnum() for char in words):
        advice = "give the message as it circulates"
        raise InputError((Problem("the text", "has no words that may be sent to a database", advice),))
    return Query(text=words, language=language, since=since, limit=limit)


def picture_question(url: str, *, language: str | None, since: date | None, limit: int) -> Query:
    """What databases are asked about a picture.

    Raises:
        InputError: The address is none, or names somebody.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        advice = "give its public address, https://...; a picture in a file: govpr hoax picture check FILE"
        raise InputError((Problem("the picture", "is at no public address", advice),))
    return Query(text="", language=language, since=since, limit=limit, picture=url.strip())


def searched(
    context: Context, names: Sequence[str] | None
) -> tuple[tuple[DatabaseSettings, ...], tuple[DatabaseSettings, ...]]:
    """The databases of some names, or all: those that answer searches, and those that are only read through.

    Raises:
        NotFound: There is no such database, or none at all.
        InputError: None of them answers searches.
    """
    wanted = chosen(context, names)
    able = tuple(one for one in wanted if is_searched(context.adapter(one.kind), one))
    rest = tuple(one for one in wanted if one not in able)
    if not able:
        advice = "read it through with govpr hoax sync, then ask govpr hoax check"
        raise InputError([Problem(one.name, "answers no searches: it is only read through", advice) for one in rest])
    return able, rest


def is_searched(adapter: HoaxDatabase, database: DatabaseSettings) -> bool:
    """Whether a database is asked about texts: its kind can be, and its option `search` is not `off`."""
    only_synced = isinstance(adapter, OnlySynced) and adapter.only_synced
    return not only_synced and database.options.get("search") != "off"


def unasked(context: Context, databases: Sequence[DatabaseSettings]) -> tuple[Unasked, ...]:
    """What is known of databases that are only read through."""
    if not databases:
        return ()
    with context.database.read() as connection:
        states, counts = all_states(connection), counted_factchecks(connection)
    ends = {one.name: states[one.name].at if one.name in states else None for one in databases}
    now = context.clock()
    return tuple(
        Unasked(
            database=name,
            entries=counts.get(name, 0),
            read=at,
            days=None if at is None else max(0, (now - at).days),
        )
        for name, at in ends.items()
    )


def picturing(context: Context, names: Sequence[str] | None) -> tuple[DatabaseSettings, ...]:
    """The databases of some names, or all that can be asked about pictures.

    Raises:
        NotFound: There is no such database, or none at all.
        InputError: One that is named cannot be asked about pictures, or none can.
    """
    wanted = chosen(context, names)
    able = tuple(one for one in wanted if isinstance(context.adapter(one.kind), SearchesPictures))
    if len(able) < len(wanted) and (names or not able):
        advice = "name a database of kind google"
        unable = [one.name for one in wanted if one not in able]
        raise InputError([Problem(name, "cannot be asked about pictures", advice) for name in unable])
    return able
