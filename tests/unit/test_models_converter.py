"""Documents: what the converter refuses, in which words, and what it writes."""

import json
from datetime import timedelta
from typing import Any

import pytest

from govpr.errors import InputError
from govpr.models import Agency, Campaign, Delivery, FactCheck, Media, Message, Officer, Unit, Wave
from govpr.models.converter import dumps, dumps_toml, from_data, loads, loads_toml, to_data

VARIANT = {"id": "a", "text": "Siaga"}
DELIVERY = {"post": "p", "account": "a", "platform": "x", "due": "2026-11-03T09:00:00Z", "content_hash": "h"}


def told(data: Any, kind: type) -> list[str]:
    with pytest.raises(InputError) as caught:
        from_data(data, kind)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("data", "kind", "expected"),
    [
        ({"id": "w", "at": "2026-11-03T09:00", "messages": "siaga"}, Wave, "messages is 'siaga'; write a list: [...]"),
        ({**DELIVERY, "attempts": True}, Delivery, "attempts is true or false; write a whole number"),
        ({**DELIVERY, "attempts": 1.5}, Delivery, "attempts is a number; write a whole number"),
        ({**DELIVERY, "handles": {"a": 1}}, Delivery, "handles.a is a number; write text in quotes"),
        ({**DELIVERY, "handles": ["a"]}, Delivery, 'handles is a list; write a table: name = "value"'),
        ({**DELIVERY, "receipt": "x"}, Delivery, "receipt is 'x'; write a table with id, url, at, parts, note"),
        ({**DELIVERY, "stat": "sent"}, Delivery, "stat is not a field here; did you mean state?"),
        ({**DELIVERY, "due": "2026-W45-2T09:00"}, Delivery, "due is '2026-W45-2T09:00'; write a time with its offset"),
        ({**DELIVERY, "due": "2026-11-03T09:00"}, Delivery, "due has no time zone; write an offset"),
        ({"cid": "a", "text": "t", "independent": 0}, FactCheck, "independent is a number; write true or false"),
        (
            {"cid": "a", "text": "t", "verdict": "hoaks"},
            FactCheck,
            "verdict is 'hoaks'; write one of false, misleading",
        ),
        ({"cid": "a", "text": "t", "published": "20261103"}, FactCheck, "published is '20261103'; write a date"),
        ({"cid": "a", "text": "\ud800"}, FactCheck, "text is '\\ud800'; write text in quotes"),
        ({"id": "a", "title": "A", "variants": [VARIANT, VARIANT]}, Message, "variants[1].id is 'a' a second time"),
        (
            {"id": "a", "title": "A", "variants": [VARIANT, 3]},
            Message,
            "variants[1] is a number; write a table with id",
        ),
        (
            {"id": "a", "name": "A", "units": [{"id": "u", "name": "U", "parent": "v"}]},
            Agency,
            "units[0].parent leads to",
        ),
        ({"id": "a", "name": "A", "unit": "u", "number": "198609262015051901"}, Officer, "number may not stand in a"),
        ([], Unit, "is a list; write a table with id, name, parent"),
        (None, Unit, "is nothing; write a table with id, name, parent"),
    ],
)
def test_what_is_wrong_is_said_with_its_path(data: Any, kind: type, expected: str) -> None:
    assert any(problem.startswith(expected) for problem in told(data, kind)), told(data, kind)
    assert "198609262015051901" not in str(told(data, kind))


def test_missing_unknown_and_invalid_fields_are_told_together() -> None:
    problems = told(
        {"id": "Siaga", "titel": "x", "starts": "2026-12-02", "ends": "2026-12-01", "messages": []}, Campaign
    )
    starts = [problem.split(" ")[0] for problem in problems]
    assert set(starts) == {"id", "titel", "title", "agency", "goal", "audience", "author", "ends", "messages", "waves"}


@pytest.mark.parametrize(
    ("text", "seconds"), [("90m", 5400), ("2h", 7200), ("1h 30m", 5400), ("1d", 86400), ("0.5s", 0.5), (" 10 s ", 10)]
)
def test_lengths_of_time(text: str, seconds: float) -> None:
    wave = from_data({"id": "w", "at": "2026-11-03T09:00", "messages": ["a"], "spread": text}, Wave)
    assert wave.spread == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "90", "1x", "h", "-1h", "1h,2m", "9" * 30 + "d"])
def test_what_is_no_length_of_time(text: str) -> None:
    (problem,) = told({"id": "w", "at": "2026-11-03T09:00", "messages": ["a"], "spread": text}, Wave)
    assert problem.endswith('write a length of time, such as "90m" or "2h"')


def test_a_document_says_what_it_is_and_another_is_refused() -> None:
    unit = Unit(id="ikp", name="IKP\r\nPublik")
    assert json.loads(dumps(unit)) == {"govpr": 1, "model": "Unit", "id": "ikp", "name": "IKP\r\nPublik"}
    assert loads_toml(dumps_toml(unit), Unit) == unit
    for text, expected in (
        ("{}", "govpr is missing; write govpr = 1"),
        ("[]", "is not an object"),
        ("{", "this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
        (dumps(unit).replace("1", "2"), "govpr is 2"),
        (dumps(unit).replace("Unit", "Post"), "model is 'Post'; this place takes Unit"),
    ):
        with pytest.raises(InputError) as caught:
            loads(text, Unit)
        assert expected in str(caught.value)


def test_a_field_may_have_the_name_of_any_word_of_the_envelope() -> None:
    medium = Media(file="a.png", alt="A", type="image/webp")
    assert loads(dumps(medium), Media) == medium


def test_plain_data_holds_nothing_but_plain_values() -> None:
    data = to_data((Unit(id="a", name="A"), Wave(id="w", at=from_data(DELIVERY, Delivery).due, messages=("a",))))
    assert data == [
        {"id": "a", "name": "A"},
        {"id": "w", "at": "2026-11-03T09:00:00+00:00", "messages": ["a"], "spread": "0s", "repeat": ""},
    ]
