"""Answers that were recorded from real services are read right."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from govpr.hoaxes.databases.claimreview import ClaimReview
from govpr.hoaxes.databases.google import Google
from govpr.hoaxes.databases.mafindo import Mafindo
from govpr.hoaxes.databases.protocol import HoaxDatabase, Page, Query, Syncs
from govpr.http.calls import Reply
from govpr.models import FactCheck, Verdict
from govpr.settings import DatabaseSettings
from govpr.testing import answer, converse, scripted


@pytest.fixture
def recorded(shared: Path) -> Path:
    return shared / "data" / "conformance" / "fact-checks"


def read(adapter: HoaxDatabase, reply: Reply, **settings: Any) -> Page:
    database = DatabaseSettings(name="satu", kind=adapter.name, **settings)
    assert isinstance(adapter, Syncs)
    talk = converse(adapter.changes(None, None, database), scripted({"*": reply}))
    assert talk.error is None
    assert isinstance(talk.result, Page)
    assert not talk.result.problems
    return talk.result


def only(page: Page) -> FactCheck:
    (fact,) = page.factchecks
    return fact


@pytest.mark.parametrize("wrapped", [True, False])
def test_mafindo(recorded: Path, wrapped: bool) -> None:
    item = json.loads((recorded / "mafindo_raw.json").read_text("utf-8"))
    fact = only(read(Mafindo(), answer([item] if wrapped else item)))
    assert (fact.cid, fact.label, fact.verdict) == (f"satu:{item['id']}", "SALAH (False Context)", Verdict.FALSE)
    assert (fact.published, fact.url) == (date(2021, 5, 9), f"https://gfd.turnbackhoax.id/focus/{item['id']}")
    assert (fact.text, fact.title) == (item["content"], item["title"].removeprefix("[SALAH] "))
    assert (fact.appearances, fact.images) == ((item["source_link"],), (item["picture1"],))
    assert (fact.publisher, fact.topic, fact.independent) == ("MAFINDO", item["tags"], True)
    assert fact.conclusion.startswith("Hasil Periksa Fakta")


def test_google(recorded: Path) -> None:
    claim = json.loads((recorded / "google_fact_check_raw.json").read_text("utf-8"))
    fact = only(read(Google(), answer({"claims": [claim]}), options={"site": "vishvasnews.com"}))
    review = claim["claimReview"][0]
    assert (fact.text, fact.title, fact.url) == (claim["text"], review["title"], review["url"])
    assert (fact.label, fact.verdict, fact.language) == ("False", Verdict.FALSE, "ur")
    assert (fact.publisher, fact.published) == ("vishvasnews.com", date(2019, 6, 20))


def page_of(recorded: Path, name: str) -> Page:
    page = json.loads((recorded / name).read_text("utf-8"))
    return read(ClaimReview(), Reply(200, body=page["page"].encode()), url=page["url"])


def test_an_article_of_tempo(recorded: Path) -> None:
    fact = only(page_of(recorded, "tempo_cekfakta_raw.json"))
    assert (fact.label, fact.verdict, fact.language) == ("Keliru", Verdict.FALSE, "id-id")
    assert (fact.text, fact.published) == ("Video Kode Rahasia Untuk Menghemat Listrik Prabayar", date(2022, 6, 22))
    assert fact.publisher == "Cek Fakta Tempo.co"
    assert fact.conclusion.startswith("Dari hasil pemeriksaan fakta TEMPO")
    assert fact.images[0].endswith("/1119598_720.jpg")
    assert not any("keliru" in image for image in fact.images)


def test_a_list_of_tempo(recorded: Path) -> None:
    body = (recorded / "tempo_cekfakta_index_page.html").read_bytes()
    page = read(ClaimReview(), Reply(200, body=body), url="https://cekfakta.tempo.co/2022/07", publisher="Tempo")
    assert len(page.factchecks) == 40
    assert {fact.publisher for fact in page.factchecks} == {"Tempo"}
    assert all("/fakta/" in fact.url and fact.verdict is not Verdict.OTHER for fact in page.factchecks)


def test_an_article_of_reuters(recorded: Path) -> None:
    fact = only(page_of(recorded, "reuters_raw.json"))
    assert (fact.label, fact.verdict, fact.language) == ("Enganoso", Verdict.MISLEADING, "pt-br")
    assert (fact.publisher, fact.published, fact.updated) == ("Reuters", date(2024, 2, 23), date(2024, 2, 23))
    assert fact.text.startswith("Vídeo de carro superlotado")
    assert fact.conclusion.startswith("Enganoso. Um vídeo que mostra")


def test_the_same_answer_gives_the_same_cids(recorded: Path) -> None:
    body = (recorded / "tempo_cekfakta_index_page.html").read_bytes()
    pages = [read(ClaimReview(), Reply(200, body=body), url="https://cekfakta.tempo.co/2022/07") for _ in range(2)]
    assert pages[0] == pages[1]


def test_a_saved_page_can_be_imported(recorded: Path, tmp_path: Path) -> None:
    from govpr.hoaxes import read_factchecks  # noqa: PLC0415  (what users import)

    file = tmp_path / "tempo.html"
    file.write_bytes((recorded / "tempo_cekfakta_index_page.html").read_bytes())
    assert len(read_factchecks(file, publisher="Tempo")) == 40


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("mafindo_raw.json", "SALAH (False Context)"),
        ("google_fact_check_raw.json", "False"),
        ("tempo_cekfakta_raw.json", "Keliru"),
        ("reuters_raw.json", "Enganoso"),
    ],
)
def test_a_saved_answer_can_be_imported(recorded: Path, name: str, label: str) -> None:
    from govpr.hoaxes import read_factchecks  # noqa: PLC0415  (what users import)

    (fact,) = read_factchecks(recorded / name)
    assert fact.label == label


def test_what_is_searched_for_reaches_mafindo_in_few_words() -> None:
    query = Query(text="Tolong sebarkan!!! Bansos Rp600 ribu cair hari ini lewat tautan https://jahat.example/x")
    talk = converse(Mafindo().search(query, DatabaseSettings(name="a", kind="mafindo")), scripted({"*": answer([])}))
    values = [getattr(call.body, "fields", {}).get("value") for call in talk.calls]
    assert values
    assert all(value and len(value.split()) <= 3 and "jahat" not in value for value in values)
