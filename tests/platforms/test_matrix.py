"""What a Matrix room is sent, what servers refuse, and how a message is found again."""

from typing import Any

import pytest
from attrs import evolve

from govpr.errors import (
    DeliveryError,
    Misconfigured,
    NeedsHuman,
    Rejected,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Call, Json, Reply
from govpr.models import MediaKind, Receipt
from govpr.platforms._matrix import MARK
from govpr.platforms.matrix import Matrix
from govpr.platforms.protocol import Attachment, Outgoing
from govpr.testing import Conversation, answer, converse, failing, scripted
from govpr.testing.subject import PICTURE
from tests.platforms.matrix import ACCOUNT, CLIENT, EVENT, ROOMS, SUBJECT
from tests.platforms.specs import fits

MATRIX = Matrix()
REFUSALS = [
    (400, "M_BAD_JSON", Rejected),
    (400, "M_NOT_JSON", Rejected),
    (400, "M_INVALID_PARAM", Rejected),
    (400, "M_USER_LIMIT_EXCEEDED", NeedsHuman),
    (401, "M_UNKNOWN_TOKEN", Unauthorized),
    (401, "M_MISSING_TOKEN", Unauthorized),
    (401, "M_USER_LOCKED", Unauthorized),
    (403, "M_FORBIDDEN", Misconfigured),
    (403, "M_USER_DEACTIVATED", Unauthorized),
    (403, "M_USER_SUSPENDED", NeedsHuman),
    (403, "M_RESOURCE_LIMIT_EXCEEDED", NeedsHuman),
    (404, "M_NOT_FOUND", Rejected),
    (404, "M_UNRECOGNIZED", Misconfigured),
    (413, "M_TOO_LARGE", Rejected),
    (429, "M_LIMIT_EXCEEDED", Throttled),
    (500, "M_UNKNOWN", Unreachable),
    (502, "M_FORBIDDEN", Unreachable),
]


def troubled(name: str, reply: Reply, turn: int = 1) -> Conversation:
    return converse(SUBJECT.flows()[name](), failing(scripted(SUBJECT.routes), turn, reply))


def found(*pages: list[dict[str, Any]], end: str | None = None) -> Conversation:
    ends = [{"end": "b"}] * (len(pages) - 1) + [{"end": end} if end else {}]
    replies = [answer({"chunk": list(page), "start": "a", **more}) for page, more in zip(pages, ends, strict=True)]
    routes = {**SUBJECT.routes, f"GET {ROOMS}/messages": replies}
    return converse(MATRIX.find(SUBJECT.part, ACCOUNT), scripted(routes))


def sent(part: Outgoing) -> dict[str, Any]:
    (call,) = SUBJECT.talk(MATRIX.publish(part, ACCOUNT)).effects
    return body(call)


def body(call: Call) -> dict[str, Any]:
    assert isinstance(call.body, Json)
    return dict(call.body.value)


@pytest.mark.parametrize(("status", "code", "kind"), REFUSALS)
def test_refusals_mean_what_matrix_says(status: int, code: str, kind: type[DeliveryError]) -> None:
    error = troubled("publish", answer({"errcode": code, "error": "Maaf, tidak bisa"}, status)).error
    assert type(error) is kind
    assert (error.code, error.message) == (code, "Maaf, tidak bisa")


@pytest.mark.parametrize(
    ("more", "headers", "after"), [({"retry_after_ms": 2500}, {}, 2.5), ({}, {"retry-after": "3"}, 3.0), ({}, {}, None)]
)
def test_a_server_says_how_long_to_wait(more: dict[str, int], headers: dict[str, str], after: float | None) -> None:
    refused = answer({"errcode": "M_LIMIT_EXCEEDED", "error": "Too many requests", **more}, 429, headers)
    error = troubled("publish", refused).error
    assert isinstance(error, Throttled)
    assert error.after == after


def test_a_room_that_nobody_knows_is_a_setting_to_mend() -> None:
    error = troubled("publish", answer({"errcode": "M_NOT_FOUND", "error": "Room alias not found"}, 404), turn=0).error
    assert isinstance(error, Misconfigured)
    assert "#kabar:contoh.go.id" in str(error)


def test_a_room_with_an_id_is_not_looked_up() -> None:
    account = evolve(ACCOUNT, options={"room": "!a:contoh.go.id"})
    talk = SUBJECT.talk(MATRIX.publish(SUBJECT.part, account))
    assert len(talk.calls) == 1
    assert talk.result.url == "https://matrix.to/#/%21a%3Acontoh.go.id/%24satu?via=contoh.go.id"


def test_the_transaction_is_the_parts_key_and_nobody_is_mentioned() -> None:
    (call,) = SUBJECT.talk(SUBJECT.flows()["publish"]()).effects
    assert call.url.rpartition("/")[2] == SUBJECT.part.key
    assert body(call) == {"msgtype": "m.text", "body": SUBJECT.part.text, "m.mentions": {}, MARK: SUBJECT.part.key}


def test_a_later_part_stands_in_the_thread_of_the_first() -> None:
    later = evolve(SUBJECT.part, first=Receipt(id="$satu"), previous=Receipt(id="$dua"))
    assert sent(later)["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": "$satu",
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": "$dua"},
    }
    fits("matrix", evolve(SUBJECT, part=later))


@pytest.mark.parametrize(
    ("media", "kind"),
    [
        (evolve(PICTURE, width=8, height=9), "m.image"),
        (evolve(PICTURE, file="/tmp/rahasia/posko.mp4", type="video/mp4", kind=MediaKind.VIDEO), "m.video"),
    ],
)
def test_a_file_is_shown_with_the_words_as_its_caption(media: Any, kind: str) -> None:
    handle = SUBJECT.talk(MATRIX.upload(media, ACCOUNT)).result
    content = sent(evolve(SUBJECT.part, media=(Attachment(handle=handle, alt=media.alt, type=media.type),)))
    assert (content["msgtype"], content["body"], content["url"]) == (
        kind,
        SUBJECT.part.text,
        "mxc://contoh.go.id/AQwaf",
    )
    assert content["filename"].startswith("posko.")
    assert content["info"]["size"] == media.size
    assert "rahasia" not in repr(content)


def test_a_message_is_found_by_its_transaction_or_by_its_mark() -> None:
    by_mark = {**EVENT, "unsigned": {}}
    by_transaction = {**EVENT, "content": {"body": "x"}}
    for event in (by_mark, by_transaction):
        assert found([event]).result == SUBJECT.receipt()
    assert found([{**EVENT, "unsigned": {"transaction_id": "lain"}, "content": {MARK: "lain"}}]).result is None


def test_a_message_that_was_deleted_since_is_for_a_person() -> None:
    gone = {**EVENT, "content": {}, "unsigned": {"transaction_id": SUBJECT.part.key, "redacted_because": {}}}
    assert isinstance(found([gone]).error, NeedsHuman)


def test_it_looks_back_to_the_time_when_the_part_was_due() -> None:
    other = {**EVENT, "content": {}, "unsigned": {}}
    assert found([other], [], [EVENT]).result == SUBJECT.receipt()
    older = {**other, "origin_server_ts": int((SUBJECT.part.at.timestamp() - 7200) * 1000)}
    talk = found([other], [older], [EVENT])
    assert talk.result is None
    assert len(talk.calls) == 4
    assert isinstance(found([other], end="b").error, NeedsHuman)


def test_an_edit_keeps_the_file_and_repeats_without_harm() -> None:
    before = {**EVENT, "content": {"msgtype": "m.image", "url": "mxc://a/b", "filename": "a.png", "body": "lama"}}
    routes = {**SUBJECT.routes, f"GET {ROOMS}/event/*": answer(before)}
    first, again = (converse(SUBJECT.flows()["edit"](), scripted(routes)).effects for _ in range(2))
    assert first == again
    content = body(first[0])
    assert content["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$satu"}
    new = {"msgtype": "m.image", "url": "mxc://a/b", "filename": "a.png", "body": SUBJECT.part.text, "m.mentions": {}}
    assert content["m.new_content"] == new
    relations = {"GET /_matrix/client/v1/rooms/*/relations/*": answer({"chunk": []})}
    other = converse(SUBJECT.flows()["edit"](), scripted({**routes, **relations})).effects
    assert other[0].url != first[0].url


def test_all_parts_are_deleted_the_last_one_first() -> None:
    thread = Receipt(id="$satu", parts=("$satu", "$dua"))
    calls = SUBJECT.talk(MATRIX.revoke(thread, ACCOUNT)).effects
    assert ["%24dua" in calls[0].url, "%24satu" in calls[1].url] == [True, True]
    assert troubled("revoke", answer({"errcode": "M_NOT_FOUND"}, 404)).error is None


def test_what_is_too_much_to_count_is_none() -> None:
    more = answer({"chunk": [{}] * 100, "next_batch": "n"})
    routes = {**SUBJECT.routes, "GET /_matrix/client/v1/rooms/*/relations/*": more}
    assert converse(SUBJECT.flows()["metrics"](), scripted(routes)).result.likes is None
    thread = evolve(SUBJECT.receipt(), parts=("$satu", "$dua"))
    counts = SUBJECT.talk(MATRIX.metrics(thread, "post-1", SUBJECT.part.at, ACCOUNT)).result
    assert (counts.likes, counts.replies) == (1, 0)


STANDINGS = [
    (f"GET {CLIENT}/joined_rooms", {"joined_rooms": []}, "not joined"),
    (f"GET {ROOMS}/state/m.room.power_levels/", {"events": {"m.room.message": "100"}}, "power level"),
    (f"GET {ROOMS}/state/m.room.encryption/", {"algorithm": "m.megolm.v1.aes-sha2"}, "encrypted"),
]


@pytest.mark.parametrize(("path", "reply", "note"), STANDINGS)
def test_what_stops_an_account_is_seen_beforehand(path: str, reply: dict[str, Any], note: str) -> None:
    standing = converse(MATRIX.inspect(ACCOUNT), scripted({path: answer(reply), **_without(path)})).result
    assert not standing.can_post
    assert note in standing.notes[0]


def _without(path: str) -> dict[str, Any]:
    return {pattern: replies for pattern, replies in SUBJECT.routes.items() if pattern != path}


def test_a_creator_may_speak_though_no_list_names_it() -> None:
    path = f"GET {ROOMS}/state/m.room.create/"
    content = {"room_version": "12", "additional_creators": ["@humas:contoh.go.id"]}
    create = answer({"sender": "@admin:contoh.go.id", "content": content})
    levels = {f"GET {ROOMS}/state/m.room.power_levels/": answer({"events_default": 50})}
    routes = {**SUBJECT.routes, **levels, path: create}
    assert converse(MATRIX.inspect(ACCOUNT), scripted(routes)).result.can_post
    older = answer({"sender": "@humas:contoh.go.id", "content": {"room_version": "11"}})
    assert not converse(MATRIX.inspect(ACCOUNT), scripted({**routes, path: older})).result.can_post


def test_a_token_without_a_device_is_said() -> None:
    standing = troubled("inspect", answer({"user_id": "@humas:contoh.go.id"}), turn=0).result
    assert standing.can_post
    assert "device" in standing.notes[0]


def test_a_server_that_names_no_size_leaves_the_rules_as_they_are() -> None:
    assert troubled("limits", answer({}), turn=0).result == MATRIX.rules
    assert SUBJECT.talk(SUBJECT.flows()["limits"]()).result.images.bytes == 50_000_000
