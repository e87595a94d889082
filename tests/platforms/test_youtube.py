"""YouTube: what is particular about it. What holds for every platform is in the contract."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from govpr.content.checks import check
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
from govpr.models import Media, MediaKind, Post, Receipt
from govpr.platforms._google import noted
from govpr.platforms.protocol import Attachment
from govpr.platforms.youtube import YouTube
from govpr.testing import Routes, answer, converse, scripted
from govpr.testing.conversations import NOON
from tests.platforms.youtube import ACCOUNT, CHANNEL, SENT, SESSION, SNIPPET, SUBJECT, VIDEO, more

ONE = YouTube()
FILM = Media(file="posko.mp4", alt="Posko dibuka", type="video/mp4", size=20_000_000)
LONG = (Attachment(handle=noted(FILM), alt=FILM.alt, type=FILM.type),)
PART = evolve(SUBJECT.part, staged=SESSION, media=LONG)
PIECES = {SENT: [more(), more(8_388_607), more(16_777_215), answer(VIDEO)]}
NUMBER = str(VIDEO["id"])
SHOWN = "GET /youtube/v3/videos"
LISTED = "GET /youtube/v3/playlistItems"
OPEN = "POST /upload/youtube/v3/videos"
MIB = 1024 * 1024


def talk(flow: Any, **routes: Any) -> Any:
    return converse(flow, scripted({**SUBJECT.routes, **routes}))


def error(reason: str, status: int = 403, words: str = "No.") -> Reply:
    return answer(
        {"error": {"code": status, "message": words, "errors": [{"reason": reason, "message": words}]}}, status
    )


def test_a_session_is_opened_with_all_that_is_said_about_the_film() -> None:
    account = evolve(ACCOUNT, options={"privacy": "unlisted", "category": "27", "synthetic": "yes"})
    (call,) = talk(ONE.stage(evolve(PART, language="id-ID"), account)).calls
    assert call.url.endswith("/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status")
    assert call.headers == {"X-Upload-Content-Type": "video/mp4", "X-Upload-Content-Length": "20000000"}
    said = {"title": "Siaga banjir", "description": PART.text, "categoryId": "27", "defaultLanguage": "id-ID"}
    status = {"privacyStatus": "unlisted", "selfDeclaredMadeForKids": False, "containsSyntheticMedia": True}
    assert call.body == Json({"snippet": said, "status": status})


def test_an_option_that_youtube_does_not_know_is_the_accounts_to_mend() -> None:
    said = talk(ONE.stage(PART, evolve(ACCOUNT, options={"made_for_kids": "maybe"}))).error
    assert isinstance(said, Misconfigured)
    assert "made_for_kids" in str(said)


def test_a_film_goes_in_pieces_and_only_the_last_one_publishes() -> None:
    calls = talk(ONE.publish(PART, ACCOUNT), **PIECES).calls[:4]
    assert [call.headers["Content-Range"] for call in calls] == [
        "bytes */20000000",
        "bytes 0-8388607/20000000",
        "bytes 8388608-16777215/20000000",
        "bytes 16777216-19999999/20000000",
    ]
    assert [call.effect for call in calls] == [Effect.SAFE, Effect.SAFE, Effect.SAFE, Effect.ONCE]
    assert calls[2].body == Slice("posko.mp4", start=8 * MIB, stop=16 * MIB, type="video/mp4")


def test_it_goes_on_where_the_session_stands() -> None:
    taken = talk(ONE.publish(PART, ACCOUNT), **{SENT: [more(8_388_607), more(12_582_911), answer(VIDEO)]})
    ranges = [call.headers.get("Content-Range") for call in taken.calls[:3]]
    assert ranges == ["bytes */20000000", "bytes 8388608-16777215/20000000", "bytes 12582912-19999999/20000000"]
    whole = talk(ONE.publish(PART, ACCOUNT), **{SENT: answer(VIDEO)})
    assert not whole.effects
    assert whole.result.id == NUMBER


def test_a_session_that_takes_no_more_is_left_for_later() -> None:
    stuck = talk(ONE.publish(PART, ACCOUNT), **{SENT: more(8_388_607)}).error
    assert type(stuck) is Unreachable
    assert stuck.after == 60.0


@pytest.mark.parametrize("status", [404, 410])
def test_a_session_that_has_ended_is_opened_anew(status: int) -> None:
    assert isinstance(talk(ONE.publish(PART, ACCOUNT), **{SENT: error("notFound", status)}).error, Stale)


def test_a_film_is_out_when_it_is_processed() -> None:
    working = answer({"items": [{"status": {"uploadStatus": "uploaded", "privacyStatus": "public"}}]})
    done = answer({"items": [VIDEO]})
    patient = talk(ONE.publish(PART, ACCOUNT), **{SENT: answer(VIDEO), SHOWN: [working, working, done]})
    assert patient.result == Receipt(id=NUMBER, url=f"https://www.youtube.com/watch?v={NUMBER}")
    assert [call.after for call in patient.calls[1:]] == [0.0, 5.0, 5.0]
    endless = talk(ONE.publish(PART, ACCOUNT), **{SENT: answer(VIDEO), SHOWN: working}).error
    assert isinstance(endless, Submitted)
    assert endless.after == 60.0


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ({"uploadStatus": "rejected", "rejectionReason": "duplicate"}, "duplicate"),
        ({"uploadStatus": "failed", "failureReason": "codec"}, "codec"),
        ({"uploadStatus": "deleted"}, "deleted"),
    ],
)
def test_a_film_that_youtube_does_not_show_is_refused(status: dict[str, str], why: str) -> None:
    shown = answer({"items": [{"status": status}]})
    said = talk(ONE.publish(PART, ACCOUNT), **PIECES, **{SHOWN: shown}).error
    assert isinstance(said, Rejected)
    assert said.code == why


def test_a_picture_becomes_the_thumbnail_where_youtube_takes_it() -> None:
    part = evolve(SUBJECT.part, staged=SESSION)
    set_ = talk(ONE.publish(part, ACCOUNT)).calls[-1]
    assert set_.url.endswith(f"/upload/youtube/v3/thumbnails/set?uploadType=media&videoId={NUMBER}")
    assert set_.body == Slice("posko.jpg", type="image/jpeg")
    refused = {"POST /upload/youtube/v3/thumbnails/set": error("forbidden", 403, "Verify the channel.")}
    receipt = talk(ONE.publish(part, ACCOUNT), **refused).result
    assert (receipt.id, receipt.note) == (NUMBER, "the thumbnail was not taken: Verify the channel.")


def test_signs_that_youtube_does_not_take_and_long_descriptions_are_findings() -> None:
    def codes(text: str, title: str = "Siaga") -> set[str]:
        return {finding.code for finding in check([text], [evolve(FILM, kind=MediaKind.VIDEO)], ONE.rules, title=title)}

    assert codes("a" * 5_000) == set()
    assert "text.too-long" in codes("é" * 2_501)
    assert "text.forbidden" in codes("3 < 4")
    assert "title.too-long" in codes("Siaga", "a" * 101)


def test_an_app_without_an_audit_is_noted() -> None:
    locked = answer({"items": [{"status": {"uploadStatus": "processed", "privacyStatus": "private"}}]})
    assert "shown as private" in talk(ONE.publish(PART, ACCOUNT), **PIECES, **{SHOWN: locked}).result.note


@pytest.mark.parametrize(
    ("reason", "status", "kind", "after"),
    [
        ("rateLimitExceeded", 403, Throttled, 60.0),
        ("userRateLimitExceeded", 403, Throttled, 60.0),
        ("quotaExceeded", 403, Throttled, 20 * 3600.0),  # noon in Greenwich is four in the morning there
        ("dailyLimitExceeded", 403, Throttled, 20 * 3600.0),
        ("uploadLimitExceeded", 400, Throttled, 86_400.0),
        ("uploadRateLimitExceeded", 400, Throttled, 86_400.0),
        ("authError", 401, Unauthorized, None),
        ("insufficientPermissions", 403, Unauthorized, None),
        ("youtubeSignupRequired", 401, Misconfigured, None),
        ("NoLinkedYouTubeAccount", 403, Misconfigured, None),
        ("accessNotConfigured", 403, Misconfigured, None),
        ("forbidden", 403, Misconfigured, None),
        ("accountSuspended", 403, NeedsHuman, None),
        ("accountClosed", 403, NeedsHuman, None),
        ("channelSuspended", 403, NeedsHuman, None),
        ("channelClosed", 403, NeedsHuman, None),
        ("invalidTitle", 400, Rejected, None),
        ("invalidDescription", 400, Rejected, None),
        ("invalidTags", 400, Rejected, None),
        ("invalidCategoryId", 400, Rejected, None),
        ("invalidVideoMetadata", 400, Rejected, None),
        ("defaultLanguageNotSet", 400, Rejected, None),
        ("mediaBodyRequired", 400, Rejected, None),
        ("failedPrecondition", 400, Rejected, None),
        ("backendError", 503, Unreachable, None),
    ],
)
def test_reasons_are_what_google_means(
    reason: str, status: int, kind: type[DeliveryError], after: float | None
) -> None:
    said = talk(ONE.stage(PART, ACCOUNT), **{OPEN: error(reason, status, "Google says so.")}).error
    assert type(said) is kind
    assert said.after == after
    assert "Google says so." in str(said)


def test_a_session_without_an_address_is_no_session() -> None:
    assert talk(ONE.stage(PART, ACCOUNT), **{OPEN: answer({})}).error is not None


def found(*pages: Reply, staged: str = "") -> Any:
    routes: Routes = {SENT: error("notFound", 404), LISTED: list(pages)}
    return talk(ONE.find(evolve(PART, staged=staged), ACCOUNT), **routes)


def listed(title: str = "Lain", at: str = "2026-12-01T13:00:00Z", token: str = "") -> Reply:
    page = {"items": [{"snippet": {**SNIPPET, "title": title, "publishedAt": at}}]}
    return answer({**page, "nextPageToken": token} if token else page)


@pytest.mark.parametrize("staged", ["", SESSION])
def test_without_its_session_a_film_is_found_among_the_channels_uploads(staged: str) -> None:
    talked = found(listed(token="a"), listed("Siaga banjir"), staged=staged)
    assert talked.result.id == NUMBER
    assert "pageToken=a" in [call.url for call in talked.calls if "playlistItems" in call.url][-1]
    assert found(listed(token="a"), listed(at="2026-12-01T10:59:00Z", token="b"), staged=staged).result is None


def test_a_list_without_times_that_can_be_read_is_no_answer() -> None:
    assert isinstance(found(listed(at="kemarin", token="a")).error, ProtocolError)


def test_what_cannot_be_looked_through_is_for_a_person() -> None:
    assert isinstance(found(listed(token="a")).error, NeedsHuman)


def test_a_session_that_waits_for_more_has_published_nothing() -> None:
    assert talk(ONE.find(PART, ACCOUNT), **{SENT: more(8_388_607)}).result is None


def test_an_edit_leaves_what_it_does_not_change() -> None:
    talked = talk(ONE.edit(Receipt(id=NUMBER), evolve(PART, text="Air surut", title="Usai"), ACCOUNT))
    (change,) = talked.effects
    assert "part=snippet" in change.url
    words = {"title": "Usai", "description": "Air surut", "categoryId": "25", "tags": ["banjir"]}
    assert change.body == Json({"id": NUMBER, "snippet": words})


def test_what_is_deleted_already_is_gone() -> None:
    gone = {"DELETE /youtube/v3/videos": error("videoNotFound", 404)}
    assert talk(ONE.revoke(Receipt(id=NUMBER), ACCOUNT), **gone).error is None


def test_counts_that_an_owner_hides_are_not_known() -> None:
    counts = talk(ONE.metrics(Receipt(id=NUMBER), PART.post, NOON, ACCOUNT)).result
    assert (counts.views, counts.likes, counts.replies, counts.shares) == (1200, 30, 4, None)
    hidden = answer({"items": [{"statistics": {"viewCount": "7"}}]})
    counts = talk(ONE.metrics(Receipt(id=NUMBER), PART.post, NOON, ACCOUNT), **{SHOWN: hidden}).result
    assert (counts.views, counts.likes) == (7, None)


def test_a_channel_that_is_not_verified_has_fifteen_minutes() -> None:
    short = answer({"items": [{**CHANNEL, "status": {"longUploadsStatus": "eligible"}}]})
    route = {"GET /youtube/v3/channels": short}
    assert talk(ONE.limits(ACCOUNT), **route).result.videos.seconds == (0.0, 900.0)
    assert talk(ONE.limits(ACCOUNT)).result == ONE.rules
    standing = talk(ONE.inspect(ACCOUNT), **route).result
    assert (standing.name, standing.can_post) == ("Kementerian Contoh", True)
    assert "15 minutes" in standing.notes[0]
    nobody = talk(ONE.inspect(ACCOUNT), **{"GET /youtube/v3/channels": answer({})}).result
    assert not nobody.can_post


@pytest.mark.parametrize("size", [None, 0])
def test_a_file_that_was_not_read_is_refused(size: int | None) -> None:
    assert isinstance(talk(ONE.upload(evolve(FILM, size=size), ACCOUNT)).error, Rejected)


def test_a_post_without_a_film_is_refused() -> None:
    assert isinstance(talk(ONE.stage(evolve(PART, media=()), ACCOUNT)).error, Rejected)


class Sessions:
    """YouTube's sessions, as the guide to resumable uploads has them; the answer to one piece is lost."""

    def __init__(self, lost: int) -> None:
        self.lost, self.pieces, self.stored, self.opened, self.films = lost, 0, 0, 0, 0

    def __call__(self, call: Call) -> Reply:
        if call.method == "POST":
            self.opened, self.stored = self.opened + 1, 0
            return answer(None, headers={"location": SESSION})
        if call.method != "PUT":
            return scripted(SUBJECT.routes)(call)
        if isinstance(call.body, Slice):
            self._piece(call.body, call.effect)
        if self.stored == FILM.size:
            return answer(VIDEO)
        return more(self.stored - 1 if self.stored else None)

    def _piece(self, piece: Slice, effect: Effect) -> None:
        assert piece.start == self.stored
        assert piece.stop is not None
        self.stored, self.pieces = piece.stop, self.pieces + 1
        self.films += self.stored == FILM.size
        if self.pieces == self.lost:
            raise (InDoubt if effect is Effect.ONCE else Unreachable)("the answer was lost")


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_lost_answer_is_looked_up_in_the_session_and_nothing_is_sent_twice(lost: int) -> None:
    server, kept = Sessions(lost), dict[str, str]()
    post = Post(
        campaign="a", wave="b", message="c", variant="d", account="kanal", platform="youtube", due=NOON,
        title="Siaga banjir", parts=(PART.text,), media=(FILM,),
    )  # fmt: skip
    now = NOON + timedelta(minutes=1)
    job = Job(post=post, account=ACCOUNT, platform=ONE, at=NOON, now=now, handles=kept)
    first = converse(dispatch(job, kept.__setitem__), server)
    assert isinstance(first.error, InDoubt if lost == 3 else Unreachable)
    again = converse(dispatch(evolve(job, again=True), kept.__setitem__), server)
    assert again.result.id == NUMBER
    assert (server.opened, server.pieces, server.films) == (1, 3, 1)
