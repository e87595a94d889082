"""Hooks beside deliveries: they begin before a round, and are told after it, or all the while in a thread."""

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager

from govpr.errors import NotAllowed, StoreError
from govpr.http.client import Client
from govpr.logs import get_logger
from govpr.observing.telling import Teller, Told
from govpr.workspace.async_parts import aside
from govpr.workspace.context import Context

_EVERY = 1.0
log = get_logger("govpr.hooks")


def begin(context: Context) -> None:
    """Let hooks that are new begin here: they are told of nothing that was before."""
    if _are_told(context):
        _teller(context).begin()


def tell(context: Context, client: Client) -> None:
    """Tell the hooks what became of posts. What is delivered stays delivered: trouble is logged, and told later."""
    if not _are_told(context):
        return
    try:
        _teller(context).tell(client)
    except StoreError:
        log.warning("notices.not_stored")


def notify(context: Context, client: Client, *, again: bool) -> tuple[Told, ...]:
    """Tell the hooks what became of posts, and say how each stands.

    Args:
        context: The workspace.
        client: Sends the calls.
        again: Whether what was given up is tried again.

    Raises:
        NotAllowed: Live delivery is off: nothing leaves this machine.
    """
    if context.settings.hooks and not context.settings.live:
        what = "live delivery is off, so hooks are told nothing"
        raise NotAllowed("delivery.not-live", what, "write live = true in govpr.toml")
    work = _teller(context)
    if again:
        work.call_back()
    return work.tell(client)


@contextmanager
def noticed_beside(context: Context, client: Client, every: float = _EVERY) -> Iterator[None]:
    """Tell the hooks in a thread, for as long as the `with` block lasts: a slow receiver delays nothing.

    Args:
        context: The workspace.
        client: Sends the calls.
        every: Seconds from one look to the next.
    """
    if not _are_told(context):
        yield
        return
    over = threading.Event()

    def watch() -> None:
        while not over.wait(every):
            tell(context, client)
        tell(context, client)

    begin(context)
    thread = threading.Thread(target=watch, name="govpr-hooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@asynccontextmanager
async def noticed_aside(context: Context, client: Client) -> AsyncIterator[None]:
    """As `noticed_beside`, without blocking the event loop."""
    stack = ExitStack()
    await aside(stack.enter_context, noticed_beside(context, client))
    try:
        yield
    finally:
        await aside(stack.close)


def _are_told(context: Context) -> bool:
    """Nothing leaves this machine before live delivery is switched on."""
    return bool(context.settings.hooks) and context.settings.live


def _teller(context: Context) -> Teller:
    return Teller(database=context.database, hooks=context.settings.hooks, clock=context.clock, jitter=context.jitter)
