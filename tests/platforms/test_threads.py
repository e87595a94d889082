"""Threads: what is particular about it. What holds for every platform is in the contract."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from govpr.content.checks import check
from govpr.delivery.dispatch import Job, dispatch
from govpr.errors import DeliveryError, InDoubt, Misconfigured, Rejected, Stale, Submitted, Throttled, Unreachable
from govpr.http.calls import Call, Effect, Form
from govpr.models import Media, MediaKind, Metrics, Post, Receipt
from govpr.platforms.oauth import consent_url
from govpr.platforms.protocol import Attachment, Outgoing, Standing
from govpr.platforms.threads import Threads
from govpr.testing import Routes, answer, converse, scripted
from govpr.testing.conversations import NOON
from govpr.testing.subject import PART
from tests.platforms.specs import fit
from tests.platforms.threads import ACCOUNT, LINK, POST, SUBJECT

ONE = Threads()
CONTAINER, PUBLISH, LIST = "GET /v1.0/178", "POST /v1.0/me/threads_publish", "GET /v1.0/me/threads"
PICTURE = Attachment(handle="https://contoh.go.id/a.png", alt="Peta", type="image/png")
FILM = Attachment(handle="https://contoh.go.id/a.mp4", alt="Posko", type="video/mp4")
READY = evolve(PART, staged="178")
RECEIPT = Receipt(id="1790", url=LINK, at=NOON)
EMPTY: Routes = {LIST: answer({"data": []})}
GONE = answer({"error": {"message": "does not exist", "code": 100, "error_subcode": 33}}, 400)


def state(status: str, **more: Any) -> Any:
    return answer({"id": "178", "status": status, **more})


def staged(part: Outgoing) -> list[Any]:
    talk = SUBJECT.talk(ONE.stage(part, ACCOUNT))
    assert talk.result == "178"
    fit("threads", talk, SUBJECT)
    return [call.body.fields for call in talk.calls if isinstance(call.body, Form)]


def publish(routes: Routes, part: Outgoing = READY) -> Any:
    return converse(ONE.publish(part, ACCOUNT), scripted({**SUBJECT.routes, **routes}))


def find(routes: Routes, part: Outgoing = READY) -> Any:
    return converse(ONE.find(part, ACCOUNT), scripted({**SUBJECT.routes, **routes}))


def test_a_text_a_picture_and_a_film_are_containers() -> None:
    assert staged(PART) == [{"text": PART.text, "media_type": "TEXT"}]
    picture = {"media_type": "IMAGE", "image_url": PICTURE.handle, "alt_text": "Peta", "text": PART.text}
    assert staged(evolve(PART, media=(PICTURE,))) == [picture]
    film = {"media_type": "VIDEO", "video_url": FILM.handle, "alt_text": "Posko", "text": PART.text}
    assert staged(evolve(PART, media=(FILM,))) == [film]


def test_several_files_are_a_carousel_of_containers_that_are_ready() -> None:
    made = staged(evolve(PART, media=(PICTURE, FILM)))
    assert [one.get("is_carousel_item") for one in made] == ["true", "true", None]
    assert made[2] == {"media_type": "CAROUSEL", "children": "178,178", "text": PART.text}


def test_a_later_part_answers_the_one_before_and_is_looked_for_there() -> None:
    before = Receipt(id="1789")
    later = evolve(READY, first=before, previous=before)
    assert staged(evolve(later, staged=""))[0]["reply_to_id"] == "1789"
    answers, strange = {**POST, "replied_to": {"id": "1789"}}, {**POST, "replied_to": {"id": "1"}}
    assert find({"GET /v1.0/me/replies": answer({"data": [strange, answers]})}, later).result == RECEIPT
    assert find({"GET /v1.0/me/replies": answer({"data": [strange]})}, later).result is None


def test_a_container_is_waited_for_and_published_once() -> None:
    talk = publish({CONTAINER: [state("IN_PROGRESS"), state("IN_PROGRESS"), state("FINISHED")]})
    assert talk.result == RECEIPT
    assert [call.after for call in talk.calls] == [0, 30, 60, 0, 0]
    (effect,) = talk.effects
    assert (effect.effect, effect.body) == (Effect.ONCE, Form({"creation_id": "178"}))


def test_what_is_never_ready_is_looked_at_again_later() -> None:
    talk = publish({CONTAINER: state("IN_PROGRESS")})
    assert type(talk.error) is Unreachable
    assert talk.error.after == 60
    assert not talk.effects
    assert len(talk.calls) == 6


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("FAILED_DOWNLOADING_VIDEO", Stale),
        ("UNKNOWN", Stale),
        *[(f"FAILED_PROCESSING_{what}", Rejected) for what in ("AUDIO", "VIDEO")],
        *[
            (f"INVALID_{what}", Rejected)
            for what in ("ASPEC_RATIO", "BIT_RATE", "DURATION", "FRAME_RATE", "AUDIO_CHANNELS", "AUDIO_CHANNEL_LAYOUT")
        ],
        ("SOMETHING_NEW", Rejected),
    ],
)
def test_a_container_that_failed_says_why(reason: str, kind: type[DeliveryError]) -> None:
    talk = publish({CONTAINER: state("ERROR", error_message=reason)})
    assert type(talk.error) is kind
    assert reason in talk.error.message
    assert not talk.effects


@pytest.mark.parametrize("ended", [state("EXPIRED"), GONE])
def test_a_container_that_ended_is_made_anew(ended: Any) -> None:
    assert type(publish({CONTAINER: ended}).error) is Stale
    assert find({CONTAINER: ended, **EMPTY}).result is None


def test_a_lost_answer_is_settled_by_the_list_and_the_container() -> None:
    assert find({CONTAINER: state("PUBLISHED")}).result == RECEIPT
    for working in ("PUBLISHED", "IN_PROGRESS"):
        talk = find({CONTAINER: state(working), **EMPTY})
        assert type(talk.error) is Submitted
        assert talk.error.after == 60
    for rest in ("FINISHED", "ERROR"):
        assert find({CONTAINER: state(rest), **EMPTY}).result is None
    assert find(EMPTY, PART).result is None


def test_what_is_published_already_is_not_published_again() -> None:
    talk = publish({CONTAINER: state("PUBLISHED")})
    assert talk.result == RECEIPT
    assert not talk.effects
    assert type(publish({CONTAINER: state("PUBLISHED"), **EMPTY}).error) is Submitted


def test_a_publication_whose_answer_is_lost_is_a_doubt_and_a_full_day_is_a_wait() -> None:
    unknown = answer({"error": {"message": "An unknown error occurred", "code": 1}}, 500)
    assert type(publish({PUBLISH: unknown}).error) is InDoubt
    full = answer({"error": {"message": "limit", "code": 9, "error_subcode": 2207042}}, 400)
    assert type(publish({PUBLISH: full}).error) is Throttled


def test_a_post_whose_address_may_not_be_read_is_out_all_the_same() -> None:
    refused = answer({"error": {"message": "no permission", "code": 10}}, 403)
    assert publish({"GET /v1.0/1790": refused}).result == evolve(RECEIPT, url="")
    assert publish({"GET /v1.0/1790": answer({"id": "1790"})}).result == evolve(RECEIPT, url="")


def test_a_file_needs_an_address_that_threads_can_fetch() -> None:
    talk = converse(ONE.upload(Media(file="a.png", alt="a"), ACCOUNT), scripted({}))
    assert type(talk.error) is Rejected
    assert "url" in talk.error.message


def test_an_emoji_counts_as_its_bytes_and_links_are_few() -> None:
    assert not check(["a" * 496 + "🌊"], (), ONE.rules)
    assert [found.code for found in check(["a" * 497 + "🌊"], (), ONE.rules)] == ["text.too-long"]
    links = " ".join(f"https://contoh.go.id/{number}" for number in range(6))
    assert [found.code for found in check([links], (), ONE.rules)] == ["links.too-many"]
    film = Media(file="a.mp4", alt="a", kind=MediaKind.VIDEO, type="video/mp4", seconds=301, url=FILM.handle)
    assert [found.code for found in check(["a"], (film,), ONE.rules)] == ["media.duration"]


def test_counts_leave_out_the_own_next_part() -> None:
    counted = Metrics(post=PART.post, at=NOON, views=90, likes=3, shares=2, replies=1, quotes=0)
    assert SUBJECT.talk(ONE.metrics(RECEIPT, PART.post, NOON, ACCOUNT)).result == counted
    thread = evolve(RECEIPT, parts=("1790", "1791"))
    assert SUBJECT.talk(ONE.metrics(thread, PART.post, NOON, ACCOUNT)).result == evolve(counted, replies=0)


def test_a_thread_is_deleted_from_its_end() -> None:
    thread = evolve(RECEIPT, parts=("1790", "1791"))
    routes: Routes = {"DELETE /*": answer({"success": True})}
    talk = converse(ONE.revoke(thread, ACCOUNT), scripted(routes))
    assert [call.url[-4:] for call in talk.calls] == ["1791", "1790"]


def test_an_account_says_what_is_left_of_its_day() -> None:
    assert SUBJECT.talk(ONE.inspect(ACCOUNT)).result == Standing(name="@humas", used=4, quota=250)
    full: Routes = {
        "GET /v1.0/me/threads_publishing_limit": answer(
            {"data": [{"quota_usage": 250, "config": {"quota_total": 250}}]}
        )
    }
    talk = converse(ONE.inspect(ACCOUNT), scripted({**SUBJECT.routes, **full}))
    assert talk.result == Standing(name="@humas", can_post=False, used=250, quota=250)


def test_consent_is_asked_for_deleting_too_and_no_token_stands_in_an_address() -> None:
    url = consent_url(ONE.oauth, "7", "https://contoh.go.id/masuk", "s", "v" * 43)
    assert url.startswith("https://threads.net/oauth/authorize?")
    assert "threads_delete" in url
    assert ONE.oauth.lasts == timedelta(days=60)
    assert "{access}" in ONE.oauth.longer
    assert "{access}" in ONE.oauth.renewal


def test_no_permission_is_no_stale_container() -> None:
    refused = answer({"error": {"message": "no permission", "code": 10}}, 403)
    assert type(publish({CONTAINER: refused}).error) is Misconfigured
    assert isinstance(next(ONE.find(PART, ACCOUNT)), Call)


@pytest.mark.parametrize("lost", [PUBLISH, "GET /v1.0/1790"])
def test_whatever_answer_is_lost_nothing_is_published_twice(lost: str) -> None:
    """The outbox takes the delivery up again: it looks first, and finds what it had published."""
    handles: dict[str, str] = {}
    unavailable = answer({"error": {"message": "Service temporarily unavailable", "code": 2}}, 503)
    broken = converse(
        dispatch(job(handles, again=False), handles.__setitem__), scripted({**SUBJECT.routes, lost: unavailable})
    )
    assert isinstance(broken.error, InDoubt if lost == PUBLISH else Submitted)
    assert len(broken.effects) == 1
    again = converse(dispatch(job(handles, again=True), handles.__setitem__), scripted(SUBJECT.routes))
    assert again.result == evolve(RECEIPT, parts=("1790",))
    assert not again.effects


def job(handles: dict[str, str], *, again: bool) -> Job:
    post = Post(
        campaign="k",
        wave="w",
        message="m",
        variant="v",
        account=ACCOUNT.id,
        platform="threads",
        due=NOON,
        parts=(PART.text,),
    )
    return Job(post=post, account=ACCOUNT, platform=ONE, at=NOON, now=NOON, handles=handles, again=again)
