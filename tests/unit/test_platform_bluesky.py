"""Bluesky: what is particular about it. What holds for every platform is in the contract."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import evolve
from tests.platforms.bluesky import FILM, SESSION, SUBJECT

from govpr.errors import Misconfigured, ProtocolError, Rejected, Throttled, Unauthorized, Unreachable
from govpr.http.calls import Json, Secret
from govpr.http.sessions import Tokens
from govpr.models import Account, Media, MediaKind, Receipt, Source
from govpr.platforms._records import facets, tid
from govpr.platforms.bluesky import Bluesky
from govpr.platforms.protocol import Attachment
from govpr.testing import Check, answer, converse, scripted
from govpr.testing.contract import checks_of
from govpr.testing.conversations import NOON, Conversation
from govpr.testing.subject import PART

ONE = Bluesky()
ACCOUNT = Account(id="humas", platform="bluesky", handle="@humas.go.id", agency="contoh")
FIRST = "at://did:plc:humas/app.bsky.feed.post/3n3kwumg5hzu2"
SECOND = "at://did:plc:humas/app.bsky.feed.post/3n3kwumg5hzu3"
PUT = {"POST /xrpc/com.atproto.repo.putRecord": answer({"uri": FIRST, "cid": "bafyreia"})}
MP4 = Media(
    file="film.mp4",
    alt="Posko",
    kind=MediaKind.VIDEO,
    type="video/mp4",
    digest="ab" * 32,
    width=720,
    height=1280,
)
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
    media = (Attachment(handle='{"blob": {"$type": "blob"}}', alt="Peta", type="image/png"),)
    record = published(converse(ONE.publish(evolve(PART, media=media), ACCOUNT), scripted(PUT)))["record"]
    assert record["embed"] == {
        "$type": "app.bsky.embed.images",
        "images": [{"image": {"$type": "blob"}, "alt": "Peta"}],
    }


def test_a_picture_keeps_its_shape() -> None:
    blob = {"$type": "blob", "ref": {"$link": "bafkreib"}}
    routes = {**PUT, "POST /xrpc/com.atproto.repo.uploadBlob": answer({"blob": blob})}
    media = Media(file="peta.png", alt="Peta", width=1200, height=675)
    handle = converse(ONE.upload(media, ACCOUNT), scripted(routes)).result
    taken = (Attachment(handle=handle, alt="Peta", type="image/png"),)
    record = published(converse(ONE.publish(evolve(PART, media=taken), ACCOUNT), scripted(routes)))["record"]
    shape = {"width": 1200, "height": 675}
    assert record["embed"]["images"] == [{"image": blob, "alt": "Peta", "aspectRatio": shape}]


def filmed(**answers: Any) -> Conversation:
    routes: dict[str, Any] = {
        "GET /xrpc/com.atproto.server.getSession": answers.get("session", answer(SESSION)),
        "GET /xrpc/com.atproto.server.getServiceAuth": answer({"token": "izin-film"}),
        "POST /xrpc/app.bsky.video.uploadVideo": answers.get("upload", answer({"jobId": "7"})),
        "GET /xrpc/app.bsky.video.getJobStatus": answers.get(
            "job", answer({"jobStatus": {"jobId": "7", "blob": FILM}})
        ),
    }
    return converse(ONE.upload(MP4, ACCOUNT), scripted(routes))


def test_a_film_goes_to_the_video_service_with_a_token_for_that_alone() -> None:
    session, allowed, upload, status = filmed().calls
    assert session.url == "https://bsky.social/xrpc/com.atproto.server.getSession"
    assert parse_qs(urlsplit(allowed.url).query) == {
        "aud": ["did:web:jamur.host.example"],
        "lxm": ["com.atproto.repo.uploadBlob"],
        "exp": [str(int(NOON.timestamp()) + 1_800)],
    }
    assert upload.url == (
        "https://video.bsky.app/xrpc/app.bsky.video.uploadVideo?did=did%3Aplc%3Ahumas&name=abababababababab.mp4"
    )
    assert upload.lent == "izin-film"
    assert "izin-film" not in repr(upload)
    assert (upload.lent != session.lent, status.signed, status.after) == (True, False, 1.0)
    assert json.loads(filmed().result) == {"blob": FILM, "aspectRatio": {"width": 720, "height": 1280}}


@pytest.mark.parametrize("check", checks_of(evolve(SUBJECT, media=MP4)), ids=str)
def test_a_film_keeps_the_contract(check: Check) -> None:
    check()


def test_a_film_stands_in_the_record_with_its_words() -> None:
    taken = (Attachment(handle=json.dumps({"blob": FILM}), alt="Posko", type="video/mp4"),)
    record = published(converse(ONE.publish(evolve(PART, media=taken), ACCOUNT), scripted(PUT)))["record"]
    assert record["embed"] == {"$type": "app.bsky.embed.video", "video": FILM, "alt": "Posko"}


def test_a_film_that_the_service_has_already_is_used() -> None:
    there = {"jobId": "7", "error": "already_exists", "state": "JOB_STATE_COMPLETED", "message": "Video exists"}
    assert json.loads(filmed(upload=answer({**there, "blob": FILM}, 409)).result)["blob"] == FILM
    assert json.loads(filmed(upload=answer(there, 409)).result)["blob"] == FILM
    in_job = answer({"jobStatus": {**there, "state": "JOB_STATE_FAILED", "blob": FILM}})
    assert json.loads(filmed(job=in_job).result)["blob"] == FILM


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("validation_failure", Rejected),
        ("encoding_failure", Rejected),
        ("pds_upload_failure", Unreachable),
        ("pds_upload_unsupported_blob_size", Misconfigured),
        ("generic_failure", Unreachable),
    ],
)
def test_a_film_that_fails_says_why(code: str, kind: type[Exception]) -> None:
    job = {"jobId": "7", "state": "JOB_STATE_FAILED", "failureCode": code, "message": "kata layanan"}
    error = filmed(job=answer({"jobStatus": job})).error
    assert type(error) is kind
    assert "kata layanan" in str(error)


def test_a_film_that_takes_long_comes_back_and_refusals_are_typed() -> None:
    slow = filmed(job=answer({"jobStatus": {"jobId": "7", "state": "JOB_STATE_ENCODING"}}))
    assert isinstance(slow.error, Unreachable)
    assert slow.error.after == 60
    assert isinstance(filmed(upload=answer({"error": "Unauthorized"}, 401)).error, Unauthorized)
    assert isinstance(filmed(upload=answer({"error": "DailyLimitExceeded"}, 429)).error, Throttled)
    assert isinstance(filmed(upload=answer({})).error, ProtocolError)


def test_a_server_without_a_document_is_named_by_its_own_address() -> None:
    asked = filmed(session=answer({**SESSION, "didDoc": None})).calls[1].url
    assert "aud=did%3Aweb%3Absky.social" in asked


def test_the_first_link_gets_a_card_of_what_the_part_knows() -> None:
    def card(part: Any) -> Any:
        return published(converse(ONE.publish(part, ACCOUNT), scripted(routes)))["record"].get("embed")

    routes = {**PUT, "GET /xrpc/com.atproto.repo.getRecord": answer({"uri": FIRST, "cid": "bafyone"})}
    source = Source(title="Peringatan dini", url="https://contoh.go.id/a/", publisher="BMKG Contoh")
    part = evolve(PART, text="Lihat contoh.go.id/a dan https://contoh.go.id", title="Siaga banjir")
    external = {"uri": "https://contoh.go.id/a", "title": "Siaga banjir", "description": ""}
    assert card(part) == {"$type": "app.bsky.embed.external", "external": external}
    known = {**external, "title": "Peringatan dini", "description": "BMKG Contoh"}
    assert card(evolve(part, sources=(source,)))["external"] == known
    later = evolve(part, first=Receipt(id=FIRST), previous=Receipt(id=FIRST))
    assert card(later) is None
    assert card(evolve(later, sources=(source,)))["external"] == known
    assert card(evolve(part, text="Tanpa tautan")) is None
    assert card(evolve(part, title="")) is None


def test_the_standing_tells_of_closed_accounts_and_of_others() -> None:
    def standing(**session: Any) -> Any:
        return converse(ONE.inspect(ACCOUNT), scripted({"GET /*": answer({**SESSION, **session})})).result

    good = standing(handle="humas.go.id")
    assert (good.name, good.can_post, good.notes) == ("@humas.go.id", True, ())
    closed = standing(handle="lain.example", active=False, status="suspended", emailConfirmed=False)
    assert (closed.name, closed.can_post) == ("@lain.example", False)
    assert "suspended" in closed.notes[1]
    assert len(closed.notes) == 3


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
