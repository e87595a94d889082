"""Work that goes on until somebody stops it: Ctrl-C, or the system that started it."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SLICE = 0.1


@contextmanager
def until_stopped() -> Iterator[Callable[[float], bool]]:
    """Give what waits for some seconds and says whether it is over; what was begun is ended first.

    Within the block, SIGINT and SIGTERM stop nothing by themselves.
    """
    stopped: list[int] = []

    def note(number: int, _frame: object) -> None:
        stopped.append(number)

    def over(seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not stopped and time.monotonic() < until:
            time.sleep(min(_SLICE, seconds))
        return bool(stopped)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield over
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
