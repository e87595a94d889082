"""What is particular about films of a Facebook Page: pieces, the one call that shows them, and what became of it."""

import json
from typing import Any

import pytest
from attrs import evolve

from govpr.errors import (
    DeliveryError,
    Duplicate,
    InDoubt,
    ProtocolError,
    Rejected,
    Stale,
    Submitted,
    Throttled,
    Unauthorized,
)
from govpr.http.calls import Effect, Form, Json, Slice
from govpr.models import Media, Metrics, Receipt
from govpr.platforms.facebook import Facebook
from govpr.platforms.protocol import Attachment
from govpr.testing import Conversation, Routes, answer, converse, scripted
from govpr.testing.conversations import NOON
from govpr.testing.subject import PART
from tests.platforms.facebook import ACCOUNT, COUNTS, ID, PAGE, VIEWS
from tests.platforms.facebook_film import (
    BEGUN,
    COMPLETE,
    DONE,
    FILM,
    LINK,
    PUBLISHED,
    SEEN,
    SUBJECT,
    UPLOADED,
    VIDEO,
    WAITING,
)

ONE = Facebook()
SEND, LOOK = f"POST /v26.0/{PAGE}/videos", f"GET /v26.0/{VIDEO}"
RECEIPT = Receipt(id=VIDEO, url=f"https://www.facebook.com{LINK}", at=NOON)
READY = SUBJECT.ready()
REFUSED = answer({"error": {"message": "There was a problem with the session", "code": 100}}, 400)


def staged(*replies: Any, size: int = 3) -> Conversation:
    part = evolve(SUBJECT.part, media=(Attachment(handle=_noted(size), alt=FILM.alt, type=FILM.type),))
    return converse(ONE.stage(part, ACCOUNT), scripted({SEND: replies}))


def _noted(size: int) -> str:
    return json.dumps({"file": FILM.file, "size": size, "type": FILM.type})


def wanted(start: object, stop: object) -> Any:
    return answer({"start_offset": start, "end_offset": stop})


def published(look: Any, finish: Any = None) -> Conversation:
    routes: Routes = {SEND: finish or answer(DONE), LOOK: look}
    return converse(ONE.publish(READY, ACCOUNT), scripted(routes))


def found(**about: Any) -> Conversation:
    return converse(ONE.find(READY, ACCOUNT), scripted({LOOK: answer({"id": VIDEO, **about})}))


def test_a_film_goes_out_in_the_pieces_that_the_service_asks_for() -> None:
    talk = SUBJECT.talk(ONE.stage(SUBJECT.part, ACCOUNT))
    assert {call.url for call in talk.calls} == {f"https://graph-video.facebook.com/v26.0/{PAGE}/videos"}
    assert not talk.effects
    session = {"upload_phase": "transfer", "upload_session_id": BEGUN["upload_session_id"]}
    assert [call.body for call in talk.calls] == [
        Form({"upload_phase": "start", "file_size": "3"}),
        Form({**session, "start_offset": "0"}, {"video_file_chunk": Slice("posko.mp4", 0, 2, "video/mp4")}),
        Form({**session, "start_offset": "2"}, {"video_file_chunk": Slice("posko.mp4", 2, 3, "video/mp4")}),
    ]
    assert json.loads(talk.result) == {"session": BEGUN["upload_session_id"], "film": VIDEO}


def test_a_piece_that_is_there_already_is_not_sent_again() -> None:
    """A lost answer is asked for again by the driver: the service then says where it goes on."""
    misplaced = {"code": 6001, "error_subcode": 1363037, "error_data": {"start_offset": "2", "end_offset": "3"}}
    for data in (misplaced["error_data"], json.dumps(misplaced["error_data"])):
        elsewhere = answer({"error": {**misplaced, "error_data": data}}, 400)
        talk = staged(answer(BEGUN), elsewhere, wanted("3", "3"))
        assert talk.error is None
        last = talk.calls[-1].body
        assert isinstance(last, Form)
        assert last.fields["start_offset"] == "2"
    endless = answer({"error": {**misplaced, "error_data": {"start_offset": "0", "end_offset": "2"}}}, 400)
    talk = staged(answer(BEGUN), endless)
    assert isinstance(talk.error, DeliveryError)
    assert len(talk.calls) == 7


@pytest.mark.parametrize(
    ("start", "stop"), [("0", "2"), ("1", "1"), ("3", "4"), ("2", "1"), ("-1", "2"), (None, "3"), (True, 3), ("x", "3")]
)
def test_a_service_that_wants_no_sensible_piece_is_not_obeyed(start: object, stop: object) -> None:
    talk = staged(answer(BEGUN), wanted(start, stop))
    assert isinstance(talk.error, ProtocolError)
    assert len(talk.calls) == 2


def test_large_films_are_cut_by_numbers_too() -> None:
    mib = 2**20
    talk = staged(
        answer({**BEGUN, "start_offset": 0, "end_offset": 4 * mib}),
        wanted(4 * mib, 5 * mib),
        wanted(5 * mib, 5 * mib),
        size=5 * mib,
    )
    assert [call.body.files["video_file_chunk"].stop for call in talk.calls[1:] if isinstance(call.body, Form)] == [
        4 * mib,
        5 * mib,
    ]


def test_a_film_is_shown_by_one_call_and_waited_for() -> None:
    talk = published([answer(WAITING), answer({**WAITING, "description": PART.text}), answer(SEEN)])
    (call,) = talk.effects
    assert call.effect is Effect.ONCE
    assert call.body == Form(
        {"upload_phase": "finish", "upload_session_id": BEGUN["upload_session_id"], "description": PART.text}
    )
    assert [look.after for look in talk.calls[1:]] == [0, 5, 10]
    assert talk.result == RECEIPT


def test_a_film_that_takes_long_or_cannot_be_looked_at_is_not_sent_again() -> None:
    for look in (answer(WAITING), answer({"error": {"code": 10, "message": "not yet"}}, 400), answer([])):
        talk = published(look)
        assert isinstance(talk.error, Submitted)
        assert talk.error.after == 60
    expired = answer({"error": {"code": 190, "message": "ended"}}, 400)
    assert isinstance(published(expired).error, Unauthorized)


FAILED = {"status": "error", "error": {"message": "The resolution is\u0000 too low"}}


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ({"video_status": "error"}, "it does not say why"),
        ({"video_status": "upload_failed"}, "it does not say why"),
        ({"processing_phase": FAILED}, "The resolution is too low"),
        ({"uploading_phase": {"status": "error", "errors": [{"message": "Partial request"}]}}, "Partial request"),
        ({"publishing_phase": {"publish_status": "error"}}, "it does not say why"),
    ],
)
def test_a_film_that_cannot_be_used_is_refused_with_the_services_reason(status: dict[str, Any], why: str) -> None:
    look = {**WAITING, "status": {**UPLOADED, **status}}
    talk = published(answer(look))
    assert isinstance(talk.error, Rejected)
    assert talk.error.message == f"Facebook could not use the film: {why}"
    assert found(**look).result is None  # the next try asks to show it, and is told why it cannot be


def test_what_was_shown_before_is_recognised_when_it_is_refused() -> None:
    talk = published(answer(SEEN), REFUSED)
    assert isinstance(talk.error, Duplicate)
    assert talk.error.existing == VIDEO
    assert isinstance(published(answer({**WAITING, "description": PART.text}), REFUSED).error, Submitted)
    refused = published(answer(WAITING), REFUSED).error
    assert isinstance(refused, Rejected)
    assert "problem with the session" in refused.message
    for ended in (
        answer({"error": {"code": 100, "error_subcode": 33}}, 400),
        answer({"status": {"video_status": "expired"}}),
    ):
        assert isinstance(published(ended, REFUSED).error, Stale)
    assert isinstance(published(answer(SEEN), answer({"success": False})).error, InDoubt)
    assert isinstance(published(answer(SEEN), answer({"error": {"code": 4}}, 400)).error, Throttled)


def test_a_lost_answer_is_settled_by_the_films_own_state() -> None:
    assert SUBJECT.talk(ONE.find(READY, ACCOUNT)).result == RECEIPT
    assert found(status={"video_status": "ready"}).result == evolve(RECEIPT, url="")
    assert found(**{**SEEN, "permalink_url": "https://fb.watch/x"}).result == evolve(RECEIPT, url="https://fb.watch/x")
    ready = {"video_status": "ready", "publishing_phase": {**PUBLISHED, "publish_status": "draft"}}
    begun = {"video_status": "processing", "uploading_phase": COMPLETE, "publishing_phase": {"status": "in_progress"}}
    working: list[dict[str, Any]] = [{"status": begun}, {"status": ready}, {**WAITING, "description": f" {PART.text}"}]
    for about in working:
        talk = found(**about)
        assert isinstance(talk.error, Submitted)
    for state in ("upload_complete", "expired", ""):
        talk = found(status={"video_status": state})
        assert (talk.result, talk.error) == (None, None)
    unprepared = converse(ONE.find(SUBJECT.part, ACCOUNT), scripted({}))
    assert (unprepared.result, unprepared.error, unprepared.calls) == (None, None, ())


def test_words_are_changed_and_the_film_is_deleted_by_its_number() -> None:
    (change,) = SUBJECT.talk(ONE.edit(RECEIPT, evolve(PART, text="Siaga banjir: 4 posko dibuka"), ACCOUNT)).calls
    assert change.url == f"https://graph.facebook.com/v26.0/{VIDEO}"
    assert change.body == Json({"description": "Siaga banjir: 4 posko dibuka"})
    (gone,) = SUBJECT.talk(ONE.revoke(RECEIPT, ACCOUNT)).calls
    assert (gone.method, gone.url) == ("DELETE", f"https://graph.facebook.com/v26.0/{VIDEO}")


@pytest.mark.parametrize("post", [ID, ID.partition("_")[2]])
def test_counts_are_those_of_the_post_that_shows_it(post: str) -> None:
    routes: Routes = {
        LOOK: answer({"id": VIDEO, "post_id": post}),
        "GET /*/insights": answer(VIEWS),
        f"GET /v26.0/{ID}": answer(COUNTS),
    }
    talk = converse(ONE.metrics(RECEIPT, PART.post, NOON, ACCOUNT), scripted(routes))
    assert talk.result == Metrics(post=PART.post, at=NOON, views=900, likes=5, shares=2, replies=1)
    none = converse(ONE.metrics(RECEIPT, PART.post, NOON, ACCOUNT), scripted({LOOK: answer({"id": VIDEO})}))
    assert none.result == Metrics(post=PART.post, at=NOON)


def test_a_film_whose_size_is_not_known_is_refused_before_anything_is_sent() -> None:
    talk = converse(ONE.upload(Media(file="a.mp4", alt="a", type="video/mp4"), ACCOUNT), scripted({}))
    assert isinstance(talk.error, Rejected)
    assert "a.mp4" in talk.error.message
