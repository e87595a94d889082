"""Clauses about a platform's conduct in trouble."""

from collections.abc import Iterator

from attrs import frozen

from govpr.errors import DeliveryError, GovprError, InDoubt, Outcome, Unreachable
from govpr.http.calls import Call, Effect, Reply
from govpr.testing.conversations import Conversation, converse
from govpr.testing.servers import answer, failing, scripted
from govpr.testing.subject import Subject, require

_REFUSALS = (302, 400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503)
_MEANINGS = {
    401: {Outcome.AUTH},
    429: {Outcome.WAIT},
    500: {Outcome.RETRY, Outcome.IN_DOUBT},
    502: {Outcome.RETRY, Outcome.IN_DOUBT},
    503: {Outcome.RETRY, Outcome.IN_DOUBT, Outcome.WAIT},
}
_ODD = (
    b"<html>Sedang dalam perbaikan</html>",
    b'{"id": "7", "ur',
    b"",
    b"{}",
    b"[]",
    b"null",
    b'"x"',
    b"[1]",
    b'{"id": 7}',
)


@frozen
class _Step:
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


def it_closes_quietly(subject: Subject) -> None:
    """A conversation that is broken off neither asks on nor complains."""
    for step in _steps(subject):
        flow, server = subject.flows()[step.name](), scripted(subject.routes)
        call = next(flow)
        for _ in range(step.turn):
            call = flow.send(server(call))
        try:
            flow.close()
        except (RuntimeError, GovprError) as error:
            raise AssertionError(f"{step} cannot be broken off: {error}") from error


def refusals_are_typed_errors(subject: Subject) -> None:
    """Each refusal at each step is an error of the tree, and says what the outbox is to do."""
    for step in _steps(subject):
        for status in _REFUSALS:
            talk = _with(subject, step, answer({"error": "ditolak"}, status))
            error = talk.error
            if error is None:
                require(
                    step.call.effect is Effect.SAFE or step.name == "revoke", f"{step} takes a {status} for success"
                )
                require(status not in _MEANINGS, f"{step} takes a {status} for an answer")
                continue
            require(isinstance(error, DeliveryError), f"{step} ends a {status} with {type(error).__name__}")
            outcome = error.outcome if isinstance(error, DeliveryError) else None
            meant = _MEANINGS.get(status)
            require(meant is None or outcome in meant, f"{step} makes {outcome} of a {status}")


def odd_answers_are_typed_errors(subject: Subject) -> None:
    """A success that cannot be read is no success; after a call with an effect it is a doubt."""
    for step in _steps(subject):
        for body in _ODD:
            error = _with(subject, step, Reply(step.status, body=body)).error
            require(error is None or isinstance(error, DeliveryError), f"{step} ends {body!r} with {error!r}")
            if step.name == "publish" and step.call.effect is not Effect.SAFE:
                require(isinstance(error, InDoubt), f"{step} makes {error!r} of {body!r}: it may be published")


def lost_answers_come_out_unchanged(subject: Subject) -> None:
    """Trouble on the way is neither swallowed nor renamed."""
    for step in _steps(subject):
        kind = InDoubt if step.call.effect is Effect.ONCE else Unreachable
        error = _with(subject, step, kind("the answer was lost")).error
        require(isinstance(error, kind), f"{step} makes {error!r} of a lost answer")


def _steps(subject: Subject) -> Iterator[_Step]:
    for name, flow in subject.flows().items():
        talk = subject.talk(flow())
        for turn, (call, reply) in enumerate(zip(talk.calls, talk.replies, strict=True)):
            yield _Step(name, turn, call, reply.status)


def _with(subject: Subject, step: _Step, trouble: Reply | GovprError) -> Conversation:
    server = failing(scripted(subject.routes), step.turn, trouble)
    try:
        return converse(subject.flows()[step.name](), server)
    except AssertionError:
        raise
    except Exception as error:
        what = trouble.status if isinstance(trouble, Reply) else type(trouble).__name__
        body = trouble.body if isinstance(trouble, Reply) else b""
        raise AssertionError(f"{step} breaks on {what} {body!r}: {error!r}") from error
