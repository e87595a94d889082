"""Statuses become errors in one place."""

from datetime import UTC, datetime

import pytest

from govpr.errors import (
    DeliveryError,
    InDoubt,
    Misconfigured,
    ProtocolError,
    Rejected,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Effect, Reply
from govpr.http.replies import expect, required
from govpr.http.waits import wait_from

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, Misconfigured),
        (400, Rejected),
        (401, Unauthorized),
        (403, Misconfigured),
        (404, Rejected),
        (409, Rejected),
        (413, Rejected),
        (422, Rejected),
        (429, Throttled),
        (500, Unreachable),
        (503, Unreachable),
    ],
)
def test_each_status_is_one_error(status: int, kind: type[DeliveryError]) -> None:
    with pytest.raises(DeliveryError) as caught:
        expect(Reply(status, url="https://sosial.example/api"))
    assert type(caught.value) is kind
    assert caught.value.status == status
    assert caught.value.where == "sosial.example"


def test_a_failure_after_an_effect_is_a_doubt_only_where_repeating_could_harm() -> None:
    for effect, kind in ((Effect.SAFE, Unreachable), (Effect.KEYED, Unreachable), (Effect.ONCE, InDoubt)):
        with pytest.raises(kind):
            expect(Reply(500, effect=effect))


def test_a_success_that_cannot_be_read_is_a_doubt_after_any_effect() -> None:
    for effect, kind in ((Effect.SAFE, ProtocolError), (Effect.KEYED, InDoubt), (Effect.ONCE, InDoubt)):
        for body in (b"<html></html>", b'{"id": "7', b"\xff\xfe", b"[" * 100_000):
            with pytest.raises(kind):
                expect(Reply(200, body=body, effect=effect))
        with pytest.raises(kind):
            expect(Reply(202, body=b"{}", effect=effect), 200)
        with pytest.raises(kind):
            required({"id": 7}, Reply(200, effect=effect), "id")


def test_an_expired_token_of_bluesky_is_about_the_credential() -> None:
    with pytest.raises(Unauthorized) as caught:
        expect(Reply(400, body=b'{"error": "ExpiredToken", "message": "Token has expired"}'))
    assert caught.value.code == "ExpiredToken"


def test_the_words_of_the_service_are_kept_short() -> None:
    with pytest.raises(Rejected) as caught:
        expect(Reply(422, body=b'{"error": "Validation failed:\\n ' + b"x" * 900 + b'"}'))
    assert len(caught.value.message) == 200
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": "0.65"}, 0.65),
        ({"retry-after": "Tue, 01 Dec 2026 12:00:30 GMT"}, 30.0),
        ({"ratelimit-reset": "1796126460"}, 60.0),
        ({"x-ratelimit-reset": "2026-12-01T12:05:00.000000Z"}, 300.0),
        ({"x-ratelimit-reset": "2026-12-01T19:00:10+07:00"}, 10.0),
        ({"x-ratelimit-reset": "2026-12-01T11:00:00Z"}, 0.0),
        ({"retry-after": "soon", "ratelimit-reset": "7"}, 7.0),
        ({}, None),
        ({"retry-after": "later"}, None),
    ],
)
def test_the_time_to_wait_is_read_in_all_its_spellings(headers: dict[str, str], seconds: float | None) -> None:
    assert wait_from(headers, NOW) == seconds
