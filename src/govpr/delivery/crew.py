"""Threads that hold conversations, so that a slow one keeps no other waiting."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextvars import copy_context
from types import TracebackType
from typing import Self

from govpr.delivery.outbox import Taken


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
