"""Reading a hoax database through into the local store, page by page; stopped at any moment, it goes on there."""

import math
from collections.abc import Callable
from datetime import date
from time import monotonic

from attrs import evolve, field, frozen
from sqlalchemy import Connection

from govpr.errors import InputError, Problem, ProtocolError, StoreError
from govpr.hoaxes import syncing
from govpr.hoaxes.databases.access import whole_every
from govpr.hoaxes.databases.protocol import Page, Syncs
from govpr.hoaxes.federation.asking import Senders
from govpr.hoaxes.federation.merging import labelled
from govpr.hoaxes.federation.sources import Source, Watch, trouble
from govpr.http.calls import Call, Flow, Reply
from govpr.http.drivers import run
from govpr.models import FactCheck
from govpr.storage import databases, hoax_changes, rumours
from govpr.storage.databases import SyncState
from govpr.workspace.context import Context
from govpr.workspace.progress import Progress


@frozen(kw_only=True)
class Synced:
    """What reading a database came to.

    Args:
        database: Its name.
        read: Entries that were read.
        added: Entries that are new here.
        changed: Entries that were corrected.
        removed: Entries that were taken back.
        resumed: Whether it went on where an earlier reading was stopped.
        finished: The day up to which everything is here, or None as long as no reading came to its end.
        problem: What stopped it, or ""; the next reading goes on there.
        unread: Entries that could not be read or were not taken over, each with its reason.
    """

    database: str
    read: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    resumed: bool = False
    finished: date | None = None
    problem: str = ""
    unread: tuple[Problem, ...] = ()


@frozen
class Reading:
    """One reading of one database.

    Args:
        context: The workspace.
        source: The database.
        full: Whether everything is read again.
    """

    context: Context
    source: Source
    full: bool = False
    _seen: set[str] = field(factory=set, init=False)

    def begin(self) -> tuple[SyncState, Synced]:
        """Where it begins, or goes on."""
        with self.context.database.read() as connection:
            known = databases.state_of(connection, self.source.name)
        every = whole_every(self.source.adapter, self.source.database)
        state = syncing.begun(known, self.source.name, self.context.clock(), full=self.full, every=every)
        return state, Synced(database=self.source.name, resumed=state.cursor is not None, finished=state.finished)

    def page(self, state: SyncState) -> Flow[Page]:
        """The conversation about its next page.

        Raises:
            InputError: The database can only be searched.
        """
        adapter = self.source.adapter
        if not isinstance(adapter, Syncs):
            raise InputError((Problem(self.source.name, "can only be searched, not read through"),))
        return adapter.changes(state.since, state.cursor, self.source.database)

    def take(self, state: SyncState, page: Page, told: Synced) -> tuple[SyncState, Synced]:
        """Keep a page: its entries and where the next page begins are one transaction.

        The index takes the change over before the transaction ends, with its stamp: where that does not come to its
        end, the index is made again when it is opened next.

        Raises:
            ProtocolError: The pages lead in a circle: reading would never end.
        """
        if page.cursor is not None and (page.cursor == state.cursor or page.cursor in self._seen):
            raise ProtocolError("its pages lead in a circle, so that reading would never end", where=self.source.name)
        self._seen.update(() if page.cursor is None else (page.cursor,))
        facts = {fact.cid: self._labelled(fact) for fact in page.factchecks}
        with self.context.index() as index, self.context.database.write() as connection:
            known = databases.owned(connection, facts)
            others = {cid: fact.database for cid, fact in known.items() if fact.database not in ("", self.source.name)}
            mine = [fact for cid, fact in facts.items() if cid not in others]
            fresh = [fact for fact in mine if known.get(fact.cid) != fact]
            over = syncing.settled(state, page, fresh=bool(fresh))
            further = syncing.after(state, evolve(page, cursor=None) if over else page, self.context.clock())
            rumours.save_factchecks(connection, fresh, further.run)
            databases.mark_read(connection, (f.cid for f in mine if known.get(f.cid) == f), further.run)
            gone, doubt = self._gone(connection, further, page)
            removed = databases.remove_factchecks(connection, self.source.name, gone)
            further = evolve(further, problem=doubt)
            databases.save_state(connection, further)
            if fresh or removed:
                index.remove(removed)
                index.add(fresh, stamp=hoax_changes.changes(connection))
        added = sum(fact.cid not in known for fact in fresh)
        return further, evolve(
            told,
            read=told.read + len(page.factchecks),
            added=told.added + added,
            changed=told.changed + len(fresh) - added,
            removed=told.removed + len(removed),
            finished=further.finished,
            problem=doubt,
            unread=(*told.unread, *page.problems, *(_foreign(cid, owner) for cid, owner in others.items())),
        )

    def again(self, state: SyncState, error: Exception, told: Synced, waits: int) -> tuple[SyncState, Synced] | None:
        """Where it goes on after trouble, if it does: at this page once the service had its wait, or at the first."""
        wait = syncing.patience(error, waits)
        if wait is not None:
            self.source.pacer.hold(wait)
            return state, told
        start = syncing.recovered(state, error, resumed=told.resumed and not told.read)
        return None if start is None else (start, evolve(told, resumed=False))

    def stop(self, state: SyncState, error: Exception, told: Synced) -> Synced:
        """Keep what stopped it."""
        problem = trouble(error, self.source.name)
        with self.context.database.write() as connection:
            databases.save_state(connection, syncing.stopped(state, problem))
        return evolve(told, problem=problem)

    def over(self, state: SyncState, told: Synced) -> Synced:
        """Note in the log that it came to its end."""
        with self.context.database.write() as connection:
            counts = {"read": state.read, "added": told.added, "changed": told.changed, "removed": told.removed}
            self.context.record(connection, actor="govpr", action="hoaxes.synced", subject=self.source.name, **counts)
        return told

    def _labelled(self, fact: FactCheck) -> FactCheck:
        return labelled(fact, self.source.adapter.terms, self.source.database)

    def _gone(self, connection: Connection, state: SyncState, page: Page) -> tuple[tuple[str, ...], str]:
        """What is taken out, and why something is not."""
        if state.cursor is not None or state.since is not None:
            return page.gone, ""
        missed = syncing.withdrawn(databases.met(connection, self.source.name, state.run))
        if missed is None and state.run > 1:
            return page.gone, "it showed fewer than half of the entries that are here: none is taken out"
        return (*page.gone, *(missed or ())), ""


def read(work: Reading, senders: Senders, progress: Progress) -> Synced:
    """Read a database to its end, or to what stops it.

    Args:
        work: The reading.
        senders: Gives what sends its calls.
        progress: Is told how many entries are read.
    """
    state, told = work.begin()
    waits = 0
    while True:
        try:
            state, told = work.take(state, run(work.page(state), _through(work.source, senders)), told)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  (one adapter's fault must not stop the others)
            again = work.again(state, error, told, waits)
            if again is None:
                return work.stop(state, error, told)
            (state, told), waits = again, waits + 1
            continue
        waits = 0
        progress(told.read, None)
        if state.cursor is None:
            return work.over(state, told)


def _through(source: Source, senders: Senders) -> Callable[[Call], Reply]:
    send, watch = senders(source), Watch(math.inf, monotonic)
    return lambda call: source.cache.send(call, lambda asked: send(watch.due(asked, source)))[0]


def _foreign(cid: str, owner: str) -> Problem:
    return Problem(f"entry {cid}", f"is from {owner} already", f"it stays as {owner} gives it")
