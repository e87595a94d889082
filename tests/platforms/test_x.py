"""X: what is particular about it. What holds for every platform is in the contract."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from govpr.content import checks
from govpr.errors import (
    Duplicate,
    InDoubt,
    Misconfigured,
    NeedsHuman,
    Rejected,
    Stale,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Effect, Form, Json, Reply, Slice
from govpr.models import Media, MediaKind, Receipt
from govpr.platforms.protocol import Attachment
from govpr.platforms.x import X
from govpr.testing import Check, answer, converse, scripted
from govpr.testing.contract import checks_of
from govpr.testing.conversations import NOON, Conversation
from govpr.testing.subject import PART
from tests.platforms.specs import fits
from tests.platforms.x import ACCOUNT, POST, SUBJECT, UPLOAD

ONE = X()
FIRST, SECOND = Receipt(id="1900000000000000001"), Receipt(id="1900000000000000002")
FILM = Media(file="film.mp4", alt="Posko", kind=MediaKind.VIDEO, type="video/mp4", size=9 * 1024 * 1024)
PICTURE = Attachment(handle="188", alt="Peta", type="image/png")
TYPE = "https://api.x.com/2/problems/"


def published(**routes: Any) -> Conversation:
    return converse(ONE.publish(PART, ACCOUNT), scripted({"POST /2/tweets": routes["reply"]}))


def found(part: Any, *pages: Any) -> Conversation:
    return converse(ONE.find(part, ACCOUNT), scripted({**SUBJECT.routes, "GET /2/users/7/tweets": list(pages)}))


def page(*posts: Any, more: str = "") -> Reply:
    meta = {"result_count": len(posts), "oldest_id": "1899"} | ({"next_token": more} if more else {})
    return answer({"data": list(posts), "meta": meta} if posts else {"meta": meta})


def body(talk: Conversation) -> Any:
    sent = talk.effects[0].body
    assert isinstance(sent, Json)
    return sent.value


def test_pictures_threads_and_films_fit_the_description_too() -> None:
    thread = evolve(PART, first=FIRST, previous=SECOND, media=(PICTURE,))
    for subject in (evolve(SUBJECT, part=thread), evolve(SUBJECT, media=FILM)):
        fits("x", subject)


def test_a_post_carries_its_files_and_answers_the_part_before() -> None:
    thread = evolve(PART, first=FIRST, previous=SECOND, media=(PICTURE,))
    talk = converse(ONE.publish(thread, ACCOUNT), scripted(SUBJECT.routes))
    assert body(talk) == {
        "text": PART.text,
        "media": {"media_ids": ["188"]},
        "reply": {"in_reply_to_tweet_id": SECOND.id},
    }
    assert talk.effects[0].effect is Effect.ONCE
    assert talk.result.url == "https://x.com/humas/status/1900000000000000001"


@pytest.mark.parametrize("check", checks_of(evolve(SUBJECT, media=FILM)), ids=str)
def test_a_film_keeps_the_contract(check: Check) -> None:
    check()


def test_a_film_goes_up_by_parts_and_is_waited_for() -> None:
    talk = converse(ONE.upload(FILM, ACCOUNT), scripted(SUBJECT.routes))
    first, *parts, _, status = talk.calls
    assert first.body == Json({"media_type": "video/mp4", "media_category": "tweet_video", "total_bytes": FILM.size})
    mib = 1024 * 1024
    assert [call.body for call in parts] == [
        Form({"segment_index": str(index)}, {"media": Slice("film.mp4", start * mib, stop * mib, "video/mp4")})
        for index, (start, stop) in enumerate([(0, 4), (4, 8), (8, 9)])
    ]
    assert (status.url, status.after) == ("https://api.x.com/2/media/upload?command=STATUS&media_id=188", 1.0)
    assert talk.result == "188"


def test_a_picture_is_described() -> None:
    talk = converse(ONE.upload(SUBJECT.media, ACCOUNT), scripted(SUBJECT.routes))
    assert talk.calls[-1].body == Json({"id": "188", "metadata": {"alt_text": {"text": SUBJECT.media.alt}}})


def test_what_x_cannot_work_with_is_refused_and_what_takes_long_comes_back() -> None:
    def status(**work: Any) -> Conversation:
        routes = {**SUBJECT.routes, "GET /2/media/upload": answer({"data": {**UPLOAD, "processing_info": work}})}
        return converse(ONE.upload(FILM, ACCOUNT), scripted(routes))

    failed = status(state="failed", error={"code": 1, "name": "InvalidMedia", "message": "Unsupported codec"})
    assert isinstance(failed.error, Rejected)
    assert "Unsupported codec" in str(failed.error)
    slow = status(state="in_progress", check_after_secs=10_000)
    assert isinstance(slow.error, Unreachable)
    assert max(call.after for call in slow.calls) == 30.0
    assert isinstance(converse(ONE.upload(evolve(FILM, size=None), ACCOUNT), scripted({})).error, Misconfigured)


@pytest.mark.parametrize(
    ("status", "problem", "kind"),
    [
        (400, {"title": "Invalid Request", "detail": "One is wrong", "type": f"{TYPE}invalid-request"}, Rejected),
        (400, {"detail": "Your media IDs are invalid.", "type": f"{TYPE}invalid-request"}, Stale),
        (401, {"title": "Unauthorized", "detail": "Unauthorized", "type": "about:blank", "status": 401}, Unauthorized),
        (402, {"title": "CreditsDepleted", "detail": "No credits", "type": f"{TYPE}credits"}, Misconfigured),
        (403, {"detail": "You are not allowed to create a Tweet with duplicate content."}, Duplicate),
        (403, {"detail": "Not permitted", "type": "about:blank", "title": "Forbidden"}, Misconfigured),
        (403, {"detail": "not enrolled", "type": f"{TYPE}client-forbidden"}, Misconfigured),
        (403, {"detail": "no access", "type": f"{TYPE}not-authorized-for-resource"}, Misconfigured),
        (403, {"detail": "app-only", "type": f"{TYPE}unsupported-authentication"}, Misconfigured),
        (403, {"detail": "This user is not allowed to post a video longer than 2 minutes."}, Rejected),
        (403, {"detail": "User has been suspended: [7]."}, NeedsHuman),
        (404, {"detail": "gone", "type": f"{TYPE}resource-not-found"}, Rejected),
        (429, {"detail": "Too Many Requests", "type": f"{TYPE}rate-limit-exceeded"}, Throttled),
        (429, {"detail": "Usage cap exceeded: Monthly", "type": f"{TYPE}usage-capped"}, Misconfigured),
        (403, {"errors": [{"code": 32, "message": "Could not authenticate you."}]}, Unauthorized),
        (403, {"errors": [{"code": 63, "message": "User"}]}, NeedsHuman),
        (403, {"errors": [{"code": 64, "message": "Your account"}]}, NeedsHuman),
        (403, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, Throttled),
        (403, {"errors": [{"code": 89, "message": "Invalid or expired token."}]}, Unauthorized),
        (403, {"errors": [{"code": 185, "message": "User is over daily status update limit."}]}, Throttled),
        (403, {"errors": [{"code": 186, "message": "Tweet needs to be a bit shorter."}]}, Rejected),
        (403, {"errors": [{"code": 187, "message": "Status is a duplicate."}]}, Duplicate),
        (400, {"errors": [{"code": 215, "message": "Bad Authentication data."}]}, Unauthorized),
        (403, {"errors": [{"code": 226, "message": "This request looks like it might be automated."}]}, NeedsHuman),
        (403, {"errors": [{"code": 261, "message": "Application cannot perform write actions."}]}, Misconfigured),
        (400, {"errors": [{"code": 324, "message": "The validation of media ids failed."}]}, Stale),
        (403, {"errors": [{"code": 326, "message": "To protect our users, this account is locked"}]}, NeedsHuman),
        (403, {"errors": [{"code": 385, "message": "You attempted to reply to a Tweet that is deleted"}]}, Rejected),
        (
            403,
            {"errors": [{"code": 433, "message": "The original Tweet author restricted who can reply"}]},
            Misconfigured,
        ),
        (503, {"detail": "duplicate content", "type": "about:blank"}, InDoubt),
    ],
)
def test_what_x_says_is_understood(status: int, problem: dict[str, Any], kind: type[Exception]) -> None:
    error = published(reply=answer(problem, status)).error
    assert type(error) is kind


def test_a_refusal_keeps_its_words_and_a_duplicate_names_nothing() -> None:
    words = "You are not allowed to create a Tweet with duplicate content."
    error = published(reply=answer({"detail": words}, 403)).error
    assert isinstance(error, Duplicate)
    assert (error.message, error.existing, error.where) == (words, None, "api.x.com")


def test_it_waits_for_the_window_that_is_used_up() -> None:
    noon = int(NOON.timestamp())
    windows = {
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": str(noon + 600),
        "x-user-limit-24hour-remaining": "0",
        "x-user-limit-24hour-reset": str(noon + 7_200),
        "x-app-limit-24hour-remaining": "12",
        "x-app-limit-24hour-reset": str(noon + 80_000),
    }
    error = published(reply=answer({"detail": "Too Many Requests"}, 429, windows)).error
    assert isinstance(error, Throttled)
    assert error.after == 7_200
    for headers, seconds in (({}, None), ({"retry-after": "30"}, 30)):
        plain = published(reply=answer({"detail": "Too Many Requests"}, 429, headers)).error
        assert isinstance(plain, Throttled)
        assert plain.after == seconds


def test_where_x_forbids_answers_the_advice_is_one_part() -> None:
    part = evolve(PART, first=FIRST, previous=FIRST)
    refused = answer({"detail": "Reply to this conversation is not allowed.", "title": "Forbidden"}, 403)
    error = converse(ONE.publish(part, ACCOUNT), scripted({"POST /2/tweets": refused})).error
    assert isinstance(error, Misconfigured)
    assert "plan the message as one part" in str(error)


def test_a_post_is_known_by_its_words_through_short_links_and_escapes() -> None:
    text = "Siaga & sigap: <3 posko> contoh.go.id/siaga dan https://Contoh.go.id/a é"
    shown = {
        **POST,
        "text": "Siaga &amp; sigap: &lt;3 posko&gt; https://t.co/aa dan https://t.co/bb é https://t.co/pic",
        "entities": {
            "urls": [
                {"url": "https://t.co/aa", "expanded_url": "http://contoh.go.id/siaga"},
                {"url": "https://t.co/bb", "expanded_url": "https://contoh.go.id/a"},
                {"url": "https://t.co/pic", "expanded_url": "https://x.com/humas/status/19/photo/1", "media_key": "3"},
            ]
        },
    }
    part = evolve(PART, text=text)
    assert found(part, page(shown)).result.id == POST["id"]
    assert found(part, page({**shown, "text": "Siaga &amp; sigap: https://t.co/aa"})).result is None


def test_a_later_part_is_found_at_its_place_alone() -> None:
    part = evolve(PART, first=FIRST, previous=SECOND)
    reply = {**POST, "referenced_posts": [{"type": "replied_to", "id": SECOND.id}]}
    other = {**POST, "referenced_posts": [{"type": "replied_to", "id": FIRST.id}]}
    assert found(part, page(other, reply)).result == Receipt(
        id=POST["id"], url="https://x.com/humas/status/1900000000000000001", at=NOON
    )
    assert found(part, page(POST, other)).result is None


def test_it_looks_from_the_due_time_on_and_leafs_but_not_for_ever() -> None:
    other = {**POST, "text": "Lain"}
    talk = found(PART, page(other, more="t"), page(POST))
    assert talk.result.id == POST["id"]
    assert "start_time=2026-12-01T11%3A55%3A00Z" in talk.calls[1].url
    assert talk.calls[1].url.endswith("&exclude=retweets")
    assert "until_id=1899" in talk.calls[2].url
    assert isinstance(found(PART, page(other, more="t")).error, NeedsHuman)
    assert found(evolve(PART, at=PART.at + timedelta(days=1)), page()).result is None


def edited(**shown: Any) -> Conversation:
    new = {**POST, "id": "1900000000000000009"}
    routes = {"GET /2/tweets/*": answer({"data": {**POST, **shown}}), "POST /2/tweets": answer({"data": new}, 201)}
    return converse(ONE.edit(evolve(FIRST, parts=(FIRST.id, SECOND.id)), PART, ACCOUNT), scripted(routes))


def test_an_edit_is_a_new_version_that_takes_the_place_of_the_first_part() -> None:
    talk = edited(edit_controls={"is_edit_eligible": True, "edits_remaining": 4})
    assert body(talk) == {"text": PART.text, "edit_options": {"previous_post_id": FIRST.id}}
    assert (talk.result.id, talk.result.parts) == ("1900000000000000009", ("1900000000000000009", SECOND.id))


def test_an_edit_keeps_the_files() -> None:
    talk = edited(attachments={"media_keys": ["3_188", "3_189"]})
    assert body(talk)["media"] == {"media_ids": ["188", "189"]}


def test_what_can_be_edited_no_more_is_left_as_it_is() -> None:
    for controls in ({"is_edit_eligible": False}, {"is_edit_eligible": True, "edits_remaining": 0}):
        talk = edited(edit_controls=controls)
        assert isinstance(talk.error, Rejected)
        assert talk.effects == ()
    gone = {"GET /2/tweets/*": answer({"errors": [{"type": f"{TYPE}resource-not-found"}]})}
    assert isinstance(converse(ONE.edit(FIRST, PART, ACCOUNT), scripted(gone)).error, Rejected)


def test_a_thread_is_deleted_from_its_end_and_what_is_gone_is_no_error() -> None:
    thread = evolve(FIRST, parts=(FIRST.id, SECOND.id))
    gone = answer({"detail": "gone", "type": f"{TYPE}resource-not-found"}, 404)
    talk = converse(ONE.revoke(thread, ACCOUNT), scripted({"DELETE /2/tweets/*": gone}))
    assert talk.error is None
    assert [call.url.rpartition("/")[2] for call in talk.calls] == [SECOND.id, FIRST.id]


def test_counts_are_read_under_both_names_and_leave_out_the_own_thread() -> None:
    def counts(of: Receipt, value: Any) -> Any:
        return converse(ONE.metrics(of, PART.post, NOON, ACCOUNT), scripted({"GET /2/tweets/*": answer(value)}))

    numbers = {"reply_count": 1, "like_count": 3, "quote_count": 0, "impression_count": 40}
    for name in ("repost_count", "retweet_count"):
        read = counts(FIRST, {"data": {"public_metrics": {**numbers, name: 2}}}).result
        assert (read.views, read.likes, read.shares, read.replies, read.quotes) == (40, 3, 2, 1, 0)
    thread = evolve(FIRST, parts=(FIRST.id, SECOND.id))
    assert counts(thread, {"data": {"public_metrics": numbers}}).result.replies == 0
    assert isinstance(counts(FIRST, {"errors": [{"type": f"{TYPE}resource-not-found"}]}).error, Rejected)


def test_the_standing_tells_of_another_account_of_few_readers_and_of_a_token_that_reads() -> None:
    def standing(headers: dict[str, str], **user: Any) -> Any:
        reply = answer({"data": {"id": "7", "username": "humas", **user}}, headers=headers)
        return converse(ONE.inspect(ACCOUNT), scripted({"GET /2/users/me": reply})).result

    assert standing({"x-access-level": "read-write"}).can_post
    assert standing({}).notes == ()
    reading = standing({"x-access-level": "read"}, username="lain", protected=True)
    assert (reading.name, reading.can_post, len(reading.notes)) == ("@lain", False, 3)


def test_the_limit_counts_as_x_counts() -> None:
    link, family = "https://contoh.go.id/alamat-yang-panjang-sekali", "👨‍👩‍👧"
    assert checks.check([f"{'a' * 256} {link}", family * 140], [], ONE.rules) == ()
    for text in (f"{'a' * 257} {link}", family * 141):
        assert [one.code for one in checks.check([text], [], ONE.rules)] == ["text.too-long"]
