"""The hoax databases of a workspace: which there are, how each is reached, and what is known of them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from attrs import frozen

from govpr.errors import GovprError, InputError, NoAnswer, NotFound, Problem
from govpr.hoaxes.databases.access import hosts, session, whole_every
from govpr.hoaxes.databases.protocol import Signs, Syncs
from govpr.hoaxes.federation.answers import SourceAnswer
from govpr.hoaxes.federation.asking import Senders
from govpr.hoaxes.federation.awaiting import AsyncSenders
from govpr.hoaxes.federation.sources import Source
from govpr.http.async_client import AsyncClient
from govpr.http.caching import Cache
from govpr.http.client import Client
from govpr.http.credentials import resolve
from govpr.http.sessions import Session
from govpr.settings import DatabaseSettings
from govpr.storage.databases import SyncState, all_states, counted_factchecks
from govpr.storage.http_answers import DatabaseShelf
from govpr.workspace.context import Context


@frozen(kw_only=True)
class DatabaseState:
    """One hoax database, and how far it was read.

    Args:
        name: What the workspace calls it.
        kind: Its adapter.
        url: Where it is, or "" where the adapter knows.
        syncs: Whether it can be read through, and not only searched.
        licence: On what terms it gives its entries, or "".
        attribution: The words that the licence wants beside each entry, or "".
        independent: False where the publisher is the government itself.
        entries: How many of its entries are in the local store.
        finished: The day up to which everything is here, or None.
        at: When a reading last came to its end, or None.
        problem: What stopped the last reading, or "".
    """

    name: str
    kind: str
    url: str
    syncs: bool
    licence: str
    attribution: str
    independent: bool
    entries: int
    finished: date | None
    at: datetime | None
    problem: str


@frozen(kw_only=True)
class DatabaseCheck:
    """Whether a database can be asked.

    Args:
        name: What the workspace calls it.
        reachable: Whether it answered; None where it answers no searches, and was not asked.
        key: Whether its key is there; None where it needs and names none.
        problem: Why it cannot be asked, or "".
        seconds: How long it took.
    """

    name: str
    reachable: bool | None
    key: bool | None
    problem: str
    seconds: float


def chosen(context: Context, names: Sequence[str] | None) -> tuple[DatabaseSettings, ...]:
    """The databases of some names, or all.

    Raises:
        NotFound: There is no such database, or none at all.
    """
    known = context.settings.databases
    if not known:
        raise NotFound("hoax database", "", advice="name one in govpr.toml, as [databases.NAME] with its kind")
    for name in names or ():
        if name not in known:
            raise NotFound("hoax database", name, list(known))
    return tuple(known[name] for name in dict.fromkeys(names)) if names is not None else tuple(known.values())


def readable(context: Context, names: Sequence[str]) -> tuple[DatabaseSettings, ...]:
    """The databases of some names that can be read through, or all that can.

    Raises:
        NotFound: There is no such database, or none at all.
        InputError: One that is named can only be searched, or its option `full` is no number of days.
    """
    wanted = chosen(context, names or None)
    able = tuple(one for one in wanted if isinstance(context.adapter(one.kind), Syncs))
    if names and len(able) < len(wanted):
        advice = "search it: govpr hoax search"
        only = [one.name for one in wanted if one not in able]
        raise InputError([Problem(name, "can only be searched, not read through", advice) for name in only])
    for one in able:
        whole_every(context.adapter(one.kind), one)  # a setting that is wrong stops all, before anything is read
    return able


def sources(context: Context, databases: Iterable[DatabaseSettings], *, always_ask: bool = False) -> tuple[Source, ...]:
    """The databases, ready to be asked.

    Args:
        context: The workspace.
        databases: Which ones.
        always_ask: Whether they are asked even where an answer of theirs still holds.
    """
    shelf = DatabaseShelf(context.database)
    return tuple(
        _source(context, one, Cache(name=one.name, shelf=shelf, clock=context.clock, always_ask=always_ask))
        for one in databases
    )


def _source(context: Context, database: DatabaseSettings, cache: Cache) -> Source:
    adapter = context.adapter(database.kind)
    pacer = context.pacers.of(database.name, adapter.pace)
    return Source(adapter=adapter, database=database, pacer=pacer, cache=cache)


def sender(client: Client) -> Senders:
    """What sends the calls of each database."""
    return lambda source: client.sender(*_signed(source))


def async_sender(client: AsyncClient) -> AsyncSenders:
    """What sends the calls of each database, to be awaited."""
    return lambda source: client.sender(*_signed(source))


def _signed(source: Source) -> tuple[Session | None, frozenset[str]]:
    return session(source.adapter, source.database), hosts(source.adapter, source.database)


def answered(answers: tuple[SourceAnswer, ...]) -> tuple[SourceAnswer, ...]:
    """The same answers, if there are any.

    Raises:
        NoAnswer: Nobody answered.
    """
    if all(answer.problem for answer in answers):
        raise NoAnswer([f"{answer.database}: {answer.problem}" for answer in answers])
    return answers


def checked(
    known: Iterable[Source], answers: Iterable[SourceAnswer], find: Callable[[str], str] = resolve
) -> tuple[DatabaseCheck, ...]:
    """What asking for one entry says about each database; who was not asked may still lack its key."""
    told = {answer.database: answer for answer in answers}
    return tuple(
        DatabaseCheck(
            name=source.name,
            reachable=not told[source.name].problem if source.name in told else None,
            key=_has_key(source, find),
            problem=told[source.name].problem if source.name in told else "",
            seconds=told[source.name].seconds if source.name in told else 0.0,
        )
        for source in known
    )


def known_databases(context: Context) -> tuple[DatabaseState, ...]:
    """Every database, and how far it was read."""
    with context.database.read() as connection:
        states, counts = all_states(connection), counted_factchecks(connection)
    return tuple(
        _state(context, one, counts.get(one.name, 0), states.get(one.name))
        for one in context.settings.databases.values()
    )


def _state(context: Context, database: DatabaseSettings, entries: int, sync: SyncState | None) -> DatabaseState:
    adapter = context.adapter(database.kind)
    return DatabaseState(
        name=database.name,
        kind=database.kind,
        url=database.url,
        syncs=isinstance(adapter, Syncs),
        licence=database.licence or adapter.terms.licence,
        attribution=database.attribution or adapter.terms.attribution,
        independent=database.independent and adapter.terms.independent,
        entries=entries,
        finished=sync.finished if sync else None,
        at=sync.at if sync else None,
        problem=sync.problem if sync else "",
    )


def _has_key(source: Source, find: Callable[[str], str]) -> bool | None:
    reference = source.database.credential
    if not reference:
        return False if isinstance(source.adapter, Signs) and source.adapter.signing.required else None
    try:
        return bool(find(reference))
    except GovprError:
        return False
