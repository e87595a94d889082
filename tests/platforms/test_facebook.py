"""A Facebook Page: what is particular about it. What holds for every platform is in the contract."""

from typing import Any

import pytest
from attrs import evolve

from govpr.errors import Duplicate, InDoubt, Misconfigured, NeedsHuman, ProtocolError, Rejected, Throttled
from govpr.http.calls import Effect, Form, Json, Slice
from govpr.models import Media, Metrics, Receipt
from govpr.platforms.facebook import Facebook
from govpr.platforms.protocol import Standing
from govpr.testing import Routes, answer, converse, scripted
from govpr.testing.conversations import NOON
from govpr.testing.subject import PART
from tests.platforms.facebook import ACCOUNT, COUNTS, ID, LINK, PAGE, POST, SUBJECT

ONE = Facebook()
LIST = f"GET /v26.0/{PAGE}/published_posts"
GONE = answer({"error": {"message": "Unsupported get request", "code": 100, "error_subcode": 33}}, 400)
RECEIPT = Receipt(id=ID, url=LINK, at=NOON)
READY = evolve(PART, staged="feed")


def page(*rows: dict[str, Any], after: str = "") -> Any:
    paging = {"cursors": {"after": after}, "next": f"https://graph.facebook.com/?access_token=rahasia&after={after}"}
    return answer({"data": list(rows), **({"paging": paging} if after else {})})


def test_pictures_are_taken_in_unseen_and_shown_by_one_post() -> None:
    media = Media(file="posko.png", alt="Peta tiga posko")
    taken = SUBJECT.talk(ONE.upload(media, ACCOUNT))
    (call,) = taken.calls
    assert call.body == Form(
        fields={"published": "false", "alt_text_custom": "Peta tiga posko"},
        files={"source": Slice("posko.png", type="image/png")},
    )
    assert taken.result == "9"
    talk = SUBJECT.talk(ONE.publish(SUBJECT.ready(), ACCOUNT))
    (call,) = talk.calls
    assert call.body == Json({"message": PART.text, "attached_media": [{"media_fbid": "9"}]})
    assert call.effect is Effect.ONCE
    assert talk.result == RECEIPT


def test_a_repeat_is_no_proof_and_looking_decides() -> None:
    again = {"error": {"message": "Duplicate status message", "code": 506, "error_subcode": 1455006}}
    talk = converse(ONE.publish(READY, ACCOUNT), scripted({"POST /*": answer(again, 400)}))
    assert isinstance(talk.error, Duplicate)
    assert talk.error.existing is None
    assert SUBJECT.talk(ONE.find(PART, ACCOUNT)).result == RECEIPT


def test_a_post_is_known_by_its_words_and_its_hour() -> None:
    spaced = {**POST, "message": f" {PART.text}\n"}
    assert converse(ONE.find(PART, ACCOUNT), scripted({LIST: page(spaced)})).result == RECEIPT
    for other in (
        {**POST, "message": "Lain"},
        {**POST, "created_time": "2026-12-01T10:59:59+0000"},
        {**POST, "message": 1},
    ):
        assert converse(ONE.find(PART, ACCOUNT), scripted({LIST: page(other)})).result is None


def test_looking_goes_on_until_the_posts_are_too_old_by_cursors_alone() -> None:
    other = {**POST, "message": "Lain"}
    old = {**other, "created_time": "2026-11-30T12:00:00+0000"}
    talk = converse(ONE.find(PART, ACCOUNT), scripted({LIST: [page(other, after="c1"), page(POST, old, after="c2")]}))
    assert talk.result == RECEIPT
    assert [("after=c1" in call.url, "token" in call.url) for call in talk.calls] == [(False, False), (True, False)]
    ended = converse(ONE.find(PART, ACCOUNT), scripted({LIST: [page(other, after="c1"), page(other, old, after="c2")]}))
    assert ended.result is None
    assert len(ended.calls) == 2
    endless = converse(ONE.find(PART, ACCOUNT), scripted({LIST: page(other, after="c")}))
    assert isinstance(endless.error, NeedsHuman)


@pytest.mark.parametrize("at", ["kemarin", "", "9999-99-99T00:00:00+0000"])
def test_a_time_that_cannot_be_read_is_an_error(at: str) -> None:
    talk = converse(ONE.find(PART, ACCOUNT), scripted({LIST: page({**POST, "created_time": at})}))
    assert isinstance(talk.error, ProtocolError)


def test_what_is_gone_is_deleted_and_what_only_seems_gone_is_not() -> None:
    delete, look = f"DELETE /v26.0/{ID}", f"GET /v26.0/{ID}"
    gone: Routes = {delete: GONE, look: GONE}
    assert converse(ONE.revoke(RECEIPT, ACCOUNT), scripted(gone)).error is None
    there: Routes = {delete: GONE, look: answer({"id": ID})}
    assert isinstance(converse(ONE.revoke(RECEIPT, ACCOUNT), scripted(there)).error, Misconfigured)
    unsaid: Routes = {delete: answer({"success": False})}
    assert isinstance(converse(ONE.revoke(RECEIPT, ACCOUNT), scripted(unsaid)).error, InDoubt)


def test_words_are_put_in_place_of_others() -> None:
    talk = SUBJECT.talk(ONE.edit(RECEIPT, evolve(PART, text="Siaga banjir: 4 posko dibuka"), ACCOUNT))
    (call,) = talk.calls
    assert (call.method, call.url) == ("POST", f"https://graph.facebook.com/v26.0/{ID}")
    assert call.body == Json({"message": "Siaga banjir: 4 posko dibuka"})
    assert talk.result == RECEIPT
    assert isinstance(converse(ONE.edit(RECEIPT, PART, ACCOUNT), scripted({"POST /*": answer({})})).error, InDoubt)


def test_counts_come_with_views_where_they_may_be_read() -> None:
    counted = Metrics(post=PART.post, at=NOON, views=900, likes=5, shares=2, replies=1)
    assert SUBJECT.talk(ONE.metrics(RECEIPT, PART.post, NOON, ACCOUNT)).result == counted
    refused = answer({"error": {"message": "(#200) needs read_insights", "code": 200}}, 403)
    routes: Routes = {"GET /*/insights": refused, "GET /*": answer({"id": ID, "reactions": COUNTS["reactions"]})}
    talk = converse(ONE.metrics(RECEIPT, PART.post, NOON, ACCOUNT), scripted(routes))
    assert talk.result == Metrics(post=PART.post, at=NOON, likes=5)
    busy: Routes = {**routes, "GET /*/insights": answer({"error": {"message": "slow down", "code": 80001}}, 400)}
    assert isinstance(converse(ONE.metrics(RECEIPT, PART.post, NOON, ACCOUNT), scripted(busy)).error, Throttled)


def test_an_account_is_looked_at_without_posting() -> None:
    hidden = {"name": "Humas", "is_published": False, "can_post": False}
    talk = converse(ONE.inspect(ACCOUNT), scripted({"GET /*": answer(hidden)}))
    notes = ("the Page is not published: nobody sees its posts",)
    assert talk.result == Standing(name="Humas", can_post=False, notes=notes)


def test_an_account_without_a_page_is_told_what_to_write() -> None:
    talk = converse(ONE.publish(READY, evolve(ACCOUNT, options={})), scripted({}))
    assert isinstance(talk.error, Misconfigured)
    assert "page" in talk.error.message
    assert not talk.calls


def test_a_picture_that_is_too_large_is_refused_for_good() -> None:
    refused = {"error": {"message": "Photos should be smaller than 4 MB", "code": 324, "error_subcode": 1366046}}
    talk = converse(ONE.upload(Media(file="a.png", alt="a"), ACCOUNT), scripted({"POST /*": answer(refused, 400)}))
    assert isinstance(talk.error, Rejected)
