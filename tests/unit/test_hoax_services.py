"""WordPress, feeds, Cofacts and Check: what is particular about each. What holds for all is in the contract."""

from datetime import date
from typing import Any

import pytest
from tests.contract import service_answers as said

from govpr.errors import (
    DeliveryError,
    GovprError,
    InDoubt,
    Misconfigured,
    ProtocolError,
    Rejected,
    Unauthorized,
    Unreachable,
)
from govpr.hoaxes.databases._feeds import read_feed
from govpr.hoaxes.databases._graphql import asked
from govpr.hoaxes.databases.check import MeedanCheck
from govpr.hoaxes.databases.cofacts import Cofacts
from govpr.hoaxes.databases.feed import FeedOf
from govpr.hoaxes.databases.protocol import Page, Query
from govpr.hoaxes.databases.wordpress import WordPress
from govpr.http.calls import Call, Effect, Reply
from govpr.models import FactCheck, Verdict
from govpr.settings import DatabaseSettings
from govpr.testing import answer, converse, scripted

SITE = DatabaseSettings(name="situs", kind="wordpress", url="https://cek.example/")
FEED = DatabaseSettings(name="umpan", kind="feed", url="https://cek.example/umpan")
COFACTS = DatabaseSettings(name="cofacts", kind="cofacts")
CHECK = DatabaseSettings(name="check", kind="check", options={"workspace": "cek"})
POSTS = "GET /wp-json/wp/v2/posts"
QUERY = Query(text="Bansos Rp600 ribu cair hari ini, daftar lewat tautan Kementerian Contoh")


def of_feed(body: str | bytes, **headers: str) -> Any:
    data = body.encode() if isinstance(body, str) else body
    flow = FeedOf().changes(None, None, FEED)
    return converse(flow, lambda _call: Reply(200, {"content-type": "application/xml", **headers}, data))


def only(page: Page) -> FactCheck:
    (fact,) = page.factchecks
    return fact


def test_a_site_is_asked_again_with_fewer_words_until_there_is_enough() -> None:
    replies = [answer([]), answer([said.POST]), answer([said.POST])]
    talk = converse(WordPress().search(QUERY, SITE), scripted({POSTS: replies}))
    words = [call.url.partition("search=")[2].partition("&")[0].split("+") for call in talk.calls]
    assert [len(one) for one in words] == [5, 3, 2]
    fact = only(talk.result)
    assert (fact.cid, fact.text, fact.label) == ("situs:7", "Bansos “Rp600” ribu cair", "PENIPUAN")
    assert (fact.topic, fact.conclusion) == ("Bantuan, bansos & BLT", "Itu penipuan.")
    assert (fact.published, fact.updated) == (date(2026, 6, 20), date(2026, 6, 21))


def test_the_page_after_the_last_is_an_end_and_other_refusals_are_errors() -> None:
    past = {"code": "rest_post_invalid_page_number", "message": "x", "data": {"status": 400}}
    talk = converse(WordPress().changes(None, "100|9", SITE), lambda _call: answer(past, 400))
    assert talk.result == Page()
    other = converse(WordPress().changes(None, None, SITE), lambda _call: answer({"code": "rest_no_route"}, 404))
    assert isinstance(other.error, Rejected)
    page = converse(WordPress().changes(None, None, SITE), lambda _call: Reply(200, {}, b"<html>a login page</html>"))
    assert isinstance(page.error, ProtocolError)


def test_a_claim_review_in_a_post_names_the_claim() -> None:
    review = (
        '<script type="application/ld+json">{"@type": "ClaimReview", "claimReviewed": "Bansos cair hari ini",'
        ' "reviewRating": {"alternateName": "Salah"}}</script>'
    )
    post = {**said.POST, "title": {"rendered": "Tidak benar bansos cair"}, "content": {"rendered": review}}
    fact = only(converse(WordPress().changes(None, None, SITE), scripted({POSTS: answer([post])})).result)
    assert (fact.text, fact.title, fact.label) == ("Bansos cair hari ini", "Tidak benar bansos cair", "Salah")
    assert fact.verdict is Verdict.FALSE


def test_what_is_no_post_is_listed() -> None:
    talk = converse(WordPress().changes(None, None, SITE), scripted({POSTS: answer([said.POST, 7, {"id": 9}])}))
    assert len(talk.result.factchecks) == 1
    assert len(talk.result.problems) == 2


@pytest.mark.parametrize("body", [said.RSS, said.ATOM, said.RDF])
def test_feeds_of_every_kind_are_read(body: str) -> None:
    fact = only(of_feed(body).result)
    assert (fact.label, fact.verdict, fact.publisher) == ("SALAH", Verdict.FALSE, "Cek Contoh")
    assert fact.url == "https://cek.example/1"
    assert fact.published == date(2026, 6, 20)


def test_a_feed_leads_to_its_next_page_on_its_own_server_only() -> None:
    assert of_feed(said.ATOM).result.cursor == "https://cek.example/umpan?hal=2"
    away = said.ATOM.replace("/umpan?hal=2", "http://169.254.169.254/latest")
    assert of_feed(away).result.cursor is None


def test_a_feed_stops_where_its_entries_are_older_than_asked() -> None:
    flow = FeedOf().changes(date(2026, 7, 1), None, FEED)
    assert converse(flow, lambda _call: Reply(200, {}, said.ATOM.encode())).result == Page()


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    broken = said.RSS.replace("</channel></rss>", "").replace("&amp;", "& &nbsp;")
    assert only(of_feed(broken).result).text.startswith("Bansos Rp600 ribu cair")


def test_entities_of_a_feed_reach_no_file_and_do_not_grow() -> None:
    outside = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    talk = of_feed(outside + said.RSS.partition("?>")[2].replace("Rp600", "&x;"))
    assert "root:" not in repr(talk.result) + repr(talk.error)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE r [<!ENTITY l0 "ha">{laughs}]>' + said.RSS.partition("?>")[2].replace("Rp600", "&l9;")
    talk = of_feed(bomb)
    assert len(repr(talk.result)) < 10_000


@pytest.mark.parametrize(
    "body", [b"", b"<html><p>Masuk</p></html>", b"{}", b'{"version": 1}', b"\x00\xff", b"{" * 10_000]
)
def test_what_is_no_feed_is_an_error_and_no_silence(body: bytes) -> None:
    assert isinstance(of_feed(body).error, ProtocolError)


def test_the_feed_reader_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("a feed made somebody connect")

    monkeypatch.setattr("socket.create_connection", never)
    assert read_feed(b"http://127.0.0.1/umpan") is None
    assert read_feed(b"/etc/passwd") is None


def test_the_newest_answer_that_readers_found_helpful_counts() -> None:
    old, new, worse = (
        said.reply("NOT_RUMOR", "2026-06-19T00:00:00.000Z", 5),
        said.reply("RUMOR", "2026-06-20T00:00:00.000Z", 2, 1),
        said.reply("OPINIONATED", "2026-06-21T00:00:00.000Z", 0, 3),
    )
    gone = said.reply("NOT_RUMOR", "2026-06-22T00:00:00.000Z", 9, status="DELETED")
    talk = converse(
        Cofacts().search(QUERY, COFACTS), lambda _call: answer(said.listed(said.message(old, new, worse, gone)))
    )
    fact = only(talk.result)
    assert (fact.label, fact.verdict, fact.published) == ("RUMOR", Verdict.FALSE, date(2026, 6, 20))
    assert fact.licence == "CC BY-SA 4.0"
    assert "CC BY-SA 4.0 授權提供" in fact.attribution
    assert fact.url == "https://cofacts.tw/article/abc"


def test_messages_without_an_answer_any_more_are_gone() -> None:
    blocked = said.message(said.reply("RUMOR", "2026-06-20T00:00:00.000Z"), status="BLOCKED", id="b")
    body = said.listed(said.message(), blocked, last="d")
    page = converse(Cofacts().changes(date(2026, 6, 1), None, COFACTS), lambda _call: answer(body)).result
    assert (page.factchecks, page.gone, page.cursor) == ((), ("cofacts:abc", "cofacts:b"), "c")


def test_both_ways_to_read_check_know_an_item_by_one_name() -> None:
    found = converse(MeedanCheck().search(QUERY, CHECK), lambda _call: answer({"data": [said.FEED_ITEM]})).result
    assert (
        "skip_save_request"
        in converse(MeedanCheck().search(QUERY, CHECK), lambda _call: answer({"data": []})).calls[0].url
    )
    hidden = {**said.CHECKED, "claim_description": {"project_media": {"dbid": 13}}, "report_status": "paused"}
    read = converse(
        MeedanCheck().changes(None, None, CHECK), lambda _call: answer(said.articles(said.CHECKED, hidden))
    ).result
    assert only(found).cid == only(read).cid == "check:item-12"
    assert (only(found).label, only(found).verdict, only(found).publisher) == ("false", Verdict.FALSE, "Cek Contoh")
    assert only(found).published == only(read).published == date(2026, 6, 20)
    assert read.gone == ("check:item-13",)


def test_a_workspace_that_nobody_named_is_a_matter_of_settings() -> None:
    flow = MeedanCheck().changes(None, None, DatabaseSettings(name="check", kind="check"))
    assert isinstance(converse(flow, lambda _call: answer({})).error, Misconfigured)


@pytest.mark.parametrize(
    ("code", "effect", "kind"),
    [
        ("GRAPHQL_VALIDATION_FAILED", Effect.ONCE, Rejected),
        ("UNAUTHENTICATED", Effect.ONCE, Unauthorized),
        ("FORBIDDEN", Effect.SAFE, Misconfigured),
        ("INTERNAL_SERVER_ERROR", Effect.SAFE, ProtocolError),
        ("INTERNAL_SERVER_ERROR", Effect.ONCE, InDoubt),
        (None, Effect.ONCE, InDoubt),
    ],
)
def test_a_failure_with_status_200_is_an_error(code: str | None, effect: Effect, kind: type[DeliveryError]) -> None:
    body = {"data": None, "errors": [{"message": "got invalid value Budi Contoh", "extensions": {"code": code}}]}
    error = converse(asked("https://g.example/graphql", "mutation { a }", {}, effect), lambda _call: answer(body)).error
    assert type(error) is kind
    assert ("Budi" in str(error)) is (effect is Effect.SAFE)


@pytest.mark.parametrize(("status", "kind"), [(400, Rejected), (401, Unauthorized), (503, Unreachable)])
def test_a_refusal_of_graphql_is_an_error(status: int, kind: type[GovprError]) -> None:
    def serve(_call: Call) -> Reply:
        return answer({}, status)

    assert isinstance(converse(asked("https://g.example/graphql", "{ a }", {}), serve).error, kind)
