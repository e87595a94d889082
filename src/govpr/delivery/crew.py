"""Threads, or tasks, that hold conversations, so that a slow one keeps no other waiting.

Each account has one conversation at a time: what it says goes out in the order of its times.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextvars import copy_context
from time import monotonic
from types import TracebackType
from typing import Self

from govpr.delivery.outbox import Taken
from govpr.delivery.waiting import Waiting

_MOMENT, _QUICK = 0.25, 0.02


class Crew:
    """Sends what it is given, in that order as far as its threads reach.

    It begins with one thread: where answers are quick, more would only stand in each other's way.

    Args:
        send: Holds one conversation; called in the threads.
        at_once: How many threads at most.
        news: Is set whenever there may be room for more, or something went wrong.
    """

    def __init__(self, send: Callable[[Taken], None], at_once: int, news: threading.Event) -> None:
        self._send, self._at_once, self._news = send, at_once, news
        self._work, self._waiting, self._busy = threading.Condition(), Waiting(), set[str]()
        self._over, self._begun, self._threads = False, monotonic(), list[threading.Thread]()
        self._trouble: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        for thread in self._threads:
            thread.join()

    def add(self, taken: Sequence[Taken], low: int) -> None:
        """Give it more to send.

        Args:
            taken: What is to be sent.
            low: When so few wait, there is room for more.
        """
        with self._work:
            self._waiting.add(taken, low)
            self._work.notify(len(taken))
        if not self._threads:
            self._start()

    def grow(self) -> None:
        """Let more threads begin where some wait for a service that takes its time."""
        if self._waiting and monotonic() - self._begun > _QUICK:
            while len(self._threads) < self._at_once:
                self._start()

    def _start(self) -> None:
        # Spans and log lines in the threads belong to what is going on here.
        thread = threading.Thread(target=copy_context().run, args=(self._run,), name="govpr-sender", daemon=True)
        self._threads.append(thread)
        thread.start()

    @property
    def has_room(self) -> bool:
        """Whether it should be given more."""
        with self._work:
            return self._waiting.has_room(self._busy)

    @property
    def crowded(self) -> frozenset[str]:
        """Accounts that it should be given no more for."""
        with self._work:
            return self._waiting.crowded

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to be sent."""
        with self._work:
            return not self._waiting and not self._busy

    def check(self) -> None:
        """Pass on what went wrong in a thread."""
        if self._trouble is not None:
            raise self._trouble

    def stop(self) -> list[Taken]:
        """Begin no further conversation; gives what is left. Those that go on are ended."""
        with self._work:
            self._over = True
            self._work.notify_all()
            return self._waiting.clear()

    def _run(self) -> None:
        while (one := self._next()) is not None:
            try:
                self._send(one)
            except BaseException as error:  # noqa: BLE001  (whoever waits gets it: here nobody would see it)
                self._trouble = error
                self._news.set()
                return
            finally:
                with self._work:
                    self._busy.discard(one.claimed.account)
                    self._work.notify()
                    is_idle = not self._busy and not self._waiting
                if is_idle:
                    self._news.set()

    def _next(self) -> Taken | None:
        with self._work:
            while (one := self._waiting.next(self._busy)) is None:
                if self._over or self._trouble is not None:
                    return None
                self._work.wait()
            self._busy.add(one.claimed.account)
            self._begun = monotonic()
            is_low = self._waiting.is_low(one.claimed.account)
        if is_low:
            self._news.set()
        return one


class AsyncCrew:
    """The twin of `Crew`: tasks in place of threads.

    Args:
        send: Holds one conversation.
        at_once: How many at the same time.
    """

    def __init__(self, send: Callable[[Taken], Awaitable[None]], at_once: int) -> None:
        self._send, self._at_once = send, at_once
        self._waiting, self._busy = Waiting(), dict[asyncio.Task[None], str]()

    def add(self, taken: Sequence[Taken], low: int) -> None:
        """Give it more to send.

        Args:
            taken: What is to be sent.
            low: When so few wait, there is room for more.
        """
        self._waiting.add(taken, low)
        self._begin()

    @property
    def has_room(self) -> bool:
        """Whether it should be given more."""
        return self._waiting.has_room(self._busy.values())

    @property
    def crowded(self) -> frozenset[str]:
        """Accounts that it should be given no more for."""
        return self._waiting.crowded

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to be sent."""
        return not self._waiting and not self._busy

    async def wait(self) -> None:
        """Wait until something is sent, or a moment is over; passes on what went wrong."""
        done, _ = await asyncio.wait(self._busy, timeout=_MOMENT, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            del self._busy[task]
        self._begin()
        for task in done:
            task.result()

    def stop(self) -> list[Taken]:
        """Break everything off; gives what was not begun."""
        for task in self._busy:
            task.cancel()
        return self._waiting.clear()

    def _begin(self) -> None:
        while len(self._busy) < self._at_once and (one := self._waiting.next(self._busy.values())) is not None:
            self._busy[asyncio.ensure_future(self._send(one))] = one.claimed.account
