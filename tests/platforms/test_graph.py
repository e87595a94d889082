"""Meta's Graph dialect: what its error objects and its headers mean."""

import json
from typing import Any

import pytest

from govpr.errors import (
    DeliveryError,
    Duplicate,
    InDoubt,
    Misconfigured,
    NeedsHuman,
    ProtocolError,
    Rejected,
    Stale,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Reply
from govpr.platforms.facebook import Facebook
from govpr.testing import answer, converse, scripted
from tests.platforms.facebook import ACCOUNT, SUBJECT

ONE = Facebook()
MEANINGS: list[tuple[int, int | None, type[DeliveryError]]] = [
    *[(code, None, Unreachable) for code in (1, 2)],
    *[(code, None, Throttled) for code in (4, 9, 17, 32, 341, 613, 80001, 80002, 80006, 80007, 80008)],
    *[(code, None, Unauthorized) for code in (0, 102, 190)],
    *[(190, subcode, Unauthorized) for subcode in (458, 459, 460, 463, 464, 467, 492)],
    *[(code, None, Misconfigured) for code in (3, 10, 104, 200, 210, 299, 2635)],
    *[(code, None, Rejected) for code in (100, 1609005)],
    (100, 33, Misconfigured),
    (368, None, NeedsHuman),
    (368, 4854002, NeedsHuman),
    (506, None, Duplicate),
    (506, 1455006, Duplicate),
    (100, 1366051, Duplicate),
    *[(100, subcode, Rejected) for subcode in (1346003, 1349125, 1366046, 1404102, 1609008, 2061006)],
    (200, 1404078, Misconfigured),
    (6000, None, Unreachable),
    *[(100, subcode, Unreachable) for subcode in (1363019, 1363021, 1363030, 1363033, 1363037, 1363041)],
    *[(100, subcode, Rejected) for subcode in (1363020, 1363022, 1363023, 1363031)],
    *[(200, subcode, Misconfigured) for subcode in (1363005, 1363042)],
    (1, 1363047, Unreachable),
    (1, 1609010, Unreachable),
    (368, 1390008, Throttled),
    *[(200, subcode, NeedsHuman) for subcode in (1404006, 1404112)],
    (1, 2207082, Stale),
    (-2, 2207003, Unreachable),
    (-2, 2207020, Stale),
    (-1, 2207001, Unreachable),
    (-1, 2207032, Stale),
    (-1, 2207053, Stale),
    (1, 2207057, Rejected),
    (4, 2207051, NeedsHuman),
    (9, 2207042, Throttled),
    (24, 2207006, Stale),
    (24, 2207008, Stale),
    (25, 2207050, NeedsHuman),
    *[(100, subcode, Rejected) for subcode in (2207023, 2207028, 2207035, 2207036, 2207037, 2207040)],
    (352, 2207026, Rejected),
    (9004, 2207052, Misconfigured),
    (9007, 2207027, Throttled),
    *zip((36000, 36001, 36003, 36004), (2207004, 2207005, 2207009, 2207010), [Rejected] * 4, strict=True),
    (10, 4279013, NeedsHuman),
]


def error(code: object, subcode: object = None, **more: Any) -> dict[str, Any]:
    inner = {"message": "nope", "type": "OAuthException", "code": code, "fbtrace_id": "A", **more}
    return {"error": inner if subcode is None else {**inner, "error_subcode": subcode}}


def asked(reply: Reply) -> Any:
    return converse(ONE.inspect(ACCOUNT), scripted({"GET /*": reply})).error


def published(reply: Reply) -> Any:
    return converse(ONE.publish(SUBJECT.ready(), ACCOUNT), scripted({"POST /*": reply})).error


@pytest.mark.parametrize(("code", "subcode", "kind"), MEANINGS)
def test_each_documented_error_has_its_class(code: int, subcode: int | None, kind: type[DeliveryError]) -> None:
    found = asked(answer(error(code, subcode), 400))
    assert type(found) is kind
    assert found.code == (f"{code}/{subcode}" if subcode else str(code))
    assert found.where == "graph.facebook.com"


@pytest.mark.parametrize("status", [400, 500])
def test_what_passes_is_a_doubt_once_it_may_have_been_published(status: int) -> None:
    assert type(published(answer(error(2), status))) is InDoubt
    assert type(published(answer(error(99_999, is_transient=True), status))) is InDoubt
    assert type(asked(answer(error(99_999, is_transient=True), status))) is Unreachable
    assert type(published(answer(error(100), status))) is Rejected


def test_the_status_decides_where_no_code_is_known() -> None:
    assert type(asked(answer(error(99_999), 400))) is Rejected
    assert type(asked(answer(error("9" * 5_000), 403))) is Misconfigured
    assert type(asked(Reply(401, body=b"<html>"))) is Unauthorized
    assert type(asked(answer(error("THREADS_API__LINK_LIMIT_EXCEEDED"), 500))) is Rejected


def test_an_error_object_in_a_200_is_an_error() -> None:
    assert type(asked(answer(error(190)))) is Unauthorized
    assert type(asked(answer(error(99_999)))) is ProtocolError


def test_the_words_for_people_come_first_and_are_said_once() -> None:
    said = error(100, error_user_msg="Gambar terlalu besar", error_data={"details": "nope"})
    assert asked(answer(said, 400)).message == "Gambar terlalu besar nope"


USAGE = {"10": [{"type": "pages", "call_count": 97, "estimated_time_to_regain_access": 12}, {"type": "x"}], "11": None}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-business-use-case-usage": json.dumps(USAGE)}, 720.0),
        ({"x-app-usage": '{"call_count": 100, "total_time": 25, "total_cputime": 25}'}, 3_600.0),
        ({"x-app-usage": '{"call_count": 28, "total_time": 25, "total_cputime": 25}'}, None),
        ({"x-app-usage": "rusak", "x-business-use-case-usage": "[1]"}, None),
        ({"retry-after": "30"}, 30.0),
        ({}, None),
    ],
)
def test_a_throttle_says_how_long(headers: dict[str, str], seconds: float | None) -> None:
    found = asked(answer(error(32), 400, headers))
    assert type(found) is Throttled
    assert found.after == seconds
    assert asked(answer(error(190), 400, headers)).after is None


def test_some_throttles_have_a_known_span() -> None:
    assert asked(answer(error(9007, 2207027), 400)).after == 60
    assert asked(answer(error(9, 2207042), 400)).after == 3_600
