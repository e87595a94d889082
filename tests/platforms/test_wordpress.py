"""WordPress: what is particular about it. What holds for every platform is in the contract."""

from typing import Any

import pytest
from attrs import evolve

from govpr.errors import Misconfigured, NeedsHuman, Rejected, Stale, Throttled, Unauthorized, Unreachable
from govpr.http.calls import Form, Json, Reply
from govpr.models import Media, Receipt
from govpr.platforms._blocks import slug_of
from govpr.platforms.protocol import Attachment
from govpr.platforms.wordpress import WordPress
from govpr.testing import Routes, answer, converse, scripted
from govpr.testing.conversations import NOON
from tests.platforms.wordpress import ACCOUNT, LINK, ONE, POST, SUBJECT

PLATFORM = WordPress()
PART = evolve(SUBJECT.part, media=())
LIST = "GET /wp-json/wp/v2/posts"
NEW = "POST /wp-json/wp/v2/posts"
DRAFT = answer({**POST, "status": "draft"}, 201)


def staged(part: Any = PART, account: Any = ACCOUNT, left: Any = ()) -> Any:
    routes: Routes = {LIST: answer(list(left)), NEW: DRAFT, f"POST {ONE}": answer({**POST, "status": "draft"})}
    return converse(PLATFORM.stage(part, account), scripted(routes))


def body(call: Any) -> Any:
    assert isinstance(call.body, Json)
    return call.body.value


def test_a_draft_is_an_article_in_blocks() -> None:
    text = "Siaga & sigap\n\nLihat contoh.go.id"
    sent = body(staged(evolve(PART, text=text)).calls[-1])
    assert sent == {
        "status": "draft",
        "slug": slug_of("Siaga banjir", PART.key),
        "title": "Siaga banjir",
        "content": "<!-- wp:paragraph -->\n<p>Siaga &amp; sigap</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n"
        '<p>Lihat <a href="https://contoh.go.id">contoh.go.id</a></p>\n<!-- /wp:paragraph -->',
        "categories": [],
    }


def test_a_draft_that_an_earlier_try_left_is_taken_up_again() -> None:
    talk = staged(left=[{**POST, "status": "draft"}])
    assert talk.result == "123"
    assert talk.calls[-1].url.endswith("/posts/123")


def test_the_first_picture_stands_above_the_article_and_films_below() -> None:
    media = tuple(
        Attachment(handle=f'{{"id": {number}, "url": "https://contoh.go.id/{number}"}}', alt=f'"{number}"', type=kind)
        for number, kind in ((1, "image/png"), (2, "image/png"), (3, "video/mp4"))
    )
    sent = body(staged(evolve(PART, media=media)).calls[-1])
    assert sent["featured_media"] == 1
    assert 'src="https://contoh.go.id/1"' not in sent["content"]
    assert '<img src="https://contoh.go.id/2" alt="&quot;2&quot;" class="wp-image-2"/>' in sent["content"]
    assert '<video controls src="https://contoh.go.id/3"></video>' in sent["content"]
    below = body(staged(evolve(PART, media=media), evolve(ACCOUNT, options={"featured": "no"})).calls[-1])
    assert "featured_media" not in below
    assert "wp-image-1" in below["content"]


def test_categories_are_numbers() -> None:
    assert body(staged(account=evolve(ACCOUNT, options={"categories": "4, 17"})).calls[-1])["categories"] == [4, 17]
    assert isinstance(staged(account=evolve(ACCOUNT, options={"categories": "siaran"})).error, Misconfigured)


def test_a_file_goes_with_its_alt_text() -> None:
    media = Media(file="posko.png", alt="Peta tiga posko")
    said = answer({"id": 9, "source_url": "https://contoh.go.id/posko.png"}, 201)
    talk = converse(PLATFORM.upload(media, ACCOUNT), scripted({"POST /wp-json/wp/v2/media": said}))
    form = talk.calls[0].body
    assert isinstance(form, Form)
    assert form.fields == {"alt_text": "Peta tiga posko"}


def test_publishing_names_the_draft_and_the_address() -> None:
    talk = converse(PLATFORM.publish(evolve(PART, staged="123"), ACCOUNT), scripted({f"POST {ONE}": answer(POST)}))
    assert body(talk.calls[0]) == {"status": "publish", "slug": slug_of("Siaga banjir", PART.key)}
    assert talk.result == Receipt(id="123", url=LINK, at=NOON)


def refused(reply: Reply) -> Any:
    return converse(PLATFORM.publish(evolve(PART, staged="123"), ACCOUNT), scripted({f"POST {ONE}": reply})).error


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "rest_invalid_param", Rejected),
        (401, "rest_cannot_create", Unauthorized),
        (401, "incorrect_password", Unauthorized),
        (403, "application_passwords_disabled", Unauthorized),
        (403, "rest_cannot_publish", Misconfigured),
        (403, "rest_forbidden", Misconfigured),
        (404, "rest_no_route", Misconfigured),
        (404, "rest_post_invalid_id", Stale),
        (413, "rest_upload_file_too_big", Rejected),
        (429, "too_many_requests", Throttled),
        (500, "rest_upload_unknown_error", Misconfigured),
        (500, "rest_upload_sideload_error", Misconfigured),
        (500, "internal_server_error", Unreachable),
    ],
)
def test_codes_are_what_the_site_means(status: int, code: str, kind: type[Exception]) -> None:
    error = refused(answer({"code": code, "message": "Sorry.", "data": {"status": status}}, status))
    assert type(error) is kind
    assert "Sorry." in str(error)


def test_pages_in_place_of_answers_are_understood() -> None:
    assert isinstance(refused(Reply(404, body=b"<html>Not found</html>")), Misconfigured)
    assert isinstance(refused(Reply(503, body=b"<html>Maintenance</html>")), Unreachable)
    assert isinstance(refused(Reply(403, body=b"<html>Blocked</html>")), Misconfigured)


def test_an_article_that_the_site_holds_back_is_for_a_person() -> None:
    assert isinstance(refused(answer({**POST, "status": "pending"})), NeedsHuman)


def found(*posts: dict[str, Any]) -> Any:
    return converse(PLATFORM.find(PART, ACCOUNT), scripted({LIST: answer(list(posts))}))


def test_an_article_is_found_at_its_own_address() -> None:
    talk = found({**POST, "status": "draft", "id": 7}, POST)
    assert talk.result == Receipt(id="123", url=LINK)
    assert f"slug={slug_of('Siaga banjir', PART.key)}%2C" in talk.calls[0].url
    assert found({**POST, "status": "draft"}).result is None


@pytest.mark.parametrize("status", ["trash", "pending", "private", "future"])
def test_an_article_that_somebody_put_aside_is_for_a_person(status: str) -> None:
    error = found({**POST, "status": status}).error
    assert isinstance(error, NeedsHuman)
    assert status in str(error)


def test_other_words_leave_the_files_below_them() -> None:
    image = '<figure><img src="https://contoh.go.id/2" alt="Peta"/></figure>'
    figure = f'<!-- wp:image {{"id": 2}} -->\n{image}\n<!-- /wp:image -->'
    before = {"id": 123, "content": {"raw": f"<!-- wp:paragraph -->\n<p>Lama</p>\n<!-- /wp:paragraph -->\n\n{figure}"}}
    routes: Routes = {f"GET {ONE}": answer(before), f"POST {ONE}": answer(POST)}
    talk = converse(PLATFORM.edit(Receipt(id="123"), evolve(PART, text="Baru"), ACCOUNT), scripted(routes))
    paragraph = "<!-- wp:paragraph -->\n<p>Baru</p>\n<!-- /wp:paragraph -->"
    assert body(talk.calls[-1]) == {"title": "Siaga banjir", "content": f"{paragraph}\n\n{figure}"}


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_in_the_trash_already_is_gone(status: int) -> None:
    gone = answer({"code": "rest_already_trashed", "message": "Gone."}, status)
    assert converse(PLATFORM.revoke(Receipt(id="123"), ACCOUNT), scripted({f"DELETE {ONE}": gone})).error is None


def test_comments_are_counted_where_the_site_says_how_many() -> None:
    for headers, count in (({"x-wp-total": "12"}, 12), ({}, None)):
        routes = {"GET /wp-json/wp/v2/comments": answer([], headers=headers)}
        counts = converse(PLATFORM.metrics(Receipt(id="123"), PART.post, NOON, ACCOUNT), scripted(routes)).result
        assert counts.replies == count


def test_an_address_needs_no_words() -> None:
    assert slug_of("🌊", "0123456789abcdef") == "0123456789ab"
    assert len(slug_of("kata " * 60, "0123456789abcdef")) <= 73
