"""What the readers of a LINE account are sent, and what LINE's refusals mean."""

import uuid

import pytest
from attrs import evolve

from govpr.content.checks import check
from govpr.errors import (
    DeliveryError,
    InDoubt,
    Misconfigured,
    NeedsHuman,
    Rejected,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Effect, Json, Reply
from govpr.models import Media, MediaKind, Receipt
from govpr.platforms.line import Line
from govpr.platforms.protocol import Attachment, Edits, Outgoing, Revokes, Standing
from govpr.testing import Conversation, answer, converse, failing, scripted
from tests.platforms.line import ACCOUNT, REQUEST, SUBJECT
from tests.platforms.specs import fits

PICTURE = SUBJECT.media
FILM = evolve(PICTURE, file="posko.mp4", type="video/mp4", kind=MediaKind.VIDEO, url="https://contoh.go.id/posko.mp4")
WITH_PREVIEW = evolve(ACCOUNT, options={"preview": "https://contoh.go.id/film.png"})
LINE = Line()
REFUSALS = [
    (400, "The request body has 2 error(s)", Rejected),
    (401, "Authentication failed due to the following reason: invalid token", Unauthorized),
    (403, "Access to this API is not available for your account", Misconfigured),
    (410, "Gone", Rejected),
    (413, "Request exceeds the max size of 2MB", Rejected),
    (415, "Unsupported media type", Rejected),
    (429, "You have reached your monthly limit.", NeedsHuman),
    (429, "The API rate limit has been exceeded. Try again later.", Throttled),
    (500, "Internal server error", Unreachable),
]


def troubled(name: str, reply: Reply, turn: int = 0) -> Conversation:
    return converse(SUBJECT.flows()[name](), failing(scripted(SUBJECT.routes), turn, reply))


def attached(*media: Media) -> Outgoing:
    handles = [SUBJECT.talk(LINE.upload(one, WITH_PREVIEW)).result for one in media]
    pairs = zip(handles, media, strict=True)
    return evolve(SUBJECT.part, media=tuple(Attachment(handle=h, alt=m.alt, type=m.type) for h, m in pairs))


@pytest.mark.parametrize(("status", "words", "kind"), REFUSALS)
def test_refusals_mean_what_line_says(status: int, words: str, kind: type[DeliveryError]) -> None:
    assert type(troubled("publish", answer({"message": words}, status)).error) is kind


def test_a_rate_limit_without_a_time_has_one() -> None:
    error = troubled("publish", answer({"message": "The API rate limit has been exceeded."}, 429)).error
    assert isinstance(error, Throttled)
    assert error.after == 60


def test_a_refusal_says_which_field_is_wrong() -> None:
    details = [{"message": "May not be empty", "property": "messages[0].text"}]
    error = troubled("publish", answer({"message": "The request body has 1 error(s)", "details": details}, 400)).error
    assert "messages[0].text: May not be empty" in str(error)


def test_the_retry_key_is_the_parts_own_and_a_uuid() -> None:
    (call,) = SUBJECT.talk(LINE.publish(SUBJECT.part, ACCOUNT)).calls
    assert call.effect is Effect.KEYED
    assert uuid.UUID(call.headers["X-Line-Retry-Key"]).hex == SUBJECT.part.key


def test_a_repeat_gives_the_receipt_of_the_request_that_was_taken() -> None:
    known = answer({"message": "The retry key is already accepted"}, 409, {"x-line-accepted-request-id": REQUEST})
    assert troubled("publish", known).result == SUBJECT.receipt()


@pytest.mark.parametrize("status", [200, 409])
def test_without_a_request_id_it_is_in_doubt(status: int) -> None:
    assert isinstance(troubled("publish", answer({}, status)).error, InDoubt)


def test_pictures_and_films_are_shown_from_their_addresses() -> None:
    part = attached(PICTURE, FILM)
    (call,) = SUBJECT.talk(LINE.publish(part, WITH_PREVIEW)).calls
    assert isinstance(call.body, Json)
    assert call.body.value["messages"] == [
        {"type": "text", "text": part.text},
        {"type": "image", "originalContentUrl": PICTURE.url, "previewImageUrl": PICTURE.url},
        {"type": "video", "originalContentUrl": FILM.url, "previewImageUrl": "https://contoh.go.id/film.png"},
    ]
    fits("line", evolve(SUBJECT, part=part, account=WITH_PREVIEW, media=FILM))


@pytest.mark.parametrize("url", [None, "http://contoh.go.id/posko.png"])
def test_a_file_without_a_public_address_is_refused_with_advice(url: str | None) -> None:
    error = SUBJECT.talk(LINE.upload(evolve(PICTURE, url=url), ACCOUNT)).error
    assert isinstance(error, Rejected)
    assert "https" in str(error)
    assert check(["Siaga"], [evolve(PICTURE, url=None)], LINE.rules)


def test_a_film_needs_a_picture_that_stands_for_it() -> None:
    error = SUBJECT.talk(LINE.upload(FILM, ACCOUNT)).error
    assert isinstance(error, Misconfigured)
    assert "preview" in str(error)


def test_counts_that_line_does_not_tell_are_none() -> None:
    for body in ({}, {"overview": None}, {"overview": {"uniqueImpression": None}}):
        assert troubled("metrics", answer(body)).result.views is None
    assert SUBJECT.talk(SUBJECT.flows()["metrics"]()).result.views == 4_021


def test_what_is_left_of_the_month_is_seen_beforehand() -> None:
    standing = SUBJECT.talk(SUBJECT.flows()["inspect"]()).result
    assert standing == Standing(name="Humas Contoh (@humas)", used=9_000, quota=15_000)
    full = troubled("inspect", answer({"totalUsage": 15_000}), turn=2).result
    assert not full.can_post
    assert "month" in full.notes[0]
    assert troubled("inspect", answer({"type": "none"}), turn=1).result.quota is None


def test_what_is_sent_cannot_be_taken_back() -> None:
    assert not isinstance(LINE, Revokes | Edits)
    assert SUBJECT.receipt() == Receipt(id=REQUEST, at=SUBJECT.receipt().at)
