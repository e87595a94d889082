"""Clauses about a platform's conduct in trouble."""

from urllib.parse import urlsplit

from govpr.errors import DeliveryError, InDoubt, Outcome, Unreachable
from govpr.http.calls import Effect, Reply
from govpr.models import Receipt
from govpr.testing._steps import Step, broken, steps
from govpr.testing.servers import answer
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


def refusals_are_typed_errors(subject: Subject) -> None:
    """Each refusal at each step is an error of the tree, and says what the outbox is to do."""
    for step in steps(subject):
        for status in _REFUSALS:
            talk = broken(subject, step, answer({"error": "ditolak"}, status))
            error = talk.error
            if error is None:
                require(
                    step.call.effect is Effect.SAFE or step.name == "revoke", f"{step} takes a {status} for success"
                )
                require(status not in _MEANINGS, f"{step} takes a {status} for an answer")
                continue
            require(isinstance(error, DeliveryError), f"{step} ends a {status} with {type(error).__name__}")
            outcome = error.outcome if isinstance(error, DeliveryError) else None
            meant = None if _mail(step) else _MEANINGS.get(status)  # a mail server's statuses mean other things
            require(meant is None or outcome in meant, f"{step} makes {outcome} of a {status}")


def _mail(step: Step) -> bool:
    return urlsplit(step.call.url).scheme in {"smtp", "smtps"}


def odd_answers_are_typed_errors(subject: Subject) -> None:
    """A success that cannot be read is no success; after a call with an effect it is a doubt."""
    for step in steps(subject):
        for body in _ODD:
            talk = broken(subject, step, Reply(step.status, body=body))
            error = talk.error
            if isinstance(talk.result, Receipt) and talk.result.id == subject.part.key:
                continue  # a service whose status alone says it: the receipt has the key that was sent
            require(error is None or isinstance(error, DeliveryError), f"{step} ends {body!r} with {error!r}")
            looked_up = len(talk.calls) > step.turn + 1  # where a service's status alone says it, what follows is asked
            if step.name == "publish" and step.call.effect is not Effect.SAFE and not looked_up:
                require(isinstance(error, InDoubt), f"{step} makes {error!r} of {body!r}: it may be published")


def lost_answers_come_out_unchanged(subject: Subject) -> None:
    """Trouble on the way is neither swallowed nor renamed."""
    for step in steps(subject):
        kind = InDoubt if step.call.effect is Effect.ONCE else Unreachable
        error = broken(subject, step, kind("the answer was lost")).error
        require(isinstance(error, kind), f"{step} makes {error!r} of a lost answer")
