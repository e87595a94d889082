"""A store that is away for a moment, as a PostgreSQL that restarts, is waited for."""

from collections.abc import Callable
from typing import TypeVar

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from govpr.errors import StoreError

T = TypeVar("T")


def patiently(look: Callable[[], T]) -> T:
    """Look into the store, and look again for some seconds where it is away.

    Args:
        look: Reads something.

    Raises:
        StoreError: The store was away for too long.
    """
    again = retry_if_exception_type(StoreError)
    return Retrying(retry=again, stop=stop_after_attempt(7), wait=wait_exponential(0.05), reraise=True)(look)
