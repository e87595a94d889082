"""Google's adapter asks as Google's own discovery document says, and publishes markup as it wants it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.google_discovery import check_request

from govpr.errors import InDoubt, Misconfigured, ProtocolError, Unreachable
from govpr.hoaxes.databases.google import Google
from govpr.hoaxes.databases.protocol import MarkupPage, Page, PublishesMarkup, Query, Syncs
from govpr.http.calls import Call, Effect, Json, Reply
from govpr.models import Clarification, Source, Verdict
from govpr.settings import DatabaseSettings
from govpr.testing import Conversation, Routes, answer, converse, scripted

GOOGLE = DatabaseSettings(name="google", kind="google", language="id-ID", publisher="Kementerian Contoh")
SITE = DatabaseSettings(name="google", kind="google", options={"site": "cek.example"})
CLARIFICATION = Clarification(
    claim="Bansos Rp600 ribu cair lewat tautan",
    fact="Bantuan disalurkan lewat kantor pos.",
    conclusion="Tautan itu penipuan.",
    verdict=Verdict.FALSE,
    label="Hoaks",
    agency="kemensos",
    sources=(Source(title="Siaran pers", publisher="Kementerian Contoh", url="https://contoh.go.id/siaran"),),
    published=datetime(2026, 6, 24, 8, tzinfo=UTC),
)
PICTURE = Query(text="", picture="https://hoaks.example/a.jpg?x=1&y=2", language="id-ID", limit=3)
PAGE = {"name": "pages/abc-1", "pageUrl": "https://contoh.go.id/klarifikasi/1", "versionId": "v1"}
ROUTES: Routes = {
    "GET /v1alpha1/claims:search": [answer({"claims": [], "nextPageToken": "t2"}), answer({})],
    "GET /v1alpha1/claims:imageSearch": answer({"results": []}),
    "GET /v1alpha1/pages": [answer({"claimReviewMarkupPages": [PAGE], "nextPageToken": "b"}), answer({})],
    "POST /v1alpha1/pages": answer(PAGE),
    "PUT /v1alpha1/pages/*": answer(PAGE | {"versionId": "v2"}),
    "DELETE /v1alpha1/pages/*": answer({}),
}


def talks() -> dict[str, Conversation]:
    google, page = Google(), MarkupPage(name="pages/abc-1", url=PAGE["pageUrl"], version="v1")
    query = Query(text="Bansos Rp600 ribu cair hari ini", language="id-ID", since=date(2026, 1, 1), limit=7)
    flows = {
        "search": google.search(query, GOOGLE),
        "picture": google.search_picture(PICTURE, GOOGLE),
        "changes": google.changes(date(2026, 11, 1), None, SITE),
        "next": google.changes(date(2026, 11, 1), "31:t2", SITE),
        "list": google.list_markup("contoh.go.id", GOOGLE),
        "create": google.publish_markup(CLARIFICATION, PAGE["pageUrl"], GOOGLE),
        "update": google.publish_markup(CLARIFICATION, PAGE["pageUrl"], GOOGLE, page),
        "delete": google.withdraw_markup(page, GOOGLE),
    }
    return {name: converse(flow, scripted(ROUTES)) for name, flow in flows.items()}


def asked() -> Iterator[Any]:
    for name, talk in talks().items():
        for number, call in enumerate(talk.calls):
            yield pytest.param(call, id=f"{name} {number}")


@pytest.mark.parametrize("call", list(asked()))
def test_each_request_fits_the_discovery_document(call: Call) -> None:
    assert call.body is None or isinstance(call.body, Json)
    check_request(call.method, call.url, None if call.body is None else call.body.value)


def test_every_conversation_ends_well() -> None:
    for name, talk in talks().items():
        assert talk.error is None, name


def test_the_question_has_the_language_without_its_region() -> None:
    query = dict(parse_qsl(urlsplit(talks()["search"].calls[0].url).query))
    assert query == {"query": "Bansos Rp600 ribu cair hari ini", "pageSize": "7", "languageCode": "id"}


def test_what_is_new_is_counted_from_the_day_of_the_answer_and_asked_for_on_each_page() -> None:
    first, second = talks()["changes"].calls
    assert "maxAgeDays" not in first.url
    assert (
        dict(parse_qsl(urlsplit(second.url).query))["maxAgeDays"] == "31"
    )  # since 1 November; the answer is of 1 December
    following = dict(parse_qsl(urlsplit(talks()["next"].calls[0].url).query))
    assert (following["maxAgeDays"], following["pageToken"]) == ("31", "t2")
    assert following["reviewPublisherSiteFilter"] == "cek.example"


def test_reading_through_needs_a_publisher_or_a_query() -> None:
    google = Google()
    assert isinstance(google, Syncs)
    talk = converse(google.changes(None, None, GOOGLE), scripted(ROUTES))
    assert isinstance(talk.error, Misconfigured)
    assert "site" in str(talk.error)


def test_a_clarification_is_published_with_the_agency_as_author_and_no_number() -> None:
    body = talks()["create"].effects[0].body
    assert isinstance(body, Json)
    assert body.value["claimReviewAuthor"] == {"name": "Kementerian Contoh"}
    assert body.value["publishDate"] == "2026-06-24"
    (markup,) = body.value["claimReviewMarkups"]
    assert markup["rating"] == {"textualRating": "Hoaks", "ratingExplanation": "Tautan itu penipuan."}


def test_a_replacement_names_the_version_that_it_replaces() -> None:
    (call,) = talks()["update"].effects
    assert isinstance(call.body, Json)
    assert (call.method, call.body.value["versionId"], call.body.value["name"]) == ("PUT", "v1", "pages/abc-1")
    assert talks()["update"].result == MarkupPage(name="pages/abc-1", url=PAGE["pageUrl"], version="v2")


def test_all_pages_of_a_site_are_listed() -> None:
    talk = talks()["list"]
    assert [page.name for page in talk.result] == ["pages/abc-1"]
    assert "pageToken=b" in talk.calls[1].url


def test_markup_that_may_be_there_is_in_doubt_and_what_is_gone_is_gone() -> None:
    google = Google()
    assert isinstance(google, PublishesMarkup)
    lost = converse(google.publish_markup(CLARIFICATION, PAGE["pageUrl"], GOOGLE), lambda _call: Reply(502))
    assert isinstance(lost.error, InDoubt)
    gone = converse(google.withdraw_markup(MarkupPage(name="pages/x"), GOOGLE), lambda _call: answer({}, 404))
    assert gone.error is None
    assert gone.calls[0].effect is Effect.KEYED


@pytest.mark.parametrize(
    ("reply", "kind"),
    [(answer({"claims": "x"}), ProtocolError), (answer([]), ProtocolError), (Reply(503), Unreachable)],
)
def test_odd_answers_are_no_empty_ones(reply: Reply, kind: type[Exception]) -> None:
    talk = converse(Google().search(Query(text="banjir"), GOOGLE), lambda _call: reply)
    assert isinstance(talk.error, kind)


def test_a_claim_that_nobody_reviewed_is_listed_as_a_problem() -> None:
    claims = [{"text": "a"}, {"text": "b", "claimReview": [{"textualRating": "Salah"}]}, 7]
    page = converse(Google().search(Query(text="banjir"), GOOGLE), scripted({"*": answer({"claims": claims})})).result
    assert isinstance(page, Page)
    assert [problem.path for problem in page.problems] == ["claims[2]", "claims[0].claimReview"]
    assert [(fact.text, fact.publisher) for fact in page.factchecks] == [("b", "Kementerian Contoh")]


def test_a_picture_is_asked_for_by_its_address_and_its_claims_are_read() -> None:
    (call,) = talks()["picture"].calls
    asked = dict(parse_qsl(urlsplit(call.url).query))
    assert asked == {"imageUri": "https://hoaks.example/a.jpg?x=1&y=2", "pageSize": "3", "languageCode": "id"}
    claim = {"text": "b", "claimReview": [{"textualRating": "Salah", "url": "https://cek.example/1"}]}
    routes: Routes = {"*": answer({"results": [{"claim": claim}, {}, 7, {"claim": {"text": "c"}}]})}
    page = converse(Google().search_picture(PICTURE, GOOGLE), scripted(routes)).result
    assert [(fact.text, fact.label, fact.url) for fact in page.factchecks] == [("b", "Salah", "https://cek.example/1")]
    assert [one.path for one in page.problems] == ["results[2]", "results[1].claim", "results[3].claim.claimReview"]
    odd = converse(Google().search_picture(PICTURE, GOOGLE), lambda _call: answer({"results": "x"}))
    assert isinstance(odd.error, ProtocolError)


def test_a_list_of_pages_that_never_ends_is_no_whole_one() -> None:
    calls: list[Call] = []

    def serve(call: Call) -> Reply:
        calls.append(call)
        return answer({"claimReviewMarkupPages": [PAGE], "nextPageToken": f"t{len(calls)}"})

    talk = converse(Google().list_markup("contoh.go.id", GOOGLE), serve)
    assert isinstance(talk.error, ProtocolError)
    assert len(calls) == 100
