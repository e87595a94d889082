"""One thread writes for all conversations of a worker, so that what comes together is kept in one transaction.

A step that must be on disk before the next call goes out is written at once, and takes along whatever waits; the end of
a try waits for others a tenth of a second. While nothing comes there is a sign of life now and then, so that
no lease ends in a long upload. Where the store is away, all is held and tried again for some seconds: what is lost
then is looked up, or left to a person, as after a crash.
"""

import threading
from collections.abc import Callable, Sequence
from time import monotonic
from types import TracebackType
from typing import Self

from attrs import define, field

from govpr.delivery.endings import Settled, Step
from govpr.errors import StoreError
from govpr.logs import get_logger

EVERY = 60.0
"""Seconds between two signs of life: a fifth of a lease, so that one may fail now and then."""
_GATHER = 0.1
_MANY = 128
_WAITS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
log = get_logger("govpr.delivery")


@define(eq=False)
class _Ask:
    """A step that somebody waits for, and what came of it."""

    step: Step
    kept: bool = False
    trouble: Exception | None = None
    done: threading.Event = field(factory=threading.Event)


class Ledger:
    """What a worker writes down.

    Args:
        keep: Keeps entries, each of another delivery, and says of each whether it is kept.
        beat: Renews the leases.
        every: Seconds between two signs of life.
        written: Called in the thread whenever something was written, or could not be.
    """

    def __init__(
        self,
        keep: Callable[[Sequence[Step | Settled]], list[bool]],
        beat: Callable[[], None],
        *,
        every: float = EVERY,
        written: Callable[[], None] = lambda: None,
    ) -> None:
        self._keep, self._beat, self._every, self._written = keep, beat, every, written
        self._news = threading.Condition()
        self._asks: list[_Ask] = []
        self._ends: list[Settled] = []
        self._kept: list[tuple[Settled, bool]] = []
        self._busy = self._hurry = self._over = False
        self._tries = 0
        self._trouble: Exception | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._news:
            self._over = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join()
        if self._trouble is not None and error is None:
            raise self._trouble

    def start(self) -> None:
        """Let the thread begin, unless it has."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="govpr-ledger", daemon=True)
            self._thread.start()

    def now(self, step: Step) -> bool:
        """Keep a step: it is on disk when this returns. False where another worker has taken the delivery over.

        Args:
            step: The step.

        Raises:
            StoreError: The store was away for too long.
        """
        ask = _Ask(step)
        with self._news:
            self._asks.append(ask)
            self._news.notify_all()
        ask.done.wait()
        if ask.trouble is not None:
            raise ask.trouble
        return ask.kept

    def later(self, end: Settled) -> None:
        """Keep the end of a try soon, with others.

        Args:
            end: The end.

        Raises:
            StoreError: The store was away for too long.
        """
        with self._news:
            self._ends.append(end)
            if len(self._ends) in {1, _MANY}:
                self._news.notify_all()
            self._news.wait_for(lambda: not self._tries)  # while the store is away, nothing more is sent
            if self._trouble is not None:
                raise self._trouble

    def flush(self) -> None:
        """Wait until everything is kept.

        Raises:
            StoreError: The store was away for too long.
        """
        with self._news:
            self._hurry = True
            self._news.notify_all()
            self._news.wait_for(lambda: not (self._ends or self._asks or self._busy))
            if self._trouble is not None:
                raise self._trouble

    def taken(self) -> list[tuple[Settled, bool]]:
        """The ends that were written since the last look; False where another worker's result counts."""
        with self._news:
            kept, self._kept = self._kept, []
        return kept

    def _work(self) -> None:
        beaten = monotonic()
        while self._is_something(beaten + self._every - monotonic()):
            if monotonic() - beaten >= self._every:
                beaten = monotonic()
                self._give_sign()
            self._write()

    def _is_something(self, patience: float) -> bool:
        """Wait for something to be done; False when nothing will come any more."""
        with self._news:
            if self._tries:
                self._news.wait_for(lambda: False, _WAITS[self._tries - 1])  # whatever comes meanwhile waits too
            self._news.wait_for(lambda: self._asks or self._ends or self._over, max(0.0, patience))
            if self._ends:
                self._news.wait_for(self._is_urgent, _GATHER)
            return bool(self._asks or self._ends or not self._over)

    def _is_urgent(self) -> bool:
        return bool(self._asks) or self._hurry or self._over or len(self._ends) >= _MANY

    def _give_sign(self) -> None:
        try:
            self._beat()
        except StoreError:  # the next one comes before the lease ends
            log.warning("lease.not_renewed")

    def _write(self) -> None:
        with self._news:
            asks, ends, self._asks, self._ends = self._asks, self._ends, [], []
            self._hurry, self._busy = False, True
        kept, trouble = list[bool](), None
        try:
            if asks or ends:
                kept = self._keep([*(ask.step for ask in asks), *ends])
        except Exception as error:  # noqa: BLE001  (whoever waits gets it: in this thread nobody would see it)
            trouble = error
        with self._news:
            self._settle(asks, ends, kept, trouble)
            self._busy = False
            self._news.notify_all()
        self._written()

    def _settle(self, asks: list[_Ask], ends: list[Settled], kept: list[bool], trouble: Exception | None) -> None:
        if isinstance(trouble, StoreError) and self._tries < len(_WAITS):
            self._asks, self._ends = [*asks, *self._asks], [*ends, *self._ends]
            self._tries, self._trouble = self._tries + 1, trouble
            return
        self._tries, self._trouble = 0, trouble
        if trouble is None:
            self._kept += zip(ends, kept[len(asks) :], strict=True)
        for ask, fine in zip(asks, kept or [False] * len(asks), strict=False):
            ask.kept, ask.trouble = fine, trouble
            ask.done.set()
