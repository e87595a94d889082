"""Polite rates: how far apart the calls to one service are, for all threads and tasks of a process.

Nothing waits here. A turn is a number of seconds, which goes into `Call.after`: both clients sleep it.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic

from govpr.http.waits import wait_from

_LEFT = ("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")


def rest_from(headers: Mapping[str, str], now: datetime | None) -> float | None:
    """Seconds until a service takes calls again, when it says that none is left; None where it says no such thing.

    Args:
        headers: The answer's headers, names in lower case.
        now: When the answer came; None leaves only spans of seconds to be read.

    Example:
        >>> rest_from({"x-ratelimit-remaining": "0", "x-ratelimit-reset-after": "1.5"}, None)
        1.5
        >>> rest_from({"x-ratelimit-remaining": "12", "x-ratelimit-reset-after": "1.5"}, None)
    """
    left = next((headers[name].strip() for name in _LEFT if name in headers), "")
    return wait_from(headers, now) if left in {"0", "0.0"} else None


def next_turn(now: float, free: float, pace: float) -> tuple[float, float]:
    """When the next call may be made, and from when on the one after it.

    Args:
        now: The time in seconds.
        free: From when on the service may be called.
        pace: Seconds between two calls.

    Returns:
        Seconds to wait, and the new `free`.

    Example:
        >>> next_turn(10.0, 0.0, 2.0), next_turn(10.5, 12.0, 2.0)
        ((0.0, 12.0), (1.5, 14.0))
    """
    at = max(now, free)
    return at - now, at + max(0.0, pace)


class Pacer:
    """Gives turns at one service; may be shared by threads and by tasks.

    Args:
        pace: Seconds between two calls.
        now: Gives the time in seconds; never goes back.

    Example:
        >>> pacer = Pacer(2.0, now=lambda: 100.0)
        >>> [pacer.turn() for _ in range(3)]
        [0.0, 2.0, 4.0]
    """

    def __init__(self, pace: float, now: Callable[[], float] = monotonic) -> None:
        self._pace, self._now = pace, now
        self._lock, self._free = threading.Lock(), float("-inf")

    def turn(self) -> float:
        """Take the next turn; gives the seconds to wait for it."""
        with self._lock:
            wait, self._free = next_turn(self._now(), self._free, self._pace)
            return wait

    def hold(self, seconds: float) -> None:
        """Give no turn for some seconds: the service asked for that.

        Args:
            seconds: How long.
        """
        with self._lock:
            self._free = max(self._free, self._now() + seconds)


class Pacers:
    """One pacer for each service, made when it is first asked for.

    Args:
        now: Gives the time in seconds; never goes back.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._lock, self._known = threading.Lock(), dict[str, Pacer]()

    def of(self, name: str, pace: float) -> Pacer:
        """The pacer of a service: the same one for all who ask.

        Args:
            name: The service.
            pace: Seconds between two calls; the first to ask decides.
        """
        with self._lock:
            if name not in self._known:
                self._known[name] = Pacer(pace, self._now)
            return self._known[name]
