"""TikTok: what is particular about it. What holds for every platform is in the contract."""

import json
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govpr.delivery.dispatch import Job, dispatch
from govpr.errors import (
    DeliveryError,
    InDoubt,
    Misconfigured,
    NeedsHuman,
    ProtocolError,
    Rejected,
    Stale,
    Submitted,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Call, Effect, Json, Reply, Slice
from govpr.models import Media, Post, Receipt
from govpr.platforms._tiktok_files import cut, noted
from govpr.platforms.protocol import Attachment
from govpr.platforms.tiktok import TikTok
from govpr.testing import answer, converse, scripted
from govpr.testing.conversations import NOON
from tests.platforms.tiktok import (
    ACCOUNT,
    ADDRESS,
    API,
    BEGUN,
    COUNTS,
    CREATOR,
    OUT,
    PUBLISHED,
    STATE,
    SUBJECT,
    WAITS,
    said,
    standing,
)

ONE = TikTok()
SECRET = f"{ADDRESS}&upload_token=rahasia"
FILM = Media(file="posko.mp4", alt="Posko", type="video/mp4", size=70_000_123)
PICTURES = tuple(
    Media(file=f"{name}.jpg", alt=name, type="image/jpeg", url=f"https://contoh.go.id/{name}.jpg") for name in "ab"
)
STAGED = json.dumps({"id": BEGUN, "to": SECRET})
INIT, QUERY, LIST = f"{API}post/publish/video/init/", f"{API}post/publish/creator_info/query/", f"{API}video/list/"
PHOTOS = f"{API}post/publish/content/init/"


def showing(*media: Media, staged: str = "") -> Any:
    files = tuple(Attachment(handle=noted(one), alt=one.alt, type=one.type) for one in media)
    return evolve(SUBJECT.part, media=files, staged=staged)


PART = showing(FILM, staged=STAGED)
ALBUM = showing(*PICTURES)


def talk(flow: Any, **routes: Any) -> Any:
    return converse(
        flow, scripted({**routes, **{one: told for one, told in SUBJECT.routes.items() if one not in routes}})
    )


def body(call: Call) -> Any:
    assert isinstance(call.body, Json)
    return call.body.value


def test_a_post_is_begun_with_what_the_account_may_do_and_has_to_disclose() -> None:
    account = evolve(ACCOUNT, options={"comments": "no", "brand_organic_toggle": "yes", "is_aigc": "yes"})
    begun = talk(ONE.stage(PART, account))
    assert json.loads(begun.result) == {"id": BEGUN, "to": ADDRESS}
    assert [call.url.rpartition("/v2/")[2] for call in begun.calls] == [
        "post/publish/creator_info/query/",
        "post/publish/video/init/",
    ]
    assert body(begun.calls[1]) == {
        "post_info": {
            "title": PART.text,
            "privacy_level": "PUBLIC_TO_EVERYONE",
            "disable_comment": True,
            "disable_duet": True,
            "disable_stitch": False,
            "brand_content_toggle": False,
            "brand_organic_toggle": True,
            "is_aigc": True,
        },
        "source_info": {
            "source": "FILE_UPLOAD",
            "video_size": 70_000_123,
            "chunk_size": 10_000_000,
            "total_chunk_count": 7,
        },
    }


@pytest.mark.parametrize(
    ("options", "levels"),
    [
        ({}, ["SELF_ONLY"]),
        ({"privacy": "SELF_ONLY", "brand_content_toggle": "yes"}, ["SELF_ONLY"]),
        ({"privacy": "everyone"}, ["PUBLIC_TO_EVERYONE"]),
        ({"is_aigc": "maybe"}, ["PUBLIC_TO_EVERYONE"]),
    ],
)
def test_what_tiktok_does_not_offer_is_the_accounts_to_mend(options: dict[str, str], levels: list[str]) -> None:
    creator = said({**CREATOR, "privacy_level_options": levels})
    assert isinstance(talk(ONE.stage(PART, evolve(ACCOUNT, options=options)), **{QUERY: creator}).error, Misconfigured)


def test_a_film_longer_than_the_account_may_post_is_refused() -> None:
    long = showing(evolve(FILM, seconds=301.0))
    assert isinstance(talk(ONE.stage(long, ACCOUNT)).error, Rejected)
    assert talk(ONE.stage(showing(evolve(FILM, seconds=300.0)), ACCOUNT)).error is None


def test_a_film_goes_in_pieces_without_a_token_and_only_the_last_one_publishes() -> None:
    sent = talk(ONE.publish(PART, ACCOUNT), **{"PUT /video/": [*[answer(None, 206)] * 6, answer(None, 201)]})
    pieces = [call for call in sent.calls if call.method == "PUT"]
    assert [call.headers["Content-Range"] for call in pieces[::6]] == [
        "bytes 0-9999999/70000123",
        "bytes 60000000-70000122/70000123",
    ]
    assert pieces[1].body == Slice("posko.mp4", start=10_000_000, stop=20_000_000, type="video/mp4")
    assert [call.effect for call in pieces] == [Effect.SAFE] * 6 + [Effect.ONCE]
    assert all(call.url == SECRET and not call.signed for call in pieces)
    assert sent.result == Receipt(id=str(PUBLISHED), url=f"https://www.tiktok.com/@kemenagcontoh/video/{PUBLISHED}")


@given(st.integers(1, 4 * 1024**3))
def test_every_film_is_cut_as_tiktok_wants_it(size: int) -> None:
    piece, count = cut(size)
    last = size - piece * (count - 1)
    assert 1 <= count <= 1_000
    assert count == size // piece
    assert last <= 128_000_000
    assert count == 1 or (5_000_000 <= piece <= 64_000_000 and last >= piece)


def test_it_goes_on_where_tiktok_stands() -> None:
    routes = {STATE: [standing("PROCESSING_UPLOAD", 60_000_000), OUT], "PUT /video/": answer(None, 201)}
    ranges = [call.headers.get("Content-Range") for call in talk(ONE.publish(PART, ACCOUNT), **routes).calls]
    assert ranges == [None, "bytes 60000000-70000122/70000123", None]
    assert not talk(ONE.publish(PART, ACCOUNT), **{STATE: OUT}).effects


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Rejected), (403, Stale), (404, Stale), (416, Unreachable), (500, InDoubt), (200, InDoubt)],
)
def test_statuses_of_an_upload_are_what_tiktok_means(status: int, kind: type[DeliveryError]) -> None:
    part = showing(evolve(FILM, size=7), staged=STAGED)
    trouble = talk(ONE.publish(part, ACCOUNT), **{STATE: WAITS, "PUT /video/": answer(None, status)}).error
    assert type(trouble) is kind
    assert "rahasia" not in str(trouble)


@pytest.mark.parametrize(
    ("code", "status", "kind", "after"),
    [
        ("access_token_invalid", 401, Unauthorized, None),
        ("scope_not_authorized", 401, Unauthorized, None),
        ("scope_permission_missed", 400, Unauthorized, None),
        ("rate_limit_exceeded", 429, Throttled, 60.0),
        ("spam_risk_too_many_posts", 403, Throttled, 86_400.0),
        ("spam_risk_too_many_pending_share", 403, Throttled, 86_400.0),
        ("reached_active_user_cap", 403, Throttled, 86_400.0),
        ("unaudited_client_can_only_post_to_private_accounts", 403, Misconfigured, None),
        ("url_ownership_unverified", 403, Misconfigured, None),
        ("privacy_level_option_mismatch", 403, Misconfigured, None),
        ("app_version_check_failed", 400, Misconfigured, None),
        ("token_not_authorized_for_specified_publish_id", 400, Misconfigured, None),
        ("spam_risk_user_banned_from_posting", 403, NeedsHuman, None),
        ("spam_risk_text", 403, Rejected, None),
        ("spam_risk", 403, Rejected, None),
        ("invalid_param", 400, Rejected, None),
        ("invalid_params", 200, Rejected, None),
        ("invalid_file_upload", 400, Rejected, None),
        ("invalid_publish_id", 400, Stale, None),
        ("something_new", 200, Rejected, None),
        ("internal_error", 500, Unreachable, None),
        ("internal_error", 200, Unreachable, None),
    ],
)
def test_codes_are_what_tiktok_means(code: str, status: int, kind: type[DeliveryError], after: float | None) -> None:
    trouble = talk(ONE.stage(PART, ACCOUNT), **{INIT: said({}, code, status, "TikTok says so.")}).error
    assert type(trouble) is kind
    assert trouble.after == after
    assert "TikTok says so." in str(trouble)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("file_format_check_failed", Rejected),
        ("duration_check_failed", Rejected),
        ("frame_rate_check_failed", Rejected),
        ("picture_size_check_failed", Rejected),
        ("spam_risk_text", Rejected),
        ("spam_risk", Rejected),
        ("spam_risk_too_many_posts", Throttled),
        ("spam_risk_user_banned_from_posting", NeedsHuman),
        ("publish_cancelled", NeedsHuman),
        ("auth_removed", Unauthorized),
        ("internal", Stale),
        ("video_pull_failed", Stale),
        ("photo_pull_failed", Stale),
        ("something_new", Rejected),
    ],
)
def test_posts_fail_for_a_reason(reason: str, kind: type[DeliveryError]) -> None:
    trouble = talk(ONE.publish(PART, ACCOUNT), **{STATE: standing("FAILED", fail_reason=reason)}).error
    assert type(trouble) is kind
    assert talk(ONE.find(PART, ACCOUNT), **{STATE: standing("FAILED", fail_reason=reason)}).result is None


def test_a_post_is_waited_for_a_minute_and_looked_up_later() -> None:
    working = standing("PROCESSING_UPLOAD", 70_000_123)
    talked = talk(ONE.publish(PART, ACCOUNT), **{STATE: working})
    assert isinstance(talked.error, Submitted)
    assert talked.error.after == 60.0
    assert [call.after for call in talked.calls[1:]] == [2.0, 4.0, 6.0, 8.0, 10.0, 10.0, 10.0, 10.0]
    assert isinstance(talk(ONE.find(PART, ACCOUNT), **{STATE: working}).error, Submitted)
    assert isinstance(talk(ONE.find(PART, ACCOUNT), **{STATE: standing("SOMETHING_NEW")}).error, Submitted)
    inbox = talk(ONE.find(PART, ACCOUNT), **{STATE: standing("SEND_TO_USER_INBOX")}).error
    assert isinstance(inbox, NeedsHuman)


def test_a_post_that_tiktok_still_checks_is_noted() -> None:
    hidden = {STATE: standing("PUBLISH_COMPLETE", publicaly_available_post_id=[])}
    receipt = talk(ONE.publish(PART, ACCOUNT), **hidden).result
    assert (receipt.id, receipt.url) == (BEGUN, "")
    assert "nobody sees it yet" in receipt.note
    private = evolve(ACCOUNT, options={"privacy": "SELF_ONLY"})
    assert talk(ONE.publish(PART, private), **hidden).result.note == ""


def test_pictures_are_fetched_from_their_addresses() -> None:
    staged = talk(ONE.stage(evolve(ALBUM, title="Tiga posko"), ACCOUNT)).result
    routes = {PHOTOS: said({"publish_id": "p_pub_url~v2.1"}), STATE: OUT}
    talked = talk(ONE.publish(evolve(ALBUM, staged=staged), ACCOUNT), **routes)
    (begun,) = talked.effects
    assert begun.effect is Effect.ONCE
    assert body(begun) == {
        "media_type": "PHOTO",
        "post_mode": "DIRECT_POST",
        "post_info": {
            "title": "Tiga posko",
            "description": ALBUM.text,
            "privacy_level": "PUBLIC_TO_EVERYONE",
            "disable_comment": False,
            "brand_content_toggle": False,
            "brand_organic_toggle": False,
            "auto_add_music": False,
        },
        "source_info": {
            "source": "PULL_FROM_URL",
            "photo_cover_index": 0,
            "photo_images": ["https://contoh.go.id/a.jpg", "https://contoh.go.id/b.jpg"],
        },
    }
    assert talked.result.url == f"https://www.tiktok.com/@kemenagcontoh/photo/{PUBLISHED}"
    long = talk(ONE.stage(evolve(ALBUM, title="a" * 91), ACCOUNT)).result
    assert "title" not in json.loads(long)["post"]


def test_pictures_whose_answer_was_lost_are_in_doubt_until_they_are_listed() -> None:
    staged = evolve(ALBUM, staged='{"post": {}}')
    assert isinstance(talk(ONE.publish(staged, ACCOUNT), **{PHOTOS: said({}, "internal_error", 500)}).error, InDoubt)
    assert isinstance(talk(ONE.publish(staged, ACCOUNT), **{PHOTOS: said({})}).error, InDoubt)
    assert isinstance(talk(ONE.find(staged, ACCOUNT)).error, NeedsHuman)
    assert talk(ONE.find(evolve(ALBUM, staged=""), ACCOUNT)).result is None
    seen: dict[str, Any] = {
        "id": "7",
        "share_url": "https://www.tiktok.com/@a/photo/7",
        "create_time": int(NOON.timestamp()),
    }
    listed = said({"videos": [{**seen, "id": "6", "title": "Lain"}, {**seen, "video_description": ALBUM.text}]})
    assert talk(ONE.find(staged, ACCOUNT), **{LIST: listed}).result == Receipt(id="7", url=seen["share_url"])


def test_the_list_shows_the_beginning_of_long_texts_and_old_posts_are_others() -> None:
    text = "Siaga banjir di tiga kelurahan. " * 20
    seen = {"id": "7", "share_url": "https://www.tiktok.com/@a/video/7", "video_description": f"{text[:149]}…"}
    part = evolve(ALBUM, text=text, staged='{"post": {}}')
    for made, there in ((NOON, True), (NOON - timedelta(hours=2), False)):
        listed = said({"videos": [{**seen, "create_time": int(made.timestamp())}]})
        assert (talk(ONE.find(part, ACCOUNT), **{LIST: listed}).result is not None) is there


def test_a_list_that_is_none_settles_nothing() -> None:
    for odd in ({}, {"videos": None}, {"videos": ["7"]}):
        assert isinstance(talk(ONE.find(evolve(ALBUM, staged=""), ACCOUNT), **{LIST: said(odd)}).error, ProtocolError)


def test_a_post_that_tiktok_has_forgotten_is_for_a_person_unless_it_is_listed() -> None:
    forgotten = {STATE: said({}, "invalid_publish_id", 400)}
    assert isinstance(talk(ONE.find(PART, ACCOUNT), **forgotten).error, NeedsHuman)


@pytest.mark.parametrize("media", [evolve(FILM, size=None), evolve(PICTURES[0], url=None)])
def test_a_file_that_cannot_be_sent_or_fetched_is_refused(media: Media) -> None:
    trouble = talk(ONE.upload(media, ACCOUNT)).error
    assert isinstance(trouble, Rejected)
    assert media.file in str(trouble)


def test_counts_come_when_a_post_is_public() -> None:
    receipt = Receipt(id=BEGUN)
    counted = talk(ONE.metrics(receipt, PART.post, NOON, ACCOUNT), **{STATE: OUT})
    assert body(counted.calls[-1]) == {"filters": {"video_ids": [str(PUBLISHED)]}}
    counts = counted.result
    assert (counts.views, counts.likes, counts.shares, counts.replies) == tuple(COUNTS.values())
    hidden = talk(ONE.metrics(receipt, PART.post, NOON, ACCOUNT), **{STATE: standing("PUBLISH_COMPLETE")}).error
    assert isinstance(hidden, Unreachable)
    gone = talk(ONE.metrics(Receipt(id="7"), PART.post, NOON, ACCOUNT), **{f"{API}video/query/": said({"videos": []})})
    assert isinstance(gone.error, Rejected)


def test_an_account_says_to_whom_it_may_post_and_how_long() -> None:
    assert talk(ONE.inspect(ACCOUNT)).result.can_post
    unaudited = {QUERY: said({**CREATOR, "privacy_level_options": ["SELF_ONLY"]})}
    standing_ = talk(ONE.inspect(ACCOUNT), **unaudited).result
    assert (standing_.name, standing_.can_post) == ("kemenagcontoh", False)
    assert "audit" in standing_.notes[0]
    assert talk(ONE.limits(ACCOUNT)).result.videos.seconds == (0, 300.0)


class Uploads:
    """TikTok's uploads: the answer to one piece is lost, the piece itself arrives."""

    def __init__(self, lost: int) -> None:
        self.lost, self.pieces, self.stored, self.begun, self.posts = lost, 0, 0, 0, 0

    def __call__(self, call: Call) -> Reply:
        if call.url.endswith("/init/"):
            self.begun, self.stored = self.begun + 1, 0
        if call.url.endswith("/status/fetch/"):
            return OUT if self.posts else standing("PROCESSING_UPLOAD", self.stored)
        if isinstance(call.body, Slice):
            return self._piece(call.body, call.effect)
        return scripted(SUBJECT.routes)(call)

    def _piece(self, piece: Slice, effect: Effect) -> Reply:
        assert piece.start == self.stored
        assert piece.stop is not None
        self.stored, self.pieces = piece.stop, self.pieces + 1
        self.posts += self.stored == FILM.size
        if self.pieces == self.lost:
            raise (InDoubt if effect is Effect.ONCE else Unreachable)("the answer was lost")
        return answer(None, 201 if self.posts else 206)


@pytest.mark.parametrize("lost", [1, 4, 7])
def test_a_lost_answer_is_looked_up_and_nothing_is_sent_twice(lost: int) -> None:
    server, kept = Uploads(lost), dict[str, str]()
    post = Post(
        campaign="a", wave="b", message="c", variant="d", account="tiktok-humas", platform="tiktok", due=NOON,
        parts=(PART.text,), media=(FILM,),
    )  # fmt: skip
    job = Job(post=post, account=ACCOUNT, platform=ONE, at=NOON, now=NOON, handles=kept)
    first = converse(dispatch(job, kept.__setitem__), server)
    assert isinstance(first.error, InDoubt if lost == 7 else Unreachable)
    again = converse(dispatch(evolve(job, again=True), kept.__setitem__), server)
    assert again.result.id == str(PUBLISHED)
    assert (server.begun, server.pieces, server.posts) == (1, 7, 1)
