"""Work shared out among processes: in order, little of it under way at once, and nobody left behind.

The processes are started anew (`spawn`), as on every system, so they hold no lock of their parent's; what they need is
sent to them once. concurrent.futures watches over them: one that dies ends the work with an error instead of a wait.
"""

import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

from govpr.errors import StoreError

T = TypeVar("T")
R = TypeVar("R")
_PORTION = 32
_AHEAD = 3
"""Portions for each process that wait or are done: enough to keep it busy while the first one is slow."""


def shared_out(
    items: Iterable[T],
    opening: Callable[[], AbstractContextManager[Callable[[T], R]]],
    workers: int,
    portion: int = _PORTION,
) -> Generator[R]:
    """What comes of each item, in the order of the items.

    Args:
        items: Any number: taken a few at a time, as results are taken.
        opening: Opens what answers, once in each process; a value that can be sent and that equals its copy.
        workers: How many processes; 1 works in this one, without any waiting for a portion to fill.
        portion: How many items are sent at a time.

    Raises:
        StoreError: A process ended before its work was done.
    """
    if workers <= 1:
        with opening() as answer:
            yield from map(answer, items)
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield from _in_order(iter(items), opening, pool, workers * _AHEAD, portion)
    except BrokenProcessPool:
        raise StoreError(
            "a worker process ended before its work was done; the system may have run out of memory: use fewer workers"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    items: Iterator[T], opening: Callable[..., Any], pool: ProcessPoolExecutor, most: int, portion: int
) -> Iterator[Any]:
    waiting: deque[Future[list[Any]]] = deque()
    while some := list(islice(items, portion)):
        with _uninterrupted():
            waiting.append(pool.submit(_answered, opening, some))
        if len(waiting) >= most:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _answered(opening: Callable[..., Any], items: list[Any]) -> list[Any]:
    _, answer = _opened(opening)
    return [answer(item) for item in items]


@cache
def _opened(opening: Callable[..., Any]) -> tuple[Any, Callable[[Any], Any]]:
    """Opened when the first portion comes, kept until the process ends: it lives for one job only."""
    manager = opening()
    return manager, manager.__enter__()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes that are started here do not hear Ctrl-C: their parent ends them, without complaints of theirs.

    They inherit this thread's mask. That alone would not keep the parent whole meanwhile, since another thread, such as
    one of numpy's, may take the signal; so it is noted, and raised again behind.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield  # Windows' processes complain, and end all the same
        return
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler or signal.SIG_DFL)
        for number in heard[:1]:
            signal.raise_signal(number)
