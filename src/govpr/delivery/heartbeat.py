"""A sign of life while calls run: a thread of its own renews a worker's leases, so that none ends in a long upload."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from govpr.errors import StoreError
from govpr.logs import get_logger

EVERY = 60.0
"""Seconds: a fifth of a lease, so that a beat may fail now and then."""
log = get_logger("govpr.delivery")


@contextmanager
def beating(beat: Callable[[], None], every: float = EVERY) -> Generator[None]:
    """Call something again and again for the length of a `with` block.

    Args:
        beat: Renews the leases.
        every: Seconds between two calls.
    """
    over = threading.Event()

    def work() -> None:
        while not over.wait(every):
            try:
                beat()
            except StoreError:  # the next beat comes before the lease ends
                log.warning("lease.not_renewed")

    thread = threading.Thread(target=work, name="govpr-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
