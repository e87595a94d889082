"""The method of `Workspace` that works: for as long as it is let."""

import threading
from collections.abc import Callable, Iterator

from govpr.engines.protocol import Work
from govpr.models import Delivery
from govpr.workspace import noticing, watching
from govpr.workspace.methods import sending
from govpr.workspace.methods.opened import Opened
from govpr.workspace.store import engine_of


def unheard(_delivery: Delivery) -> None:
    """Tell nobody."""


def work(self: Opened, stop: threading.Event, *, settled: Callable[[Delivery], None] = unheard) -> None:
    """Work until told to stop: deliver what becomes due within a second, look after what is in doubt, and measure.

    The engine that `[store]` in `govpr.toml` names wakes it. Any number of workers may work on one workspace; one that
    is killed loses nothing, and what it held is taken over.

    Args:
        stop: Ends the work; the conversation that is held then is ended first.
        settled: Is told of each delivery that was settled, in the thread that works.

    Raises:
        StoreError: The engine cannot work with the workspace's database.
    """
    context = self._context

    def deliver() -> Iterator[Delivery]:
        left = [False]  # over? not yet, and then it is
        return watching.watch(context, self._client, lambda _seconds: left.pop() if left else True)

    def measure() -> None:
        sending.measure(self)

    engine = engine_of(context.settings.store)
    work = Work(
        database=context.database,
        deliver=deliver,
        measure=measure,
        settled=settled,
        clock=context.clock,
        stop=stop,
    )
    with noticing.noticed_beside(context, self._client):
        engine.run(work)
