"""MAFINDO's answers in all the shapes that its documentation leaves open; questions as its search can answer them."""

from typing import Any

import pytest
from tests.contract.database_answers import NEWS

from govpr.errors import DeliveryError, ProtocolError
from govpr.hoaxes.databases.mafindo import Mafindo
from govpr.hoaxes.databases.protocol import Page, Query
from govpr.http.calls import Call, Form, Reply, Secret
from govpr.models import FactCheck, Verdict
from govpr.settings import DatabaseSettings
from govpr.testing import Conversation, answer, converse, scripted

DATABASE = DatabaseSettings(name="yudistira", kind="mafindo")


def listed(*items: Any, **settings: Any) -> Page:
    database = DatabaseSettings(name="yudistira", kind="mafindo", **settings)
    talk = converse(Mafindo().changes(None, None, database), scripted({"*": answer(list(items))}))
    assert isinstance(talk.result, Page)
    return talk.result


def news(**said: Any) -> FactCheck:
    (fact,) = listed(NEWS | said).factchecks
    return fact


@pytest.mark.parametrize(
    ("title", "classification", "status", "label", "verdict"),
    [
        ("[SALAH] Banjir", "False Context", "2", "SALAH (False Context)", Verdict.FALSE),
        ("[PENIPUAN] Bansos", "-", "2", "PENIPUAN", Verdict.FALSE),
        ("[KLARIFIKASI] Bansos", "Clarification", "1", "KLARIFIKASI (Clarification)", Verdict.OTHER),
        ("[KLARIFIKASI] Bansos", None, "2", "KLARIFIKASI", Verdict.OTHER),
        ("[BENAR] Bansos", "TRUE", "1", "BENAR (TRUE)", Verdict.TRUE),
        ("Bansos", "Satire", "2", "Satire", Verdict.SATIRE),
        ("Bansos", "Manipulated Content", "2", "Manipulated Content", Verdict.MISLEADING),
        ("Bansos", "Impostor Content", 2, "Impostor Content", Verdict.FALSE),
        ("Bansos", "", "2", "FALSE", Verdict.FALSE),
        ("Bansos", None, 1, "TRUE", Verdict.TRUE),
        ("Bansos", None, None, "", Verdict.OTHER),
    ],
)
def test_the_label_is_the_publishers_and_the_verdict_follows_it(
    title: str, classification: str | None, status: Any, label: str, verdict: Verdict
) -> None:
    fact = news(title=title, classification=classification, status=status)
    assert (fact.label, fact.verdict) == (label, verdict)


def test_places_and_pictures_are_found_wherever_they_stand() -> None:
    fact = news()
    assert fact.appearances == ("https://arsip.example/abc", "https://media.example/unggahan/1")
    assert fact.images == ("https://gambar.example/1.png", "https://gambar.example/media.jpeg")


def test_empty_fields_are_filled_from_what_is_there() -> None:
    fact = news(content=None, conclusion="", picture1=None, claim_review=None, media="", tags=None)
    assert (fact.text, fact.conclusion) == ("Video Banjir Bandang di Kota Contoh", NEWS["fact"])
    assert (fact.topic, fact.images) == ("", ())


@pytest.mark.parametrize(
    ("authors", "publisher"), [("19", "MAFINDO"), ("19, 7", "MAFINDO"), ("Tempo", "Tempo"), (None, "MAFINDO")]
)
def test_an_authors_number_names_nobody(authors: Any, publisher: str) -> None:
    assert news(authors=authors).publisher == publisher


def test_the_address_of_an_entry_is_a_setting() -> None:
    (fact,) = listed(NEWS, options={"page": "https://turnbackhoax.example/articles/{id}"}).factchecks
    assert fact.url == "https://turnbackhoax.example/articles/891"


def test_html_is_read_as_words() -> None:
    assert news(content="<p>Bansos &amp; BLT<br>cair</p><script>x</script>").text == "Bansos & BLT cair"


def test_what_cannot_be_read_is_listed_and_the_rest_is_there() -> None:
    page = listed(7, NEWS, {"id": "1"}, NEWS)
    assert [fact.cid for fact in page.factchecks] == ["yudistira:891"]
    assert [problem.path for problem in page.problems] == ["news[0]", "news[2].text"]


def test_it_is_read_to_an_empty_page_however_few_come_at_once() -> None:
    offsets: list[str] = []

    def serve(call: Call) -> Reply:
        assert isinstance(call.body, Form)
        assert call.body.fields["key"] == Secret("key")
        offsets.append(str(call.body.fields["offset"]))
        start = int(offsets[-1])
        return answer([NEWS | {"id": str(number)} for number in range(start, min(start + 3, 7))])

    cursor, cids = None, []
    while True:
        page = converse(Mafindo().changes(None, cursor, DATABASE), serve).result
        cids += [fact.cid for fact in page.factchecks]
        cursor = page.cursor
        if cursor is None:
            break
    assert (offsets, len(set(cids))) == (["0", "3", "6", "7"], 7)


def searched(text: str, reply: Reply) -> Conversation:
    return converse(Mafindo().search(Query(text=text, limit=2), DATABASE), scripted({"*": reply}))


def test_few_words_are_asked_for_and_the_best_come_first() -> None:
    others = [NEWS | {"id": str(number), "title": f"Hal lain {number}", "content": ""} for number in range(3)]
    talk = searched("Video banjir bandang di Kota Contoh", answer([*others, NEWS]))
    assert talk.result.factchecks[0].cid == "yudistira:891"
    assert len(talk.result.factchecks) == 2
    assert len(talk.calls) == 1


def test_nothing_found_is_asked_for_in_other_ways_first() -> None:
    talk = searched("Bansos Rp600 ribu cair", answer([]))
    asked = [
        (call.body.fields["method"], call.body.fields["value"]) for call in talk.calls if isinstance(call.body, Form)
    ]
    assert asked[0][0] == "title"
    assert len(set(asked)) == len(asked) == 4
    assert talk.result == Page()


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"null", b"[1]", b'"Invalid key"', b'{"error": "x"}', b"<html>", b'{"id": 1}']
)
def test_what_is_no_list_of_news_is_no_empty_list(body: bytes) -> None:
    assert isinstance(searched("banjir", Reply(200, body=body)).error, ProtocolError)


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
def test_refusals_come_out(status: int) -> None:
    assert isinstance(searched("banjir", Reply(status)).error, DeliveryError)
