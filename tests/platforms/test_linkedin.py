"""LinkedIn: what is particular about it. What holds for every platform is in the contract."""

from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govpr.errors import (
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
from govpr.http.calls import Effect, Json, Reply, Slice
from govpr.models import Media, MediaKind, Receipt, Source
from govpr.platforms._linkedin import little, plain
from govpr.platforms.linkedin import LinkedIn
from govpr.platforms.protocol import Attachment
from govpr.testing import Check, answer, converse, scripted
from govpr.testing.contract import checks_of
from govpr.testing.conversations import NOON, Conversation
from govpr.testing.subject import PART
from tests.platforms.linkedin import ACCOUNT, AT, CREATED, ID, IMAGE, PAGE, POST, SUBJECT, TEXT, UPLOADS, VIDEO

ONE = LinkedIn()
FILM = Media(file="film.mp4", alt="Posko", kind=MediaKind.VIDEO, type="video/mp4", size=9_000_000)
DAY = 86_400_000


def published(part: Any = PART, reply: Reply = CREATED) -> Conversation:
    return converse(ONE.publish(part, ACCOUNT), scripted({"POST /rest/posts": reply}))


def body(talk: Conversation) -> Any:
    sent = talk.effects[0].body
    assert isinstance(sent, Json)
    return sent.value


def found(*pages: list[Any]) -> Conversation:
    routes = {"GET /rest/posts": [answer({"elements": page}) for page in pages]}
    return converse(ONE.find(SUBJECT.part, ACCOUNT), scripted(routes))


def test_a_post_says_all_that_linkedin_wants_to_know() -> None:
    talk = published(evolve(PART, text="Siaga"))
    assert body(talk) == {
        "author": PAGE,
        "commentary": "Siaga",
        "visibility": "PUBLIC",
        "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
    }
    assert talk.effects[0].effect is Effect.ONCE
    assert dict(talk.effects[0].headers) == {"LinkedIn-Version": "202609", "X-Restli-Protocol-Version": "2.0.0"}
    assert talk.result == Receipt(id=ID, url=f"https://www.linkedin.com/feed/update/{ID}", at=NOON)


def test_the_version_is_known_to_end() -> None:
    assert (ONE.version.name, ONE.version.ends) == ("202609", date(2027, 9, 15))


def test_every_reserved_character_is_escaped_and_hashtags_stay_live() -> None:
    text = r"(a) [b] {c} @e *f* _g_ ~h~ <i> |j| \k #d #l_m C#"
    assert little(text) == (
        r"\(a\) \[b\] \{c\} \@e \*f\* \_g\_ \~h\~ \<i\> \|j\| \\k {hashtag|\#|d} {hashtag|\#|l\_m} C\#"
    )
    assert plain(little(text)) == text


@given(st.text(alphabet="ab1 \n#＃\\|{}@[]()<>*_~", max_size=60) | st.text(max_size=60))
def test_what_is_escaped_shows_the_very_words(text: str) -> None:
    assert plain(little(text)) == text


def test_files_and_their_words_stand_in_the_post() -> None:
    picture, other = (Attachment(handle=f"{IMAGE}{end}", alt=f"Peta {end}", type="image/png") for end in "ab")
    film = Attachment(handle=VIDEO, alt="Posko", type="video/mp4")

    def content(*media: Attachment, title: str = "") -> Any:
        return body(published(evolve(PART, media=media, title=title)))["content"]

    one = {"id": f"{IMAGE}a", "altText": "Peta a"}
    assert content(picture) == {"media": one}
    assert content(picture, other) == {"multiImage": {"images": [one, {"id": f"{IMAGE}b", "altText": "Peta b"}]}}
    assert content(film) == {"media": {"id": VIDEO}}
    assert content(film, title="Siaga") == {"media": {"id": VIDEO, "title": "Siaga"}}


def test_a_link_brings_what_the_post_itself_knows_of_it() -> None:
    source = Source(title="Peringatan dini", url="https://bmkg.example/siaga/", publisher="BMKG Contoh")
    part = evolve(PART, text="Lihat https://bmkg.example/siaga", title="Siaga banjir")
    article = {"source": "https://bmkg.example/siaga", "title": "Siaga banjir"}
    assert body(published(part))["content"] == {"article": article}
    sourced = body(published(evolve(part, sources=(source,))))["content"]["article"]
    assert sourced == {**article, "title": "Peringatan dini", "description": "BMKG Contoh"}
    assert "content" not in body(published(evolve(part, title="")))


def test_a_picture_is_waited_for() -> None:
    talk = converse(ONE.upload(SUBJECT.media, ACCOUNT), scripted(SUBJECT.routes))
    begin, put, *polls = talk.calls
    assert begin.body == Json({"initializeUploadRequest": {"owner": PAGE}})
    assert (put.method, put.url, put.signed) == ("PUT", f"{UPLOADS}/gambar", True)
    assert [unquote(call.url) for call in polls] == [f"https://api.linkedin.com/rest/images/{IMAGE}"] * 2
    assert [call.after for call in polls] == [1.0, 2.0]
    assert talk.result == IMAGE


FILM_ROUTES: dict[str, Any] = {
    "POST /rest/videos": [
        answer(
            {
                "value": {
                    "video": VIDEO,
                    "uploadToken": "",
                    "uploadInstructions": [
                        {"uploadUrl": f"{UPLOADS}/1", "firstByte": 0, "lastByte": 4_194_303},
                        {"uploadUrl": f"{UPLOADS}/2", "firstByte": 4_194_304, "lastByte": 8_999_999},
                    ],
                }
            }
        ),
        answer({}),
    ],
    "PUT /dms-uploads/1": answer(None, 200, {"etag": '"satu"'}),
    "PUT /dms-uploads/2": answer(None, 200, {"etag": "dua"}),
    "GET /rest/videos/*": answer({"status": "AVAILABLE"}),
}


WITH_FILM = evolve(SUBJECT, media=FILM, routes={**SUBJECT.routes, **FILM_ROUTES})


@pytest.mark.parametrize("check", checks_of(WITH_FILM), ids=str)
def test_a_film_keeps_the_contract(check: Check) -> None:
    check()


def test_a_film_goes_up_by_the_parts_that_linkedin_names() -> None:
    talk = converse(ONE.upload(FILM, ACCOUNT), scripted(FILM_ROUTES))
    begin, one, two, done, _ = talk.calls
    about = {"owner": PAGE, "fileSizeBytes": 9_000_000, "uploadCaptions": False, "uploadThumbnail": False}
    assert begin.body == Json({"initializeUploadRequest": about})
    assert (one.body, two.body) == (Slice("film.mp4", 0, 4_194_304), Slice("film.mp4", 4_194_304, 9_000_000))
    assert not one.signed
    finish = {"video": VIDEO, "uploadToken": "", "uploadedPartIds": ["satu", "dua"]}
    assert done.body == Json({"finalizeUploadRequest": finish})
    assert talk.result == VIDEO


def test_an_upload_that_fails_says_why() -> None:
    def ended(**routes: Any) -> Any:
        changed = {name.replace("__", " /"): reply for name, reply in routes.items()}
        return converse(ONE.upload(FILM, ACCOUNT), scripted({**FILM_ROUTES, **changed})).error

    failed = answer({"status": "PROCESSING_FAILED", "processingFailureReason": "BAD_ASPECT_RATIO"})
    assert "BAD_ASPECT_RATIO" in str(ended(**{"GET__rest/videos/*": failed}))
    assert isinstance(ended(**{"GET__rest/videos/*": failed}), Rejected)
    assert isinstance(ended(**{"GET__rest/videos/*": answer({"status": "PROCESSING"})}), Unreachable)
    assert isinstance(ended(**{"PUT__dms-uploads/2": answer(None, 200)}), ProtocolError)
    assert isinstance(ended(**{"PUT__dms-uploads/2": answer({"code": "EXPIRED_UPLOAD_URL"}, 400)}), Stale)
    assert isinstance(ended(**{"POST__rest/videos": answer({"value": {"video": VIDEO}})}), ProtocolError)
    assert isinstance(converse(ONE.upload(evolve(FILM, size=None), ACCOUNT), scripted({})).error, Misconfigured)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "ACCESS_DENIED", Misconfigured),
        (401, "EMPTY_ACCESS_TOKEN", Unauthorized),
        (401, "INVALID_ACCESS_TOKEN", Unauthorized),
        (401, "EXPIRED_ACCESS_TOKEN", Unauthorized),
        (401, "REVOKED_ACCESS_TOKEN", Unauthorized),
        (426, "NONEXISTENT_VERSION", Misconfigured),
        (400, "INVALID_URN_TYPE", Misconfigured),
        (400, "INVALID_URN_ID", Misconfigured),
        (400, "MISSING_FIELD", Rejected),
        (400, "FIELD_LENGTH_TOO_LONG", Rejected),
        (400, "INVALID_VALUE_FOR_FIELD", Rejected),
        (400, "MEDIA_ASSET_PROCESSING_FAILED", Rejected),
        (400, "MEDIA_ASSET_WAITING_UPLOAD", Unreachable),
        (400, "EXPIRED_UPLOAD_URL", Stale),
        (404, "NOT_FOUND", Rejected),
        (409, "CONFLICT", Unreachable),
        (422, "UNPROCESSABLE_ENTITY", Rejected),
        (429, "TOO_MANY_REQUESTS", Throttled),
        (500, "INTERNAL_SERVER_ERROR", InDoubt),
        (503, "", InDoubt),
    ],
)
def test_what_linkedin_names_is_understood(status: int, code: str, kind: type[Exception]) -> None:
    refused = answer({"status": status, "code": code, "message": "kata LinkedIn"}, status)
    assert type(published(reply=refused).error) is kind


@pytest.mark.parametrize("status", [400, 409, 422])
def test_a_duplicate_names_the_post_that_is_there(status: int) -> None:
    def refused(name: str) -> Any:
        words = {"message": f"Content is a duplicate of {name}", "status": status}
        return published(reply=answer(words, status)).error

    assert isinstance(refused(ID), Duplicate)
    assert refused(ID).existing == ID
    assert refused("urn:li:ugcPost:7").existing == "urn:li:ugcPost:7"
    assert refused("urn:li:person:782bbtaQ").existing is None


def test_a_version_that_is_switched_off_says_so_and_a_daily_limit_waits_for_midnight() -> None:
    off = published(reply=answer({"code": "NONEXISTENT_VERSION", "message": "Requested version"}, 426)).error
    assert "update govpr" in str(off)
    words = "Resource level throttle APPLICATION DAY limit for calls to this resource is reached."
    daily = published(reply=answer({"code": "TOO_MANY_REQUESTS", "message": words}, 429)).error
    assert isinstance(daily, Throttled)
    assert daily.after == 12 * 3_600
    short = published(reply=answer({"code": "TOO_MANY_REQUESTS"}, 429, {"retry-after": "30"})).error
    assert isinstance(short, Throttled)
    assert short.after == 30


def test_a_success_that_names_no_post_is_a_doubt() -> None:
    assert isinstance(published(reply=answer(None, 201)).error, InDoubt)
    assert isinstance(published(reply=answer({"id": ID}, 200)).error, InDoubt)


def test_the_part_is_found_by_its_words_however_linkedin_writes_them() -> None:
    unescaped = {**POST, "commentary": TEXT.replace("(", r"\(").replace(")", r"\)")}
    for shown in (POST, unescaped):
        assert found([{"id": "urn:li:share:1", "commentary": "Lain", "lastModifiedAt": AT}, shown]).result.id == ID
    assert found([POST]).calls[0].headers["X-RestLi-Method"] == "FINDER"


def test_an_older_post_with_the_same_words_is_not_the_part() -> None:
    old = {**POST, "createdAt": AT - 30 * DAY, "lastModifiedAt": AT - 30 * DAY}
    assert found([old]).result is None
    changed_today = {**old, "lastModifiedAt": AT}
    assert found([changed_today], []).result is None


def test_it_leafs_through_newer_posts_but_not_for_ever() -> None:
    newer = {**POST, "id": "urn:li:share:2", "commentary": "Baru", "lastModifiedAt": AT + DAY}
    talk = found([newer], [POST])
    assert talk.result.id == ID
    assert "start=50" in talk.calls[1].url
    assert isinstance(found([newer]).error, NeedsHuman)


def test_an_edit_changes_the_words_alone() -> None:
    talk = converse(ONE.edit(Receipt(id=ID), evolve(PART, text="Kata (baru)"), ACCOUNT), scripted(SUBJECT.routes))
    assert body(talk) == {"patch": {"$set": {"commentary": r"Kata \(baru\)"}}}
    assert talk.effects[0].headers["X-RestLi-Method"] == "PARTIAL_UPDATE"
    assert unquote(talk.effects[0].url).endswith(f"/rest/posts/{ID}")
    assert talk.result == Receipt(id=ID)


def test_what_is_gone_is_deleted() -> None:
    gone = answer({"code": "NOT_FOUND"}, 404)
    talk = converse(ONE.revoke(Receipt(id=ID), ACCOUNT), scripted({"DELETE /rest/posts/*": gone}))
    assert talk.error is None
    assert talk.effects[0].headers["X-RestLi-Method"] == "DELETE"


def test_counts_are_asked_for_by_the_kind_of_the_post() -> None:
    def counted(name: str, *rows: Any) -> Conversation:
        reply = answer({"elements": list(rows)})
        return converse(ONE.metrics(Receipt(id=name), PART.post, NOON, ACCOUNT), scripted({"GET /*": reply}))

    numbers = {"impressionCount": 40, "likeCount": -1, "shareCount": 2, "commentCount": 1}
    talk = counted(ID, {"totalShareStatistics": numbers})
    read = talk.result
    assert (read.views, read.likes, read.shares, read.replies, read.quotes) == (40, 0, 2, 1, None)
    assert talk.calls[0].url.endswith("&shares=List(urn%3Ali%3Ashare%3A7243000000000000000)")
    assert "&ugcPosts=List(" in counted("urn:li:ugcPost:7").calls[0].url
    assert counted("urn:li:ugcPost:7").result.views is None


def test_the_standing_tells_whether_the_page_is_theirs() -> None:
    def standing(*rows: Any) -> Any:
        routes = {**SUBJECT.routes, "GET /rest/organizationAcls": answer({"elements": list(rows)})}
        return converse(ONE.inspect(ACCOUNT), scripted(routes)).result

    mine = standing({"organization": PAGE, "role": "CONTENT_ADMINISTRATOR"})
    assert (mine.name, mine.can_post, mine.scopes) == ("Kementerian Contoh", True, ("CONTENT_ADMINISTRATOR",))
    for rows in ([], [{"organization": "urn:li:organization:1", "role": "ADMINISTRATOR"}]):
        assert not standing(*rows).can_post
        assert "role ADMINISTRATOR" in standing(*rows).notes[0]
    assert standing({"organization": PAGE, "role": "ANALYST"}).can_post is False


def test_without_a_page_nothing_is_sent() -> None:
    talk = converse(ONE.publish(PART, evolve(ACCOUNT, options={})), scripted({}))
    assert isinstance(talk.error, Misconfigured)
    assert talk.calls == ()
