"""A clause about answers that are almost right: any piece of any good answer may be something else."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from govpr.content.rules import Rules
from govpr.errors import DeliveryError, Outcome
from govpr.http.calls import Effect, Reply
from govpr.http.sessions import Tokens
from govpr.models import Metrics, Receipt
from govpr.platforms.protocol import Standing
from govpr.testing._steps import broken, steps
from govpr.testing.servers import answer
from govpr.testing.subject import Subject, require

_ODD: tuple[Any, ...] = (None, 7, -1.5, True, "", "x", [], [1], ["x"], [{}], {}, {"id": 7})
_ODD_HEADERS = ("", "x", "-1", "https://[")
_ELSEWHERE = {"*": answer({"error": "not found"}, 404)}
"""What is answered where an odd piece, such as another number of the post, leads to an address that nobody knows."""
_GIVES: Mapping[str, tuple[type, ...]] = {
    "publish": (Receipt,),
    "find": (Receipt, type(None)),
    "edit": (Receipt,),
    "upload": (str,),
    "stage": (str,),
    "revoke": (type(None),),
    "metrics": (Metrics,),
    "inspect": (Standing,),
    "limits": (Rules,),
    "sign_in": (Tokens,),
    "renew": (Tokens,),
}


def almost(value: Any) -> Iterator[Any]:
    """The value with one piece of it in turn replaced by something odd, or left out.

    Args:
        value: What a JSON text says.

    Example:
        >>> [odd for odd in almost({"id": 7}) if odd in ({}, {"id": None})]
        [{}, {}, {'id': None}]
    """
    yield from _ODD
    if isinstance(value, dict):
        for key, inside in value.items():
            yield {name: one for name, one in value.items() if name != key}
            yield from ({**value, key: odd} for odd in almost(inside))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from ([*value[:index], odd, *value[index + 1 :]] for odd in almost(inside))


def almost_right_answers_are_results_or_typed_errors(subject: Subject) -> None:
    """Any piece of any good answer, or any of its headers, may be missing or something else."""
    lenient = evolve(subject, routes={**subject.routes, **_ELSEWHERE})
    for step in steps(lenient):
        right = lenient.talk(lenient.flows()[step.name]()).replies[step.turn]
        for reply in _replies(right):
            talk = broken(lenient, step, reply)
            known = talk.error is None or isinstance(talk.error, DeliveryError)
            require(known, f"{step} ends {reply.body!r} {dict(reply.headers)} with {talk.error!r}")
            again = isinstance(talk.error, DeliveryError) and talk.error.outcome in {Outcome.RETRY, Outcome.WAIT}
            once = step.name == "publish" and step.call.effect is Effect.ONCE
            require(not (once and again), f"{step} would be made again after {reply.body!r}: it may be published")
            given = talk.error is not None or isinstance(talk.result, _GIVES[step.name])
            require(given, f"{step} makes {talk.result!r} of {reply.body!r} {dict(reply.headers)}")
            odd = [name for name, number in _counts(talk.result) if isinstance(number, bool) or number < 0]
            require(not odd, f"{step} makes {talk.result!r} of {reply.body!r}: {', '.join(odd)} is no count")


def _counts(result: object) -> Iterator[tuple[str, int]]:
    """The numbers that are shown to people: of a post, or of a quota."""
    counted = ("views", "likes", "shares", "replies", "quotes", "used", "quota")
    known = isinstance(result, Metrics | Standing)
    yield from ((name, getattr(result, name)) for name in counted if known and getattr(result, name, None) is not None)


def _replies(right: Reply) -> Iterator[Reply]:
    try:
        said = json.loads(right.body)
    except ValueError:  # a service that answers with nothing, or with words
        said = None
    for value in almost(said):
        yield evolve(right, body=json.dumps(value).encode())
    for name in right.headers:
        others = {key: value for key, value in right.headers.items() if key != name}
        yield evolve(right, headers=others)
        yield from (evolve(right, headers={**others, name: odd}) for odd in _ODD_HEADERS)
