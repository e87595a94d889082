"""Workers in processes of their own, forked from one that has everything loaded, and disturbed at given instants."""

import os
import select
import signal
import sqlite3
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from time import perf_counter

import psycopg
from attrs import define

from benchmarks._hall import Hall

PATIENCE = 120.0
"""Seconds in which a worker that nobody disturbs is done."""
Begun = Callable[[int], None]
"""Called with the pipe in which a worker says that it begins."""
_MOMENT = 0.001
_HELD = (
    "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
    "WHERE application_name = %s AND locktype IN ('advisory', 'transactionid', 'tuple')"
)


@define(kw_only=True)
class Worker:
    """One process.

    Args:
        name: What PostgreSQL calls its connections.
        process: Its number.
        over: What ends when it ends.
        wait: After how many seconds of work it is disturbed; `PATIENCE` for never.
        instant: The same, by this process's clock: while it opens the workspace, counted from the fork.
        status: How it ended, once that is known.
    """

    name: str
    process: int
    over: int
    wait: float
    instant: float
    status: int | None = None

    def has_told(self) -> bool:
        """Whether it said that it begins, else it has ended."""
        if not os.read(self.over, 1):
            return False
        self.instant = perf_counter() + self.wait
        return True

    def kill(self, hall: Hall) -> None:
        """Kill it as by `kill -9`."""
        assert self.wait < PATIENCE, f"a worker does not end: {hall.log.read_text('utf-8')[-3000:]}"
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.over)

    def ended(self, hall: Hall) -> bool:
        """It has ended by itself: well, or the trial fails. False where it has killed itself at its step."""
        if self.status is None:
            _, self.status = os.waitpid(self.process, 0)
        os.close(self.over)
        assert self.status in {0, signal.SIGKILL}, f"a worker failed: {hall.log.read_text('utf-8')[-3000:]}"
        return self.status == 0

    def stop(self, hall: Hall) -> None:
        """Stop it, but not while it holds the database: others could not write then."""
        self._pause()
        while self.status is None and _holds(hall, self.name):
            os.kill(self.process, signal.SIGCONT)
            select.select([], [], [], _MOMENT)
            self._pause()

    def _pause(self) -> None:
        """Stop it, and wait until it stands still, or has ended by itself."""
        os.kill(self.process, signal.SIGSTOP)
        _, status = os.waitpid(self.process, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            self.status = status

    def go_on(self, hall: Hall) -> None:
        """Let it go on, until it ends."""
        if self.status is None:
            os.kill(self.process, signal.SIGCONT)
        while True:
            assert select.select([self.over], [], [], PATIENCE)[0], "a worker that was stopped does not end"
            if not self.has_told():
                self.ended(hall)
                return


def tell(writer: int) -> None:
    """Say that the workspace is open."""
    os.write(writer, b".")


@define(kw_only=True)
class Shift:
    """What came of a shift.

    Args:
        took: The seconds of each worker that nobody disturbed.
        disturbed: How many were killed or stopped.
    """

    took: list[float]
    disturbed: int = 0


def shift(
    hall: Hall,
    waits: Sequence[float],
    meanwhile: Callable[[], None] | None = None,
    begun: Begun = tell,
    *,
    many: bool | None = None,
) -> Shift:
    """Let workers work at the same time, each until it is disturbed.

    Args:
        hall: Where.
        waits: After how many seconds of work each is disturbed.
        meanwhile: Called while those are stopped who are disturbed, before they go on; without it they are killed.
        begun: Called in each worker's process when it has opened the workspace.
        many: Whether they have asynchronous workspaces; None for some of both.
    """
    forked = (_forked(hall, number, wait, begun, many=many) for number, wait in enumerate(waits))
    crew, stopped, done = {one.over: one for one in forked}, list[Worker](), Shift(took=[])
    try:
        while crew:
            _watch(hall, crew, done, stopped if meanwhile else None)
        if stopped and meanwhile is not None:
            meanwhile()
        while stopped:
            stopped[-1].go_on(hall)
            stopped.pop()
    finally:  # where the trial fails nobody is left behind
        for one in (*crew.values(), *stopped):
            with suppress(ProcessLookupError):
                os.kill(one.process, signal.SIGKILL)
    return done


def _watch(hall: Hall, crew: dict[int, Worker], done: Shift, stopped: list[Worker] | None) -> None:
    """Wait until something happens to one of them, or is to happen."""
    soon = min(one.instant for one in crew.values()) - perf_counter()
    for over in select.select(list(crew), [], [], max(0.0, soon))[0]:
        if not crew[over].has_told():
            one = crew.pop(over)
            if one.ended(hall):
                done.took.append(perf_counter() - one.instant + one.wait)
            else:
                done.disturbed += 1
    for one in [one for one in crew.values() if one.instant <= perf_counter()]:
        done.disturbed += 1
        if stopped is None:
            one.kill(hall)
        else:
            one.stop(hall)
            stopped.append(one)
        del crew[one.over]


def _forked(hall: Hall, number: int, wait: float, begun: Begun, *, many: bool | None) -> Worker:
    reader, writer = os.pipe()
    name = f"pekerja-{number}"
    process = os.fork()
    if process:
        os.close(writer)
        return Worker(name=name, process=process, over=reader, wait=wait, instant=perf_counter() + wait)
    code = 1
    try:
        os.close(reader)
        os.dup2(os.open(hall.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
        hall.work(name, lambda: begun(writer), many=bool(os.getpid() % 2) if many is None else many)
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)


def _holds(hall: Hall, name: str) -> bool:
    if hall.store:
        with psycopg.connect(hall.store) as connection:
            found = connection.execute(_HELD, (name,)).fetchone()
        return found is None or found[0] > 0
    file = hall.home / "govpr.db"
    if not file.exists():
        return False
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False
