"""Bluesky: what is particular about it. What holds for every platform is in the contract."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from govpr.errors import Misconfigured, ProtocolError, Rejected, Unauthorized
from govpr.http.calls import Json, Secret
from govpr.http.sessions import Tokens
from govpr.models import Account, Receipt
from govpr.platforms._records import facets, tid
from govpr.platforms.bluesky import Bluesky
from govpr.platforms.protocol import Attachment
from govpr.testing import answer, converse, scripted
from govpr.testing.conversations import NOON, Conversation
from govpr.testing.subject import PART

ONE = Bluesky()
ACCOUNT = Account(id="humas", platform="bluesky", handle="@humas.go.id", agency="contoh")
FIRST = "at://did:plc:humas/app.bsky.feed.post/3n3kwumg5hzu2"
SECOND = "at://did:plc:humas/app.bsky.feed.post/3n3kwumg5hzu3"
PUT = {"POST /xrpc/com.atproto.repo.putRecord": answer({"uri": FIRST, "cid": "bafyreia"})}
TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")


def published(talk: Conversation) -> dict[str, Any]:
    body = talk.effects[0].body
    assert isinstance(body, Json)
    return dict(body.value)


def test_the_record_is_the_same_in_each_try_and_its_key_is_valid() -> None:
    talk = converse(ONE.publish(PART, ACCOUNT), scripted(PUT))
    put = published(talk)
    assert put == {
        "repo": "humas.go.id",
        "collection": "app.bsky.feed.post",
        "rkey": tid(PART.at, PART.key),
        "record": {
            "$type": "app.bsky.feed.post",
            "text": PART.text,
            "createdAt": "2026-12-01T12:00:00.000000Z",
            "langs": ["id"],
        },
    }
    assert talk.result.url == "https://bsky.app/profile/did:plc:humas/post/3n3kwumg5hzu2"


def test_parts_that_are_due_at_the_same_time_have_different_keys() -> None:
    keys = {tid(NOON, f"{number:032x}") for number in range(5_000)}
    assert len(keys) == 5_000


def test_our_pattern_of_keys_is_that_of_the_specification(shared: Path) -> None:
    folder = shared / "data" / "conformance" / "atproto" / "syntax"
    for name, fits in (("valid", True), ("invalid", False)):
        lines = (folder / f"tid_syntax_{name}.txt").read_text().splitlines()
        cases = [line for line in lines if line and not line.startswith("#")]
        assert cases
        assert all(bool(TID.fullmatch(case)) is fits for case in cases)
    assert TID.fullmatch(tid(datetime(2026, 12, 1, tzinfo=UTC), "00"))


def test_places_are_counted_in_bytes() -> None:
    text = "👨‍👩‍👧‍👦 é https://contoh.go.id/a #Siaga @bmkg.go.id @komdigi"
    found = facets(text, {"bmkg.go.id": "did:plc:bmkg"})
    places = [text.encode()[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode() for one in found]
    assert places == ["https://contoh.go.id/a", "#Siaga", "@bmkg.go.id"]
    assert [one["features"][0] for one in found] == [
        {"$type": "app.bsky.richtext.facet#link", "uri": "https://contoh.go.id/a"},
        {"$type": "app.bsky.richtext.facet#tag", "tag": "Siaga"},
        {"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:bmkg"},
    ]


def test_a_mention_that_does_not_resolve_stays_text_and_any_other_trouble_stops() -> None:
    part = evolve(PART, text="Info @bmkg.go.id")
    handle = "GET /xrpc/com.atproto.identity.resolveHandle"
    unknown = answer({"error": "HandleNotFound", "message": "Unable to resolve handle"}, 400)
    assert "facets" not in published(converse(ONE.publish(part, ACCOUNT), scripted({**PUT, handle: unknown})))["record"]
    talk = converse(ONE.publish(part, ACCOUNT), scripted({**PUT, handle: answer(None, 502)}))
    assert talk.error is not None
    assert talk.effects == ()


def test_a_reply_names_root_and_parent_with_their_fingerprints() -> None:
    records = [answer({"uri": FIRST, "cid": "bafyone"}), answer({"uri": SECOND, "cid": "bafytwo"})]
    part = evolve(PART, first=Receipt(id=FIRST), previous=Receipt(id=SECOND))
    talk = converse(ONE.publish(part, ACCOUNT), scripted({**PUT, "GET /xrpc/com.atproto.repo.getRecord": records}))
    assert published(talk)["record"]["reply"] == {
        "root": {"uri": FIRST, "cid": "bafyone"},
        "parent": {"uri": SECOND, "cid": "bafytwo"},
    }


def test_pictures_carry_their_words() -> None:
    media = (Attachment(handle='{"$type": "blob"}', alt="Peta", type="image/png"),)
    record = published(converse(ONE.publish(evolve(PART, media=media), ACCOUNT), scripted(PUT)))["record"]
    assert record["embed"] == {
        "$type": "app.bsky.embed.images",
        "images": [{"image": {"$type": "blob"}, "alt": "Peta"}],
    }


def test_only_a_record_that_is_not_there_is_not_there() -> None:
    absent = answer({"error": "RecordNotFound", "message": "Could not locate record"}, 400)
    assert converse(ONE.find(PART, ACCOUNT), scripted({"GET /*": absent})).error is None
    for trouble in (answer({"error": "InvalidRequest", "message": "Could not find repo"}, 400), answer(None, 404)):
        assert isinstance(converse(ONE.find(PART, ACCOUNT), scripted({"GET /*": trouble})).error, Rejected)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer({"error": "AccountTakedown", "message": "Account has been taken down"}, 400), Unauthorized),
        (answer({"error": "ExpiredToken", "message": "Token has expired"}, 400), Unauthorized),
        (answer({"error": "Forbidden", "message": "no"}, 403), Misconfigured),
        (answer({"error": "InvalidRequest", "message": "grapheme too big (maximum 300, got 301)"}, 400), Rejected),
    ],
)
def test_what_the_server_names_is_understood(reply: Any, kind: type[Exception]) -> None:
    assert type(converse(ONE.publish(PART, ACCOUNT), scripted({"POST /*": reply})).error) is kind


def test_signing_in_leaves_a_place_for_the_password() -> None:
    tokens = {"accessJwt": "a", "refreshJwt": "r", "did": "did:plc:humas"}
    talk = converse(ONE.sign_in(ACCOUNT), scripted({"POST /*": answer(tokens)}))
    (call,) = talk.calls
    assert call.body == Json({"identifier": "humas.go.id", "password": Secret("password")})
    assert call.signed is False
    assert talk.result == Tokens(access="a", refresh="r", identity="did:plc:humas")
    other = converse(
        ONE.renew(ACCOUNT, Tokens(access="a", refresh="r", identity="did:plc:x")), scripted({"POST /*": answer(tokens)})
    )
    assert isinstance(other.error, ProtocolError)


def test_counts_come_from_the_public_view() -> None:
    post = {"likeCount": 5, "repostCount": 2, "replyCount": 1, "quoteCount": 0}
    thread = Receipt(id=FIRST, parts=(FIRST, SECOND))
    talk = converse(ONE.metrics(thread, PART.post, NOON, ACCOUNT), scripted({"GET /*": answer({"posts": [post]})}))
    assert (talk.result.likes, talk.result.shares, talk.result.replies, talk.result.quotes) == (5, 2, 0, 0)
    assert talk.calls[0].url.startswith("https://public.api.bsky.app/xrpc/app.bsky.feed.getPosts?uris=at%3A")
    assert talk.calls[0].signed is False
    gone = converse(ONE.metrics(thread, PART.post, NOON, ACCOUNT), scripted({"GET /*": answer({"posts": []})}))
    assert isinstance(gone.error, Rejected)


def test_a_receipt_of_another_platform_deletes_nothing() -> None:
    talk = converse(ONE.revoke(Receipt(id="114"), ACCOUNT), scripted({"POST /*": answer({})}))
    assert isinstance(talk.error, Rejected)
    assert talk.calls == ()
