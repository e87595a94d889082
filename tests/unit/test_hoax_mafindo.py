"""MAFINDO's answers in all the shapes that its documentation leaves open; questions as its search can answer them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from tests.contract.database_answers import NEWS
from tests.hoax_sources import desk

from govpr.errors import DeliveryError, ProtocolError
from govpr.hoaxes.databases.mafindo import Mafindo
from govpr.hoaxes.databases.protocol import Page, Query
from govpr.http.calls import Call, Form, Reply, Secret
from govpr.http.client import Client
from govpr.models import FactCheck, Verdict
from govpr.settings import DatabaseSettings
from govpr.testing import Conversation, answer, converse, scripted
from govpr.workspace import Workspace

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


class Archive:
    """The service's list: entry n is of day n; in one of two orders, which it does not tell."""

    def __init__(self, count: int, *, newest_first: bool, most: int = 200) -> None:
        self.count, self.newest_first, self.most = count, newest_first, most
        self.calls: list[str] = []

    def __call__(self, call: Call) -> Reply:
        assert isinstance(call.body, Form)
        asked = call.body.fields
        if call.url.endswith("get_total"):
            self.calls.append("total")
            return answer({"total": str(self.count)})
        offset, limit = int(str(asked["offset"])), min(int(str(asked["limit"])), self.most)
        self.calls.append(f"{offset}+{limit}")
        numbers = list(range(self.count))[:: -1 if self.newest_first else 1]
        return answer([self._entry(number) for number in numbers[offset : offset + limit]])

    def _entry(self, number: int) -> dict[str, Any]:
        return NEWS | {"id": str(number + 1), "tanggal": str(date(2020, 1, 1) + timedelta(days=number))}

    def read(self, since: date | None) -> list[Page]:
        pages, cursor = [], None
        while True:
            pages.append(converse(Mafindo().changes(since, cursor, DATABASE), self).result)
            cursor = pages[-1].cursor
            if cursor is None:
                return pages


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("most", [200, 70])
def test_what_is_new_comes_first_in_whatever_order_the_list_is(newest_first: bool, most: int) -> None:
    archive = Archive(1_000, newest_first=newest_first, most=most)
    pages = archive.read(date(2020, 1, 1) + timedelta(days=500))
    early = pages[0].factchecks if newest_first else pages[1].factchecks
    assert "yudistira:1000" in [fact.cid for fact in early]
    assert all(page.newest_first for page in pages[0 if newest_first else 1 :])
    days = {fact.published for page in pages for fact in page.factchecks}
    assert {date(2020, 1, 1) + timedelta(days=day) for day in range(500, 1_000)} <= days
    whole = [fact.cid for page in archive.read(None) for fact in page.factchecks]
    assert len(set(whole)) == len(whole) == 1_000


@pytest.mark.parametrize("total", ["x", None, [], {}, 0, "9" * 40])
def test_a_total_that_is_none_is_done_without(total: Any) -> None:
    archive = Archive(450, newest_first=False)

    def serve(call: Call) -> Reply:
        return answer(total) if call.url.endswith("get_total") else archive(call)

    first = converse(Mafindo().changes(date(2020, 6, 1), None, DATABASE), serve).result
    assert first.cursor == "200"


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_second_reading_stops_where_all_is_known_and_a_whole_one_finds_old_corrections(
    tmp_path: Path, newest_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUNCI", "rahasia")
    archive, day = Archive(1_000, newest_first=newest_first), [datetime(2022, 9, 28, 12, tzinfo=UTC)]
    settings = '\n[databases.yudistira]\nkind = "mafindo"\ncredential = "env:KUNCI"\noptions = { full = "20" }\n'
    folder = desk(tmp_path, settings)

    def served(request: httpx.Request) -> httpx.Response:
        fields = dict(parse_qsl(request.content.decode()))
        assert fields.pop("key") == "rahasia"
        reply = archive(Call("POST", str(request.url), Form(fields)))
        return httpx.Response(200, content=reply.body, headers=dict(reply.headers))

    def sync() -> tuple[int, int, int]:
        archive.calls.clear()
        client = Client(transport=httpx.MockTransport(served), sleep=lambda _seconds: None)
        with Workspace.open(folder, clock=lambda: day[0], client=client) as workspace:
            (told,) = workspace.databases.sync()
        assert told.problem == ""
        return told.added, told.changed, len(archive.calls)

    assert sync() == (1_000, 0, 6)
    archive.count += 3
    day[0] += timedelta(days=3)
    added, _, calls = sync()
    assert (added, calls <= 4) == (3, True)
    corrected = archive._entry

    def entry(number: int) -> dict[str, Any]:
        return corrected(number) | ({"conclusion": "Dibetulkan."} if number == 1_000 // 2 else {})

    monkeypatch.setattr(archive, "_entry", entry)
    day[0] += timedelta(days=3)
    assert sync()[:2] == (0, 0)
    day[0] += timedelta(days=20)
    assert sync() == (0, 1, 7)  # the whole of it, by itself


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
