"""Conversations held without a network, and recorded."""

from datetime import UTC, datetime
from typing import Any

from attrs import evolve, frozen

from govpr.errors import GovprError
from govpr.http.calls import Call, Effect, Flow, Reply
from govpr.http.drivers import run
from govpr.testing.servers import Server

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
_MOST = 200


@frozen
class Conversation:
    """What was said.

    Args:
        calls: What the flow asked, in order.
        replies: What it was answered; one fewer where the last call ended in an error.
        result: What it returned, or None.
        error: The error that it ended with, or None.
    """

    calls: tuple[Call, ...]
    replies: tuple[Reply, ...] = ()
    result: Any = None
    error: GovprError | None = None

    @property
    def effects(self) -> tuple[Call, ...]:
        """The calls that change something at the service."""
        return tuple(call for call in self.calls if call.effect is not Effect.SAFE)


def converse(flow: Flow[Any], server: Server) -> Conversation:
    """Hold a conversation with a server that is a plain callable; a client's marks are put on each reply.

    Args:
        flow: The conversation.
        server: What answers.

    Raises:
        AssertionError: The flow asks on and on.
    """
    calls: list[Call] = []
    replies: list[Reply] = []

    def send(call: Call) -> Reply:
        calls.append(call)
        if len(calls) > _MOST:
            raise AssertionError(f"after {_MOST} calls the conversation has no end")
        replies.append(evolve(server(call), effect=call.effect, url=call.url.partition("?")[0], at=NOON))
        return replies[-1]

    try:
        result = run(flow, send)
    except GovprError as error:
        return Conversation(tuple(calls), tuple(replies), error=error)
    return Conversation(tuple(calls), tuple(replies), result=result)
