"""Every model to data and back, through each format; and whatever comes in, an answer and never a traceback."""

import json
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import EVERY_MODEL, of, officers
from tests.values import bent, json_values, numbers

from govpr import models
from govpr.errors import InputError
from govpr.identifiers import OfficerNumber
from govpr.models import Campaign, Officer
from govpr.models._diagnosis import diagnose
from govpr.models.converter import dumps, dumps_toml, from_data, loads, loads_toml, to_data

every = pytest.mark.parametrize("kind", EVERY_MODEL, ids=lambda kind: kind.__name__)


def test_a_strategy_exists_for_every_model() -> None:
    public = {getattr(models, name) for name in models.__all__}
    assert {kind for kind in public if attrs.has(kind)} - {OfficerNumber} == set(EVERY_MODEL)


@every
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_model_comes_back_from_plain_data_json_and_toml(kind: type, data: st.DataObject) -> None:
    value = data.draw(of(kind))
    plain = to_data(value)
    assert from_data(plain, kind) == value
    assert json.loads(json.dumps(plain)) == plain
    assert loads(dumps(value), kind) == value
    assert loads_toml(dumps_toml(value), kind) == value


@given(officers, numbers())
def test_a_number_leaves_in_no_document(officer: Officer, number: str) -> None:
    known = attrs.evolve(officer, number=OfficerNumber.parse(number))
    for document in (dumps(known), dumps_toml(known), str(to_data(known)), repr(known)):
        assert number not in document
    assert from_data(to_data(known), Officer) == officer


@every
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_data_gives_a_model_or_problems_that_say_what_to_do(kind: type, data: st.DataObject) -> None:
    plain = data.draw(bent(to_data(data.draw(of(kind)))) | json_values)
    read_or_explained(plain, kind)


def read_or_explained(plain: Any, kind: type) -> None:
    found = diagnose(plain, kind, "here")
    try:
        from_data(plain, kind)
    except InputError:
        assert found
        for problem in found:
            assert problem.path.startswith("here")
            assert problem.message
            assert problem.advice
    else:
        assert found == []


@given(json_values | st.text() | st.binary())
def test_documents_of_any_content_are_read_or_refused(content: Any) -> None:
    text = content if isinstance(content, str | bytes) else json.dumps(content, default=str)
    with pytest.raises(InputError):
        loads(text, Campaign)
    if isinstance(text, str):
        with pytest.raises(InputError):
            loads_toml(text, Campaign)
