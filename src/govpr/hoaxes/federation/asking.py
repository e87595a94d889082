"""Many databases asked at once, in threads; each one's silence, trouble or lateness is an answer like another."""

import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TypeAlias

from govpr.hoaxes.databases.protocol import Query
from govpr.hoaxes.federation.answers import SourceAnswer
from govpr.hoaxes.federation.sources import Source, Watch, late
from govpr.http.calls import Call, Reply
from govpr.http.drivers import run

Senders: TypeAlias = Callable[[Source], Callable[[Call], Reply]]
"""Gives what sends the calls of a database."""


def ask(
    sources: Sequence[Source], query: Query, senders: Senders, *, deadline: float, now: Callable[[], float] = monotonic
) -> tuple[SourceAnswer, ...]:
    """Ask databases, all at once, and wait no longer than the deadline.

    Args:
        sources: The databases.
        query: What is looked for.
        senders: Gives what sends the calls of each.
        deadline: Seconds after which nobody is waited for.
        now: Gives the time in seconds; never goes back.

    Returns:
        One answer for each, in their order.
    """
    ends = now() + deadline
    told: SimpleQueue[SourceAnswer] = SimpleQueue()

    def work(source: Source) -> None:
        told.put(_answer(source, query, senders, Watch(ends, now)))

    for source in sources:  # daemons: who is late must not keep the program from ending
        threading.Thread(target=work, args=(source,), name=f"govpr-{source.name}", daemon=True).start()
    known: dict[str, SourceAnswer] = {}
    while len(known) < len(sources):
        try:
            answer = told.get(timeout=max(0.0, ends - now()))
        except Empty:
            break
        known[answer.database] = answer
    return tuple(known.get(source.name) or late(source, deadline) for source in sources)


def _answer(source: Source, query: Query, senders: Senders, watch: Watch) -> SourceAnswer:
    try:
        send = senders(source)

        def through(call: Call) -> Reply:
            reply, held = source.cache.send(call, lambda asked: watch.heard(send(watch.due(asked, source)), source))
            watch.saw(held=held)
            return reply

        page = run(source.asked(query), through)
    except Exception as error:  # noqa: BLE001  (one adapter's fault must not silence the others)
        return watch.failed(source, error)
    return watch.answered(source, page)
