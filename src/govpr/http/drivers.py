"""The two drivers that hold a flow's conversation: one waits for each answer, the other awaits it."""

from collections.abc import Awaitable, Callable

from govpr.errors import GovprError
from govpr.http.calls import Call, Flow, Reply, T


def run(flow: Flow[T], send: Callable[[Call], Reply]) -> T:
    """Hold a conversation to its end.

    Trouble is thrown into the flow, which may look elsewhere; what it does not catch comes out here. The flow is
    always closed.

    Args:
        flow: The conversation.
        send: Answers a call, or raises a `GovprError`.

    Returns:
        What the flow returns.

    Example:
        >>> def greet() -> Flow[str]:
        ...     reply = yield Call("GET", "https://sosial.example/halo")
        ...     return reply.body.decode()
        >>> run(greet(), lambda call: Reply(200, body=b"Halo"))
        'Halo'
    """
    try:
        call = next(flow)
        while True:
            try:
                reply = send(call)
            except GovprError as error:
                call = flow.throw(error)
            else:
                call = flow.send(reply)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        flow.close()


async def arun(flow: Flow[T], send: Callable[[Call], Awaitable[Reply]]) -> T:
    """Hold a conversation to its end, as `run` does, without blocking the event loop.

    Args:
        flow: The conversation.
        send: Answers a call when awaited, or raises a `GovprError`.

    Returns:
        What the flow returns.
    """
    try:
        call = next(flow)
        while True:
            try:
                reply = await send(call)
            except GovprError as error:
                call = flow.throw(error)
            else:
                call = flow.send(reply)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        flow.close()
