"""Threads, or tasks, that hold conversations, so that a slow one keeps no other waiting."""

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import copy_context
from types import TracebackType
from typing import Self

from govpr.delivery.outbox import Taken

_MOMENT = 0.25


class Crew:
    """Sends what it is given, in that order; with one thread, one after the other.

    Args:
        send: Holds one conversation; called in the threads.
        at_once: How many threads.
        news: Is set whenever there is room for more, or something went wrong.
    """

    def __init__(self, send: Callable[[Taken], None], at_once: int, news: threading.Event) -> None:
        self._send, self._news = send, news
        self._work, self._todo = threading.Condition(), deque[Taken]()
        self._busy, self._low, self._over = 0, 0, False
        self._trouble: BaseException | None = None
        self._at_once, self._threads = at_once, list[threading.Thread]()

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
            self._todo.extend(taken)
            self._low = low
            self._work.notify(len(taken))
        while len(self._threads) < min(self._at_once, len(taken)):
            # Spans and log lines in the threads belong to what is going on here.
            thread = threading.Thread(target=copy_context().run, args=(self._run,), name="govpr-sender", daemon=True)
            self._threads.append(thread)
            thread.start()

    @property
    def has_room(self) -> bool:
        """Whether it should be given more."""
        return len(self._todo) <= self._low

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to be sent."""
        with self._work:
            return not self._todo and not self._busy

    def check(self) -> None:
        """Pass on what went wrong in a thread."""
        if self._trouble is not None:
            raise self._trouble

    def stop(self) -> list[Taken]:
        """Begin no further conversation; gives what is left. Those that go on are ended."""
        with self._work:
            left, self._over = list(self._todo), True
            self._todo.clear()
            self._work.notify_all()
        return left

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
                    self._busy -= 1
                    is_idle = not self._busy and not self._todo
                if is_idle:
                    self._news.set()

    def _next(self) -> Taken | None:
        with self._work:
            self._work.wait_for(lambda: self._todo or self._over or self._trouble)
            if not self._todo or self._trouble:
                return None
            self._busy += 1
            one = self._todo.popleft()
            is_low = len(self._todo) == self._low
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
        self._send, self._free, self._low = send, asyncio.Semaphore(at_once), 0
        self._running = dict[asyncio.Task[None], Taken]()
        self._waiting = dict[str, Taken]()

    def add(self, taken: Sequence[Taken], low: int) -> None:
        """Give it more to send.

        Args:
            taken: What is to be sent.
            low: When so few wait, there is room for more.
        """
        self._low = low
        for one in taken:
            self._waiting[one.post.id] = one
            self._running[asyncio.ensure_future(self._one(one))] = one

    async def _one(self, taken: Taken) -> None:
        async with self._free:
            del self._waiting[taken.post.id]
            await self._send(taken)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to be sent."""
        return not self._running

    @property
    def has_room(self) -> bool:
        """Whether it should be given more."""
        return len(self._waiting) <= self._low

    async def wait(self) -> None:
        """Wait until something is sent, or a moment is over; passes on what went wrong."""
        done, _ = await asyncio.wait(self._running, timeout=_MOMENT, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            del self._running[task]
            task.result()

    def stop(self) -> list[Taken]:
        """Break everything off; gives what was not begun."""
        for task in self._running:
            task.cancel()
        return list(self._waiting.values())
