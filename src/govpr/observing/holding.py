"""Figures held for a while where counting takes long, so that who asks often is not kept waiting."""

import threading
from collections.abc import Callable
from time import monotonic

from govpr.observing.figures import Figures

QUICK = 0.5
"""Seconds: what is counted in less is counted anew each time."""
_SHARE = 10


class Held:
    """The figures of this moment, or of a moment ago where there are millions to count.

    Counting then goes on beside, for a tenth of the time at most: `Figures.at` says of when they are.

    Args:
        count: Counts them.
        clock: Gives seconds that only grow.
    """

    def __init__(self, count: Callable[[], Figures], clock: Callable[[], float] = monotonic) -> None:
        self._count, self._clock = count, clock
        self._one = threading.Lock()
        self._thread: threading.Thread | None = None
        self._last: Figures | None = None
        self._took, self._ended = 0.0, 0.0

    def __call__(self) -> Figures:
        """Give the figures."""
        with self._one:
            if self._last is None or self._took < QUICK:
                return self._counted()
            stale = self._clock() - self._ended > _SHARE * self._took
            if stale and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._counted, name="govpr-figures", daemon=True)
                self._thread.start()
            return self._last

    def close(self) -> None:
        """Wait for what is being counted."""
        if self._thread is not None:
            self._thread.join()

    def _counted(self) -> Figures:
        began = self._clock()
        now = self._count()
        self._ended = self._clock()
        self._took = self._ended - began
        self._last = now
        return now
