"""Clauses about a hoax database's conduct in trouble: silence is never a verdict."""

from govpr.errors import InDoubt, Outcome, Unreachable
from govpr.hoaxes.databases.protocol import Page
from govpr.http.calls import Effect, Reply
from govpr.testing._steps import broken, steps
from govpr.testing.database_subject import DatabaseSubject
from govpr.testing.servers import answer
from govpr.testing.subject import require

_REFUSALS = (302, 400, 401, 403, 404, 409, 429, 500, 502, 503)
_MEANINGS = {401: {Outcome.AUTH}, 429: {Outcome.WAIT}}
_FATAL = frozenset({401, 403, 429, 500, 502, 503})
_ODD = (
    b"<html>Sedang dalam perbaikan</html>",
    b'{"id": "7", "ur',
    b"",
    b"{}",
    b"[]",
    b"null",
    b'"x"',
    b"[1]",
    b'[[[["x"]]]]',
    b'{"id": 7}',
    b'{"error": {"code": 403}}',
    b"\xff\xfe\x00",
    b'{"claims": 7, "data": 7, "feed": 7}',
    b"[" * 100_000,
)


def refusals_are_typed_errors(subject: DatabaseSubject) -> None:
    """Each refusal at each step is an error of the tree; a service that is down has not said that nothing is there."""
    for step in steps(subject):
        for status in _REFUSALS:
            error = broken(subject, step, answer({"error": "ditolak"}, status)).error
            require(error is not None or status not in _FATAL, f"{step} takes a {status} for an answer")
            meant = _MEANINGS.get(status)
            outcome = getattr(error, "outcome", None)
            require(meant is None or outcome in meant, f"{step} makes {outcome} of a {status}")


def odd_answers_are_typed_errors(subject: DatabaseSubject) -> None:
    """An answer that cannot be read is an error, or a problem of the page; never an exception of another kind."""
    for step in steps(subject):
        for body in _ODD:
            talk = broken(subject, step, Reply(step.status, body=body))
            require(step.name == "submit" or talk.error or isinstance(talk.result, Page), f"{step} gives no Page")
            if step.name == "submit" and step.call.effect is Effect.ONCE and talk.error:
                require(isinstance(talk.error, InDoubt), f"{step} makes {talk.error!r} of {body!r}: it may be there")
        page = broken(subject, step, Reply(step.status, body=b"<html>Sedang dalam perbaikan</html>"))
        unheard = page.error or (isinstance(page.result, Page) and (page.result.problems or page.result.factchecks))
        require(step.name == "submit" or unheard, f"{step} takes a page in HTML for an empty answer")


def lost_answers_are_not_silence(subject: DatabaseSubject) -> None:
    """Trouble on the way is neither swallowed nor renamed."""
    for step in steps(subject):
        kind = InDoubt if step.call.effect is Effect.ONCE else Unreachable
        error = broken(subject, step, kind("the answer was lost")).error
        require(isinstance(error, kind), f"{step} makes {error!r} of a lost answer")
