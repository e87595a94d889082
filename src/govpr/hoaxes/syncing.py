"""Reading a database through, page by page: where a reading begins, where it goes on, when it is over. Pure.

                     begun                      a page with a cursor
    never read ────────────────► reading ◄──────────────┐
                                    │ └─────────────────┘
                                    │ the last page                     begun, from a day before `finished`
                                    └──────────────────► read ──────────────────► reading

A reading that was stopped, by an error or by a kill, goes on from the cursor that was kept with its last page.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from attrs import evolve

from govpr.errors import Rejected, Throttled
from govpr.hoaxes.databases.protocol import Page
from govpr.storage.databases import SyncState

OVERLAP = timedelta(days=1)
"""A reading begins a day before the last one ended: what is edited late in a day, or in another zone, is met again."""

_LONGEST_WAIT, _WAITS = 300.0, 3


def begun(
    state: SyncState | None, name: str, now: datetime, *, full: bool = False, every: int | None = None
) -> SyncState:
    """The reading to do now: the one that was stopped, or a new one.

    Args:
        state: How far the database was read.
        name: The database.
        now: The time.
        full: Whether everything is read again.
        every: After how many days that is done anyway, or None.

    Example:
        >>> noon = datetime.fromisoformat("2026-12-01T12:00:00+07:00")
        >>> read = SyncState(name="a", run=1, began=noon, finished=date(2026, 11, 30))
        >>> begun(read, "a", noon).since
        datetime.date(2026, 11, 29)
    """
    if state is None:
        return SyncState(name=name, run=1, began=now)
    full = full or is_due(state, now, every)
    if state.cursor is not None and not (full and state.since is not None):
        return evolve(state, problem="")
    since = None if full or state.finished is None else state.finished - OVERLAP
    return evolve(state, run=state.run + 1, began=now, since=since, cursor=None, read=0, problem="")


def is_due(state: SyncState, now: datetime, every: int | None) -> bool:
    """Whether everything has to be read again, since the last such reading is too long ago.

    Args:
        state: How far the database was read.
        now: The time.
        every: After how many days, or None.
    """
    if every is None or state.finished is None:
        return False
    return state.whole is None or _day(now) - state.whole >= timedelta(days=every)


def settled(state: SyncState, page: Page, *, fresh: bool) -> bool:
    """Whether a reading may stop at a page: nothing in it is new or corrected, and all that follows is older.

    Older than the day from which on the reading reads: where it was stopped before, pages that it took over then are
    known by now as well, and those behind them are not.

    Args:
        state: The reading.
        page: What the database gave.
        fresh: Whether something in it is new or corrected.
    """
    days = [day for fact in page.factchecks for day in (fact.published, fact.updated) if day]
    passed = state.since is not None and bool(days) and max(days) < state.since
    return page.newest_first and passed and not fresh


def after(state: SyncState, page: Page, now: datetime) -> SyncState:
    """The reading once a page is taken over.

    Args:
        state: The reading before.
        page: What the database gave.
        now: The time.

    """
    read = state.read + len(page.factchecks)
    if page.cursor is not None:
        return evolve(state, cursor=page.cursor, read=read)
    day = _day(state.began)
    return evolve(
        state, cursor=None, read=read, finished=day, at=now, whole=day if state.since is None else state.whole
    )


def stopped(state: SyncState, problem: str) -> SyncState:
    """The reading, with what stopped it.

    Args:
        state: The reading.
        problem: What went wrong.
    """
    return evolve(state, problem=problem)


def recovered(state: SyncState, error: Exception, *, resumed: bool) -> SyncState | None:
    """The reading from its first page on, where a service no longer knows the place that an earlier one came to.

    Args:
        state: The reading.
        error: What the service said.
        resumed: Whether this is the first page since it went on.

    Returns:
        The reading to do instead, or None if the error stands.
    """
    return evolve(state, cursor=None, read=0) if resumed and isinstance(error, Rejected) else None


def withdrawn(entries: Iterable[tuple[str, str | None, bool]]) -> tuple[str, ...] | None:
    """The cids of entries that a reading of everything did not meet, and that can be taken for withdrawn.

    Only those that are as new as the oldest one that it met: a feed shows its newest entries, and the older ones are
    still true. And only where it met most: a service that is half down shows little, and must not empty our store.

    Args:
        entries: For each entry that is here: its cid, its day as in ISO 8601 where known, and whether it was met.

    Returns:
        The cids, or None where the reading is not to be believed.

    Example:
        >>> withdrawn([("old", "2020-01-01", False), ("a", "2026-01-01", True), ("b", "2026-01-02", False)])
        ('b',)
        >>> withdrawn([("a", "2026-01-01", True), ("b", "2026-01-02", False), ("c", "2026-01-02", False)]) is None
        True
    """
    here = list(entries)
    days = [day for _, day, met in here if met and day]
    oldest = min(days, default=None)
    missed = tuple(cid for cid, day, met in here if not met and day and oldest and day >= oldest)
    met = sum(1 for *_, met in here if met)
    return missed if met and met >= len(missed) else None


def patience(error: Exception, turn: int) -> float | None:
    """How many seconds a reading waits at its place, since the service asks for that; None if it stops.

    Args:
        error: What the service said.
        turn: How often it was waited for at this page, from 0.

    Example:
        >>> patience(Throttled("slow down", after=60.0), 0), patience(Throttled("slow down", after=60.0), 3)
        (60.0, None)
    """
    asked = error.after if isinstance(error, Throttled) else None
    return asked if asked is not None and asked <= _LONGEST_WAIT and turn < _WAITS else None


def _day(moment: datetime) -> date:
    return moment.date()
