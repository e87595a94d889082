"""Telling hooks what became of posts, from what is on disk: a crash at any moment loses no notice.

The audit log has every settlement, in the transaction of the settlement itself. A hook remembers which entry it saw
last; the notices that follow are kept in the transaction that moves this on, and forgotten when they were taken.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeAlias

from attrs import evolve, field, frozen
from sqlalchemy import Connection

from govpr.errors import DeliveryError
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.guards import host_of
from govpr.logs import get_logger
from govpr.observing.notices import ACTIONS, PATIENCE, later, made, name_of, resting, session, told
from govpr.settings.hooks import HookSettings
from govpr.storage import notices
from govpr.storage.database import Database
from govpr.storage.notices import HookState, Notice

Clock: TypeAlias = Callable[[], datetime]
log = get_logger("govpr.hooks")
_BATCH = 500
_BACK = timedelta(seconds=6 * PATIENCE)
_LONGEST = timedelta(seconds=3 * PATIENCE)


@frozen(kw_only=True)
class Told:
    """What hooks were told, and what is still to be told.

    Args:
        hook: The host.
        sent: Notices that were taken just now.
        waiting: Notices that are sent later.
        given_up: Notices that nobody took in the end.
    """

    hook: str
    sent: int = 0
    waiting: int = 0
    given_up: int = 0


@frozen(kw_only=True)
class Teller:
    """What telling works with.

    Args:
        database: The workspace's database.
        hooks: Who is told.
        clock: Gives the time.
        jitter: Gives a number between 0 and 1.
    """

    database: Database
    hooks: Sequence[HookSettings]
    clock: Clock
    jitter: Callable[[], float] = field(repr=False)

    def begin(self) -> None:
        """Let each hook that is new begin here: it is told of nothing that was before."""
        for hook in self.hooks:
            with self._writing(hook) as connection:
                self._state(connection, hook)

    def tell(self, client: Client) -> tuple[Told, ...]:
        """Tell each hook what happened since, and what is due again; what is not taken is tried again later.

        Args:
            client: Sends the calls.

        Raises:
            StoreError: The database could not be written. Trouble of a receiver is never raised.
        """
        for hook in self.hooks:
            while self._gathered(hook):
                pass
        return tuple(self._told(hook, client) for hook in self.hooks)

    def call_back(self) -> int:
        """Let everything that was given up be sent again, at once; says how many."""
        count = 0
        for hook in self.hooks:
            with self._writing(hook) as connection:
                state = self._state(connection, hook)
                notices.save_state(connection, name_of(hook), evolve(state, failures=0, rests=None))
                count += notices.call_back(connection, name_of(hook), self.clock())
        return count

    @contextmanager
    def _writing(self, hook: HookSettings) -> Iterator[Connection]:
        with self.database.write(of=name_of(hook)) as connection:
            yield connection

    def _state(self, connection: Connection, hook: HookSettings) -> HookState:
        """How it stands with a hook; one that is new begins with what happens from now on."""
        known = notices.state(connection, name_of(hook))
        if known is not None:
            return known
        fresh = HookState(seen=notices.last_entry(connection))
        notices.save_state(connection, name_of(hook), fresh)
        return fresh

    def _gathered(self, hook: HookSettings) -> bool:
        """Keep a portion of notices; says whether there may be more."""
        with self.database.read() as connection:
            known, last = notices.state(connection, name_of(hook)), notices.last_entry(connection)
        if known is not None and known.seen == last:
            return False
        with self._writing(hook) as connection:
            state = self._state(connection, hook)
            entries = notices.settled(connection, state.seen, last, tuple(ACTIONS), _BATCH)
            notices.add(connection, list(made(hook, entries)), self.clock())
            more = len(entries) == _BATCH
            seen = entries[-1]["seq"] if more else last
            notices.save_state(connection, name_of(hook), evolve(state, seen=seen))
        return more

    def _told(self, hook: HookSettings, client: Client) -> Told:
        sent, end = 0, self.clock() + _LONGEST
        while self.clock() < end and self._one(hook, client):
            sent += 1
        with self.database.read() as connection:
            waiting, given_up = notices.counts(connection, name_of(hook))
        return Told(hook=hook.host, sent=sent, waiting=waiting, given_up=given_up)

    def _one(self, hook: HookSettings, client: Client) -> bool:
        """Send the notice that is due; says whether it was taken, so that it is worth going on."""
        now = self.clock()
        with self.database.read() as connection:
            if not notices.is_due(connection, name_of(hook), now):
                return False
        with self._writing(hook) as connection:
            state = self._state(connection, hook)
            notice = notices.take(connection, name_of(hook), now, now + _BACK)
        if notice is None:  # another process was faster
            return False
        try:
            run(told(notice, hook), client.sender(session(hook), frozenset({host_of(hook.url)})))
        except DeliveryError as error:
            self._not_taken(hook, notice, error)
            return False
        with self._writing(hook) as connection:
            notices.taken(connection, notice)
            if state.failures:
                notices.save_state(
                    connection, name_of(hook), evolve(self._state(connection, hook), failures=0, rests=None)
                )
        log.info("notice.taken", hook=hook.host, told=notice.event, post=notice.data["post"])
        return True

    def _not_taken(self, hook: HookSettings, notice: Notice, error: DeliveryError) -> None:
        now, jitter = self.clock(), self.jitter()
        due = later(notice, error, now, jitter)
        with self._writing(hook) as connection:
            notices.put_off(connection, notice, due, error.outcome.value)
            state = resting(self._state(connection, hook), now, jitter)
            notices.save_state(connection, name_of(hook), state)
        about = log.bind(hook=hook.host, post=notice.data["post"], attempt=notice.attempts, outcome=error.outcome.value)
        if due is None:
            about.error("notice.given_up")
        else:
            about.warning("notice.put_off")
