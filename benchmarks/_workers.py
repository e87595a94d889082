"""Workers in processes of their own, which begin together."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks._queue import PLATFORMS
from govpr.workspace import Workspace


def together(folder: Path, count: int) -> float:
    """Seconds from the moment when all workers may begin to the end of the last.

    Args:
        folder: The workspace.
        count: How many workers.
    """
    workers = [_forked(lambda ready, go: _deliver(folder, ready, go)) for _ in range(count)]
    for _, ready, _ in workers:
        assert os.read(ready, 1) == b"."
    began = perf_counter()
    for _, _, go in workers:
        os.write(go, b".")
    for child, ready, go in workers:
        assert os.waitpid(child, 0)[1] == 0
        os.close(ready)
        os.close(go)
    return perf_counter() - began


@contextmanager
def watching(folder: Path) -> Iterator[None]:
    """A worker that watches the queue, for the length of a `with` block.

    Args:
        folder: The workspace.
    """
    child, ready, go = _forked(lambda ready, go: _watch(folder, ready, go))
    try:
        assert os.read(ready, 1) == b"."
        yield
    finally:
        os.close(go)
        os.waitpid(child, 0)
        os.close(ready)


def _deliver(folder: Path, ready: int, go: int) -> None:
    with Workspace.open(folder, platforms=PLATFORMS) as workspace:
        os.write(ready, b".")
        os.read(go, 1)
        workspace.deliver()


def _watch(folder: Path, ready: int, go: int) -> None:
    over = threading.Event()

    def end() -> None:
        os.read(go, 1)
        over.set()

    threading.Thread(target=end, daemon=True).start()
    with Workspace.open(folder, platforms=PLATFORMS) as workspace:
        os.write(ready, b".")
        for _ in workspace.watch(over.wait):
            pass


def _forked(work: Callable[[int, int], None]) -> tuple[int, int, int]:
    ready, tell = os.pipe()
    wait, go = os.pipe()
    child = os.fork()
    if child:
        os.close(tell)
        os.close(wait)
        return child, ready, go
    code = 1
    try:
        os.close(ready)
        os.close(go)
        work(tell, wait)
        code = 0
    finally:
        os._exit(code)
