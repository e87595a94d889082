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
_BATCH, _PORTION = 500, 50
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
            with self.database.read() as connection:
                known = notices.state(connection, name_of(hook))
            if known is None:
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
        with self.database.write(of=[name_of(hook)]) as connection:
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
            known = notices.state(connection, name_of(hook))
            if known is not None and known.seen == notices.last_entry(connection):
                return False
        with self._writing(hook) as connection:
            state, last = self._state(connection, hook), notices.last_entry(connection)
            entries = notices.settled(connection, state.seen, last, tuple(ACTIONS), _BATCH)
            notices.add(connection, list(made(hook, entries)), self.clock())
            more = len(entries) == _BATCH
            seen = entries[-1]["seq"] if more else last
            notices.save_state(connection, name_of(hook), evolve(state, seen=seen))
        return more

    def _told(self, hook: HookSettings, client: Client) -> Told:
        sent, end = 0, self.clock() + _LONGEST
        while portion := self._sent(hook, client, end):
            sent += portion
        with self.database.read() as connection:
            waiting, given_up = notices.counts(connection, name_of(hook))
        return Told(hook=hook.host, sent=sent, waiting=waiting, given_up=given_up)

    def _sent(self, hook: HookSettings, client: Client, end: datetime) -> int:
        """Send a portion of what is due; says how many were taken, and nothing where it is not worth going on."""
        now = self.clock()
        with self.database.read() as connection:
            if now >= end or not notices.is_due(connection, name_of(hook), now):
                return 0
        with self._writing(hook) as connection:
            portion = notices.take(connection, name_of(hook), now, now + _BACK, _PORTION)
        send, taken, trouble = client.sender(session(hook), frozenset({host_of(hook.url)})), [], None
        try:
            for notice in portion:
                if self.clock() >= end:
                    break
                run(told(notice, hook), send)
                taken.append(notice)
                log.info("notice.taken", hook=hook.host, told=notice.event, post=notice.data["post"])
        except DeliveryError as error:
            trouble = error
        finally:  # whatever ends it: what was taken is not told again
            self._settle(hook, portion, len(taken), trouble)
        return len(taken) if trouble is None else 0

    def _settle(self, hook: HookSettings, portion: Sequence[Notice], taken: int, trouble: DeliveryError | None) -> None:
        """Keep what became of a portion: some were taken, one perhaps was not, and the rest was not sent."""
        now, jitter, rest = self.clock(), self.jitter(), portion[taken:]
        with self._writing(hook) as connection:
            state = self._state(connection, hook)
            notices.forget(connection, portion[:taken])
            if trouble is not None:
                due = later(rest[0], trouble, now, jitter)
                notices.put_off(connection, rest[0], due, trouble.outcome.value)
                notices.save_state(connection, name_of(hook), resting(state, now, jitter))
                _warn(hook, rest[0], trouble, given_up=due is None)
            elif taken and state.failures:
                notices.save_state(connection, name_of(hook), evolve(state, failures=0, rests=None))
            notices.put_back(connection, rest if trouble is None else rest[1:], now)


def _warn(hook: HookSettings, notice: Notice, trouble: DeliveryError, *, given_up: bool) -> None:
    about = log.bind(hook=hook.host, post=notice.data["post"], attempt=notice.attempts, outcome=trouble.outcome.value)
    if given_up:
        about.error("notice.given_up")
    else:
        about.warning("notice.put_off")
