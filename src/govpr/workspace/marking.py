"""ClaimReview markup at one database: which pages, what is done about each, and what is written down of it."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from attrs import evolve, frozen
from sqlalchemy import Connection

from govpr.errors import DeliveryError, InDoubt, InputError, NotFound, Problem
from govpr.hoaxes.databases import access
from govpr.hoaxes.databases.protocol import HoaxDatabase, MarkupPage, PublishesMarkup
from govpr.hoaxes.federation.sources import trouble
from govpr.hoaxes.markup import MarkupChange, Said, on_site, published, withdrawn
from govpr.http.calls import Call, Flow
from govpr.http.pacing import Pacer
from govpr.http.sessions import Session
from govpr.settings import DatabaseSettings
from govpr.storage import desk as stored
from govpr.storage.desk import Version
from govpr.workspace.context import Context
from govpr.workspace.desk.publishing import address_of, catch_up
from govpr.workspace.sources import chosen

T = TypeVar("T")
_DOING, _DONE, _NOT_DONE, _IN_DOUBT = "markup.sending", "markup.sent", "markup.not-sent", "markup.in-doubt"


@frozen(kw_only=True)
class MarkupDone:
    """What became of one change.

    Args:
        change: The change.
        problem: Why it was not made, or may not have been; "" where it was.
    """

    change: MarkupChange
    problem: str = ""


@frozen(kw_only=True)
class MarkupWork:
    """Markup at one database, for both workspaces.

    Args:
        context: The workspace.
        adapter: How the database is spoken to.
        database: Which one; its publisher is the agency.
        site: The host of the agency's own pages.
        hosts: Where calls may go.
        session: What signs them.
        pacer: Gives turns at the service.
    """

    context: Context
    adapter: PublishesMarkup
    database: DatabaseSettings
    site: str
    hosts: frozenset[str]
    session: Session
    pacer: Pacer

    @classmethod
    def of(cls, context: Context, name: str) -> "MarkupWork":
        """The work at a database that publishes markup, where somebody has switched that on."""
        (database,) = chosen(context, (name,))
        known: HoaxDatabase = context.adapter(database.kind)
        if not isinstance(known, PublishesMarkup):
            raise InputError([Problem(name, "publishes no markup", "name a database of kind google")])
        return cls(
            context=context,
            adapter=known,
            database=evolve(database, publisher=context.agency().name),
            site=urlsplit(context.settings.newsroom.url).hostname or "",
            hosts=access.hosts(known, database),
            session=access.owner_session(database),
            pacer=context.pacers.of(name, known.pace),
        )

    def listing(self) -> Flow[tuple[MarkupPage, ...]]:
        """The conversation about what the database has."""
        return self.adapter.list_markup(self.site, self.database)

    def said(self, cases: Sequence[str], *, withdraw: bool) -> tuple[Said, ...]:
        """The clarifications that are out on pages of the site.

        Raises:
            InputError: Nobody says whose markup is to be taken back.
            NotFound: No clarification of a case is out there.
        """
        if withdraw and not cases:
            raise InputError([Problem("cases", "are missing", "say whose markup is to be taken back")])
        catch_up(self.context)
        with self.context.database.read() as connection:
            named = list(cases) or [case.id for case in stored.all_cases(connection)]
            found = {one.case: one for one in self._out(connection, named)}
        for case in cases:
            if case not in found:
                advice = f"it needs to be out on a page of {self.site}: see govpr hoax desk show {case}"
                raise NotFound("published clarification", case, advice=advice)
        return tuple(found.values())

    def changes(
        self, said: Sequence[Said], held: Collection[MarkupPage], *, withdraw: bool
    ) -> tuple[MarkupChange, ...]:
        """What is to be done."""
        return withdrawn(said, held) if withdraw else published(said, held, self._is_current)

    def flow(self, change: MarkupChange) -> Flow[Any]:
        """The conversation that makes a change."""
        if change.clarification is not None:
            return self.adapter.publish_markup(change.clarification, change.url, self.database, change.page)
        if change.page is None:
            raise InputError([Problem(change.url, "has no markup that could be taken back")])
        return self.adapter.withdraw_markup(change.page, self.database)

    def due(self, call: Call) -> Call:
        """The call at its turn."""
        return evolve(call, after=max(call.after, self.pacer.turn()))

    def begin(self, change: MarkupChange) -> None:
        """Write the attempt down, before anything leaves."""
        self._record(change, _DOING)

    def done(self, change: MarkupChange) -> MarkupDone:
        """Write down that it was made."""
        self._record(change, _DONE)
        return MarkupDone(change=change)

    def failed(self, change: MarkupChange, error: DeliveryError) -> MarkupDone:
        """Write down that it was not made, or that nobody knows: then the next time looks what is there."""
        self._record(change, _IN_DOUBT if isinstance(error, InDoubt) else _NOT_DONE)
        return MarkupDone(change=change, problem=trouble(error, self.database.name))

    def _out(self, connection: Connection, cases: Sequence[str]) -> list[Said]:
        versions: dict[str, list[tuple[Version, str]]] = {}
        for one in stored.versions_of(connection, cases):
            place = address_of(connection, one) if one.released else ""
            if on_site(place, self.site):
                versions.setdefault(one.case, []).append((one, place))
        return [
            Said(
                case=case,
                clarification=known[-1][0].clarification,
                url=known[-1][1],
                former=tuple(place for _, place in known[:-1]),
            )
            for case, known in versions.items()
        ]

    def _is_current(self, one: Said, page: MarkupPage) -> bool:
        return self.adapter.has_markup(one.clarification, one.url, self.database, page)

    def _record(self, change: MarkupChange, action: str) -> None:
        detail = {"database": self.database.name, "step": change.step.value}
        with self.context.database.write() as connection:
            self.context.record(connection, actor="govpr", action=action, subject=change.case, **detail)
