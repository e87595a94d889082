"""A database that is asked, and what becomes of asking it: decided once for threads and for tasks."""

from collections.abc import Callable
from math import isfinite
from traceback import extract_tb

from attrs import evolve, field, frozen

from govpr.errors import DeliveryError, GovprError, InputError, Problem, Unreachable
from govpr.hoaxes.databases.protocol import HoaxDatabase, Page, Query, SearchesPictures
from govpr.hoaxes.federation.answers import SourceAnswer
from govpr.hoaxes.federation.merging import labelled
from govpr.http.caching import Cache
from govpr.http.calls import Call, Flow, Reply
from govpr.http.pacing import Pacer
from govpr.logs import get_logger
from govpr.settings import DatabaseSettings

log = get_logger("govpr.hoaxes")


@frozen(kw_only=True)
class Source:
    """One database, ready to be asked.

    Args:
        adapter: How it is spoken to.
        database: Which one.
        pacer: Gives turns at it; the same for all who ask.
        cache: Its answers that still hold.
    """

    adapter: HoaxDatabase
    database: DatabaseSettings
    pacer: Pacer
    cache: Cache

    @property
    def name(self) -> str:
        """What the workspace calls it."""
        return self.database.name

    def asked(self, query: Query) -> Flow[Page]:
        """The conversation that looks for a text, or for a picture.

        Raises:
            InputError: The database cannot be asked about pictures.
        """
        if not query.picture:
            return self.adapter.search(query, self.database)
        if not isinstance(self.adapter, SearchesPictures):
            raise InputError([Problem(self.name, "cannot be asked about pictures", "ask one of kind google")])
        return self.adapter.search_picture(query, self.database)


@frozen
class Watch:
    """The time that one database has, and what it did with it.

    Args:
        ends: When nobody waits any more.
        now: Gives the time in seconds; never goes back.
    """

    ends: float
    now: Callable[[], float]
    _began: float = field(init=False)
    _held: list[bool] = field(init=False, factory=list)

    @_began.default
    def _begin(self) -> float:
        return self.now()

    def due(self, call: Call, source: Source) -> Call:
        """The call at its turn, with no more time than is left.

        Raises:
            Unreachable: There is no time left: it is not made at all.
        """
        wait = max(call.after, source.pacer.turn())
        left = self.ends - self.now() - wait
        if left <= 0:
            raise Unreachable("there is no time left to ask it", where=source.name)
        spans = [span for span in (left, call.within) if span is not None and isfinite(span)]
        return evolve(call, after=wait, within=min(spans, default=None))

    def heard(self, reply: Reply, source: Source) -> Reply:
        """An answer that came in time.

        Raises:
            Unreachable: Nobody waits for it any more: nothing of it is kept.
        """
        if self.now() > self.ends:
            raise Unreachable("its answer came too late", where=source.name)
        return reply

    def saw(self, *, held: bool) -> None:
        """Note whether an answer came from what is kept."""
        self._held.append(held)

    def answered(self, source: Source, page: Page) -> SourceAnswer:
        """The answer that a page is. One of which nothing could be read is none."""
        found = tuple(labelled(fact, source.adapter.terms, source.database) for fact in page.factchecks)
        unreadable = not found and bool(page.problems)
        return SourceAnswer(
            database=source.name,
            factchecks=found,
            problem=f"none of its {len(page.problems)} entries could be read" if unreadable else "",
            seconds=self.now() - self._began,
            cached=bool(self._held) and all(self._held),
            unread=page.problems,
        )

    def failed(self, source: Source, error: Exception) -> SourceAnswer:
        """The answer that trouble is. A service that asks to wait is left in peace by all who share its turns."""
        if isinstance(error, DeliveryError) and error.after:
            source.pacer.hold(error.after)
        return SourceAnswer(database=source.name, problem=trouble(error, source.name), seconds=self.now() - self._began)


def late(source: Source, deadline: float) -> SourceAnswer:
    """The answer of a database that was not waited for any longer.

    Args:
        source: Which one.
        deadline: How many seconds it had.
    """
    return SourceAnswer(database=source.name, problem=f"no answer within {deadline:g} seconds", seconds=deadline)


def trouble(error: Exception, name: str) -> str:
    """What went wrong, in a line. Of an error that nobody foresaw only the kind: its words may hold anything.

    Args:
        error: What was raised.
        name: The database; where its adapter has a defect, the log says where.

    Example:
        >>> trouble(Unreachable("it cannot be reached", status=503), "cek")
        'it cannot be reached (503)'
    """
    if isinstance(error, DeliveryError):
        told = not error.status or str(error.status) in error.message
        return error.message if told else f"{error.message} ({error.status})"
    if isinstance(error, GovprError):
        return str(error)
    kind, place = type(error).__name__, extract_tb(error.__traceback__)[-1:]
    file, line = (place[0].filename, place[0].lineno) if place else ("", None)
    log.error("adapter.failed", database=name, error=kind, file=file, line=line)
    return f"its adapter failed with {kind}"
