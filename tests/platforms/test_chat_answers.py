"""Answers of chat services that are almost right: any piece of any answer may be something else."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve

from govpr.errors import DeliveryError
from govpr.testing._steps import broken, steps
from tests.platforms.subjects import subjects

NAMES = ("discord", "discord_webhook", "line", "matrix", "slack", "slack_webhook", "telegram")
ODD: tuple[Any, ...] = (None, 7, -1.5, True, "", "x", [], [1], ["x"], [{}], {}, {"id": 7})


def almost(value: Any) -> Iterator[Any]:
    """The value with one piece of it in turn replaced by something odd, or left out."""
    yield from ODD
    if isinstance(value, dict):
        for key, inside in value.items():
            yield {name: one for name, one in value.items() if name != key}
            yield from ({**value, key: odd} for odd in almost(inside))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from ([*value[:index], odd, *value[index + 1 :]] for odd in almost(inside))


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_that_is_almost_right_is_a_result_or_an_error_of_the_tree(name: str) -> None:
    subject = subjects()[name]
    for flow, step in ((step.name, step) for step in steps(subject)):
        reply = subject.talk(subject.flows()[flow]()).replies[step.turn]
        try:
            right = json.loads(reply.body)
        except ValueError:
            right = None
        for value in almost(right):
            talk = broken(subject, step, evolve(reply, body=json.dumps(value).encode()))
            assert talk.error is None or isinstance(talk.error, DeliveryError), (str(step), value, talk.error)
