"""Signs of life on long work: on standard error, and only where that is a terminal."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

T = TypeVar("T")


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that something runs whose length nobody knows.

    Args:
        what: What is being done.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=_console(), transient=True, disable=not sys.stderr.isatty()) as progress:
        progress.add_task(what, total=None)
        yield


@contextmanager
def moving(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar that moves as it is told how many are done, and of how many where that is known.

    Args:
        what: What is being done.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_console(), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(what, total=None)

        def told(done: int, total: int | None) -> None:
            progress.update(task, completed=done, total=total)

        yield told


def counted(items: Iterable[T], what: str, total: int) -> Iterator[T]:
    """The same items, with a bar that moves as they are taken.

    Args:
        items: What is worked on.
        what: What is being done.
        total: How many there are.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_console(), transient=True, disable=not sys.stderr.isatty()) as progress:
        yield from progress.track(items, total=total, description=what)


def _console() -> Console:
    return Console(stderr=True)
