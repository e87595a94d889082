"""Mastodon: what is particular about it. What holds for every platform is in the contract."""

from typing import Any

import pytest
from attrs import evolve

from govpr.errors import Misconfigured, NeedsHuman, Rejected, Throttled, Unauthorized, Unreachable
from govpr.http.calls import Effect, Form, Json
from govpr.models import Account, Media, Receipt
from govpr.platforms.mastodon import Mastodon
from govpr.platforms.protocol import Attachment
from govpr.testing import Routes, answer, converse, scripted
from govpr.testing.conversations import NOON
from govpr.testing.subject import PART

ONE = Mastodon()
ACCOUNT = Account(id="humas", platform="mastodon", handle="@humas", agency="contoh", server="https://sosial.example/")
MEDIA = Media(file="film.mp4", alt="Posko dibuka", type="video/mp4")
OWN = "GET /api/v1/accounts/verify_credentials"
LIST = "GET /api/v1/accounts/1/statuses"


def status(
    number: int = 7, content: str = PART.text, at: str = "2026-12-01T12:00:00.000Z", **more: Any
) -> dict[str, Any]:
    url = f"https://sosial.example/@humas/{number}"
    own = {"id": str(number), "url": url, "content": f"<p>{content}</p>", "created_at": at, "in_reply_to_id": None}
    return {**own, "visibility": "public", **more}


def test_a_film_is_waited_for() -> None:
    working, done = answer({"id": "9", "url": None}, 206), answer({"id": "9", "url": "https://x.example/9"})
    routes: Routes = {"POST /api/v2/media": answer({"id": "9"}, 202), "GET /api/v1/media/9": [working, working, done]}
    talk = converse(ONE.upload(MEDIA, ACCOUNT), scripted(routes))
    assert talk.result == "9"
    assert [call.after for call in talk.calls] == [0, 1.0, 2.0, 3.0]
    form = talk.calls[0].body
    assert isinstance(form, Form)
    assert form.fields == {"description": "Posko dibuka"}


def test_a_film_that_fails_is_refused_and_one_without_end_is_tried_again() -> None:
    begun: Routes = {"POST /api/v2/media": answer({"id": "9"}, 202)}
    failed = converse(ONE.upload(MEDIA, ACCOUNT), scripted({**begun, "GET /*": answer({"error": "Invalid"}, 422)}))
    assert isinstance(failed.error, Rejected)
    endless = converse(ONE.upload(MEDIA, ACCOUNT), scripted({**begun, "GET /*": answer({"id": "9"}, 206)}))
    assert isinstance(endless.error, Unreachable)


def test_what_is_sent_is_what_the_server_documents() -> None:
    before = Receipt(id="6")
    part = evolve(PART, language="id-ID", first=before, previous=before)
    talk = converse(ONE.publish(part, ACCOUNT), scripted({"POST /api/v1/statuses": answer(status())}))
    (call,) = talk.calls
    assert call.url == "https://sosial.example/api/v1/statuses"
    assert call.headers == {"Idempotency-Key": PART.key}
    assert call.body == Json(
        {"status": PART.text, "visibility": "public", "language": "id", "in_reply_to_id": "6"},
    )
    assert talk.result == Receipt(id="7", url="https://sosial.example/@humas/7", at=NOON)


def test_files_are_named_by_their_handles() -> None:
    part = evolve(PART, media=(Attachment(handle="9", alt="Peta", type="image/png"),))
    (call,) = converse(ONE.publish(part, ACCOUNT), scripted({"POST /api/v1/statuses": answer(status())})).calls
    assert isinstance(call.body, Json)
    assert call.body.value["media_ids"] == ["9"]


def test_a_server_that_shows_it_to_fewer_people_is_noted() -> None:
    limited = {"POST /api/v1/statuses": answer(status(visibility="unlisted"))}
    assert "unlisted" in converse(ONE.publish(PART, ACCOUNT), scripted(limited)).result.note


def test_a_key_whose_post_was_deleted_is_for_a_person() -> None:
    gone = {"POST /api/v1/statuses": answer({"error": "Record not found"}, 404)}
    assert isinstance(converse(ONE.publish(PART, ACCOUNT), scripted(gone)).error, NeedsHuman)
    later = evolve(PART, first=Receipt(id="6"), previous=Receipt(id="6"))
    assert isinstance(converse(ONE.publish(later, ACCOUNT), scripted(gone)).error, Rejected)


def test_the_time_to_wait_is_the_servers_own() -> None:
    full = answer({"error": "Too many requests"}, 429, {"x-ratelimit-reset": "2026-12-01T12:03:00.000Z"})
    error = converse(ONE.publish(PART, ACCOUNT), scripted({"POST /*": full})).error
    assert isinstance(error, Throttled)
    assert error.after == 180.0


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        (401, "The access token is invalid", Unauthorized),
        (403, "This action is outside the authorized scopes", Misconfigured),
        (422, "Validation failed: Text character limit of 500 exceeded", Rejected),
        (429, "Too many requests", Throttled),
        (503, "Service temporarily unavailable", Unreachable),
    ],
)
def test_refusals_are_what_the_server_means(status: int, words: str, kind: type[Exception]) -> None:
    """Statuses: app/controllers/concerns/api/error_handling.rb of Mastodon."""
    error = converse(ONE.publish(PART, ACCOUNT), scripted({"POST /*": answer({"error": words}, status)})).error
    assert type(error) is kind
    assert words in str(error)


def found(*pages: list[dict[str, Any]]) -> Any:
    routes: Routes = {OWN: answer({"id": "1"}), LIST: [answer(page) for page in pages]}
    return converse(ONE.find(PART, ACCOUNT), scripted(routes))


def test_a_post_is_found_by_its_words_as_the_server_shows_them() -> None:
    text = "Info @bmkg@lain.example & https://contoh.go.id/banjir #Siaga\n\n3 < 4"
    shown = (
        'Info <span class="h-card"><a href="https://lain.example/@bmkg">@<span>bmkg</span></a></span> &amp; '
        '<a href="https://contoh.go.id/banjir"><span class="invisible">https://</span><span class="ellipsis">'
        'contoh.go.id/ban</span><span class="invisible">jir</span></a> <a href="#">#<span>Siaga</span></a></p>'
        "<p>3 &lt; 4"
    )
    routes = {OWN: answer({"id": "1"}), LIST: answer([status(8, "Lain"), status(7, shown)])}
    talk = converse(ONE.find(evolve(PART, text=text), ACCOUNT), scripted(routes))
    assert talk.result.id == "7"


def test_an_answer_elsewhere_with_the_same_words_is_another_post() -> None:
    assert found([status(in_reply_to_id="3")], []).result is None


def test_a_post_that_somebody_edited_since_is_found_by_the_words_that_it_had() -> None:
    edited = status(7, "Diperbaiki", edited_at="2026-12-01T12:30:00.000Z")
    routes: Routes = {OWN: answer({"id": "1"}), LIST: [answer([edited]), answer([])]}
    history = [{"content": f"<p>{PART.text}</p>"}, {"content": "<p>Diperbaiki</p>"}]
    talk = converse(ONE.find(PART, ACCOUNT), scripted({**routes, "GET */7/history": answer(history)}))
    assert talk.result.id == "7"
    other = converse(ONE.find(PART, ACCOUNT), scripted({**routes, "GET */7/history": answer(history[1:])}))
    assert other.result is None


def test_older_pages_are_read_until_before_the_part_was_due() -> None:
    newer = [status(9, "Lain", "2026-12-01T13:00:00Z")]
    talk = found(newer, [status(7)])
    assert talk.result.id == "7"
    assert "max_id=9" in talk.calls[-1].url
    older = [status(5, "Lama", "2026-12-01T10:59:00Z")]
    assert found(newer, older, [status(7)]).result is None


def test_what_cannot_be_looked_through_is_for_a_person() -> None:
    assert isinstance(found([status(9, "Lain", "2026-12-01T13:00:00Z")]).error, NeedsHuman)


def test_an_edit_keeps_the_files_that_a_server_would_take_away() -> None:
    shown = status(media_attachments=[{"id": "9"}, {"id": "10"}])
    routes: Routes = {"GET /api/v1/statuses/7": answer(shown), "PUT /api/v1/statuses/7": answer(shown)}
    receipt = Receipt(id="7", url="https://sosial.example/@humas/7", parts=("7", "8"))
    talk = converse(ONE.edit(receipt, evolve(PART, text="Diperbaiki"), ACCOUNT), scripted(routes))
    assert talk.result == evolve(receipt, at=NOON)
    (change,) = talk.effects
    assert change.body == Json({"status": "Diperbaiki", "language": "id", "media_ids": ["9", "10"]})
    assert change.effect is Effect.KEYED


def test_the_limits_are_the_servers_own() -> None:
    files = {
        "description_limit": 10_000,
        "image_size_limit": 8_000_000,
        "image_matrix_limit": 33_177_600,
        "supported_mime_types": ["image/png", "image/avif", "video/mp4", "audio/ogg"],
    }
    posts = {"max_characters": 5_000, "max_media_attachments": 6, "characters_reserved_per_url": 23}
    said = answer({"configuration": {"statuses": posts, "media_attachments": files}})
    rules = converse(ONE.limits(ACCOUNT), scripted({"GET /api/v2/instance": said})).result
    assert (rules.text.limit, rules.text.mention_host, rules.alt) == (5_000, False, 10_000)
    assert (rules.images.most, rules.images.bytes, rules.images.pixels) == (6, 8_000_000, 33_177_600)
    assert (rules.images.types, rules.videos.types) == (("image/png", "image/avif"), ("video/mp4",))
    assert rules.videos.bytes == ONE.rules.videos.bytes


@pytest.mark.parametrize("said", [answer({"error": "Not found"}, 404), answer({"configuration": {"statuses": 7}})])
def test_a_server_that_says_nothing_of_its_limits_has_the_usual_ones(said: Any) -> None:
    assert converse(ONE.limits(ACCOUNT), scripted({"GET /api/v2/instance": said})).result == ONE.rules


def inspected(own: dict[str, Any], app: Any) -> Any:
    routes = {OWN: answer({"id": "1", "acct": "humas", **own}), "GET /api/v1/apps/verify_credentials": app}
    return converse(ONE.inspect(ACCOUNT), scripted(routes)).result


def test_an_account_says_what_its_app_may_do() -> None:
    standing = inspected({}, answer({"name": "govpr", "scopes": ["read", "write:media"]}))
    assert (standing.name, standing.can_post, standing.scopes) == ("humas", False, ("read", "write:media"))
    assert standing.notes == ("the app lacks the scope write:statuses",)
    assert inspected({}, answer({"error": "Not found"}, 404)).can_post


@pytest.mark.parametrize(
    ("own", "can_post", "words"),
    [
        ({"limited": True}, True, "fewer people"),
        ({"suspended": True}, False, "suspended"),
        ({"moved": {"id": "2"}}, False, "moved"),
    ],
)
def test_an_account_that_is_held_back_says_so(own: dict[str, Any], can_post: bool, words: str) -> None:
    standing = inspected(own, answer({"scopes": ["read", "write"]}))
    assert standing.can_post is can_post
    assert words in standing.notes[0]


def test_a_thread_is_deleted_from_its_end_and_what_is_gone_is_gone() -> None:
    routes = {"DELETE /api/v1/statuses/2": answer({"error": "Record not found"}, 404), "DELETE /*": answer({})}
    talk = converse(ONE.revoke(Receipt(id="1", parts=("1", "2", "3")), ACCOUNT), scripted(routes))
    assert talk.error is None
    assert [call.url[-1] for call in talk.calls] == ["3", "2", "1"]


def test_a_threads_own_part_is_no_reply() -> None:
    routes = {"GET /*": answer(status(replies_count=4, favourites_count=2, reblogs_count=1, quotes_count=0))}
    thread = Receipt(id="7", parts=("7", "8"))
    counts = converse(ONE.metrics(thread, PART.post, NOON, ACCOUNT), scripted(routes)).result
    assert (counts.likes, counts.shares, counts.replies, counts.quotes, counts.views) == (2, 1, 3, 0, None)


def test_an_account_needs_a_server() -> None:
    homeless = evolve(ACCOUNT, server=None)
    error = converse(ONE.publish(PART, homeless), scripted({})).error
    assert isinstance(error, Misconfigured)


def test_share_links_open_the_server_of_the_account() -> None:
    officer = evolve(ACCOUNT, server="https://sosial.go.id/")
    assert ONE.share_link("a b", officer) == "https://sosial.go.id/share?text=a%20b"


@pytest.mark.parametrize("body", ["satu", 7, [{"id": "x"}], [{"id": "7", "created_at": "kemarin"}]])
def test_a_list_that_is_none_is_a_typed_error(body: Any) -> None:
    assert found(body).error is not None
