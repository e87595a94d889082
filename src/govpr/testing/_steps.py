"""Every call of every conversation of an adapter, each broken in turn: what both contracts look at in trouble."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from attrs import frozen

from govpr.errors import GovprError
from govpr.http.calls import Call, Flow, Reply
from govpr.testing.conversations import Conversation, converse
from govpr.testing.servers import Routes, failing, scripted

_SHOWN = 80


class Talker(Protocol):
    """What a contract is applied to."""

    @property
    def routes(self) -> Routes:
        """What its service answers when all is well."""

    def talk(self, flow: Flow[Any]) -> Conversation:
        """A conversation in which all is well."""

    def flows(self) -> Mapping[str, Callable[[], Flow[Any]]]:
        """Every conversation that it knows, by name."""


@frozen
class Step:
    """One call of one conversation.

    Args:
        name: The conversation.
        turn: Which call it is, from 0.
        call: What is asked.
        status: What is answered when all is well.
    """

    name: str
    turn: int
    call: Call
    status: int

    def __str__(self) -> str:
        return f"{self.name}, call {self.turn + 1}"


def steps(subject: Talker) -> Iterator[Step]:
    """Every call of every conversation.

    Args:
        subject: Whose.
    """
    for name, flow in subject.flows().items():
        talk = subject.talk(flow())
        for turn, (call, reply) in enumerate(zip(talk.calls, talk.replies, strict=True)):
            yield Step(name, turn, call, reply.status)


def broken(subject: Talker, step: Step, trouble: Reply | GovprError) -> Conversation:
    """The conversation with trouble in place of one answer.

    Args:
        subject: Whose.
        step: Which answer.
        trouble: What comes instead.

    Raises:
        AssertionError: It ends in an exception that is no error of govpr.
    """
    server = failing(scripted(subject.routes), step.turn, trouble)
    try:
        return converse(subject.flows()[step.name](), server)
    except AssertionError:
        raise
    except Exception as error:
        what = trouble.status if isinstance(trouble, Reply) else type(trouble).__name__
        body = trouble.body[:_SHOWN] if isinstance(trouble, Reply) else b""
        raise AssertionError(f"{step} breaks on {what} {body!r}: {error!r}") from error


def it_closes_quietly(subject: Talker) -> None:
    """A conversation that is broken off neither asks on nor complains."""
    for step in steps(subject):
        flow, server = subject.flows()[step.name](), scripted(subject.routes)
        call = next(flow)
        for _ in range(step.turn):
            call = flow.send(server(call))
        try:
            flow.close()
        except (RuntimeError, GovprError) as error:
            raise AssertionError(f"{step} cannot be broken off: {error}") from error
