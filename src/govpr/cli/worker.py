"""`govpr worker`."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.models import Delivery

app = App(name="worker", help_epilogue=examples("govpr worker", "govpr worker --json"))


@app.default
def worker(*, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Work until stopped: deliver what becomes due within a second, look after what is in doubt, measure every hour.

    Any number of workers may run on one workspace. Ctrl-C and SIGTERM end it after the conversation that it is in; one
    that is killed loses nothing. With --json, each settled delivery is a line of JSON.
    """

    def settled(delivery: Delivery) -> None:
        words = (
            f"{delivery.state.value}  {delivery.post}  {delivery.account} on {delivery.platform}  {delivery.problem}"
        )
        tell(as_json, "delivery", delivery, words.rstrip())
        sys.stdout.flush()

    with opened(workspace) as ws, _stopped_by_signals() as stop:
        ws.work(stop, settled=settled)


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """An event that is set when the process is asked to end; asked twice, it ends at once."""
    stop = threading.Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            signal.signal(number, before[signal.Signals(number)])
            signal.raise_signal(number)
        stop.set()

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
