"""How far long work has come: told to whoever wants to show it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Progress: TypeAlias = Callable[[int, int | None], None]
"""Is told how many are done, and of how many where that is known."""


def silent(_done: int, _total: int | None) -> None:
    """Tell nobody."""


def counted(items: Iterable[T], progress: Progress, total: int | None = None) -> Iterator[T]:
    """The same items; the count is told as they are taken.

    Example:
        >>> list(counted("ab", lambda done, total: print(done, "of", total), 2))
        1 of 2
        2 of 2
        ['a', 'b']
    """
    for done, item in enumerate(items, 1):
        progress(done, total)
        yield item


def every(number: int, progress: Progress) -> Progress:
    """The same, told at each so many only: where telling costs more than the work.

    Args:
        number: How many are done between two tellings.
        progress: Is told.

    Example:
        >>> told = every(2, lambda done, total: print(done))
        >>> for done in (1, 2, 3, 4):
        ...     told(done, None)
        2
        4
    """

    def told(done: int, total: int | None) -> None:
        if done % number == 0:
            progress(done, total)

    return told
