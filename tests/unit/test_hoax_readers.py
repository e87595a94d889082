import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from govpr.errors import InvalidFile
from govpr.hoaxes import read_factchecks
from govpr.hoaxes.dates import read_day
from govpr.models import Verdict

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def lines(*rows: object) -> str:
    return "\n".join(json.dumps(row) for row in rows)


def review(**changes: object) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://cek.example/1",
        "claimReviewed": "Air laut naik sepuluh meter besok",
        "author": {"@type": "Organization", "name": "Cek Contoh"},
        "datePublished": "2026-05-01",
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": "SALAH",
        },
        **changes,
    }


def test_json_lines_with_all_that_they_may_hold(written: Write) -> None:
    path = written(
        "hoaks.jsonl",
        lines(
            {
                "cid": "a",
                "text": "Bank tutup",
                "lang": "id",
                "date": "24/06/2026",
                "verdict": "SALAH",
                "conclusion": "Buka.",
            },
            {
                "cid": "b",
                "text": "Bridge closed",
                "title": "Is it?",
                "subtitle": "x",
                "date": "not a day",
                "lang": "en",
            },
            {"cid": "c", "text": "pulsa gratis", "stemmed_body": "pulsa", "category": "Klarifikasi Hoaks"},
            {"cid": 4, "text": "[PENIPUAN] Hadiah mobil", "verdict": None, "src": "x"},
        ),
    )
    a, b, c, d = read_factchecks(path, publisher="Contoh", licence="CC BY 4.0")
    assert (a.verdict, a.label, a.published, a.publisher) == (Verdict.FALSE, "SALAH", date(2026, 6, 24), "Contoh")
    assert (b.title, b.published, b.language, b.licence) == ("Is it?", None, "en", "CC BY 4.0")
    assert (c.label, c.verdict) == ("Klarifikasi Hoaks", Verdict.FALSE)
    assert (d.cid, d.text, d.label, d.verdict) == ("4", "Hadiah mobil", "PENIPUAN", Verdict.FALSE)


def test_a_label_for_all_and_a_government_publisher(written: Write) -> None:
    path = written("hoaks.jsonl", lines({"cid": "a", "text": "Bank tutup"}))
    (fact,) = read_factchecks(path, publisher="Komdigi", label="HOAKS", independent=False)
    assert (fact.label, fact.verdict, fact.independent) == ("HOAKS", Verdict.FALSE, False)


def test_all_bad_rows_are_listed_with_their_lines(written: Write) -> None:
    content = (
        '{"cid": "a", "text": "x"}\n{"cid": "b"}\nnonsense\n{"cid": "c", "text": ["x"]}\n{"cid": "a", "text": "y"}\n'
    )
    content += '{"cid": "d", "text": "x", "lang": "bahasa indonesia"}\n{"cid": "e", "text": "half \\ud800"}\n'
    with pytest.raises(InvalidFile) as caught:
        read_factchecks(written("hoaks.jsonl", content))
    assert {problem.line for problem in caught.value.problems} == {2, 3, 4, 5, 6, 7}
    assert all(problem.advice for problem in caught.value.problems)
    assert "line 2: text is missing; write the claim that was checked" in str(caught.value)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_with_any_usual_separator(written: Write, separator: str) -> None:
    rows = [["Judul", "Tanggal", "Verdict", "Extra"], ['"[SALAH] Bank\ntutup"', "2 Mei 2026", "", "x"]]
    (fact,) = read_factchecks(written("hoaks.csv", "\r\n".join(separator.join(row) for row in rows)))
    assert (fact.text, fact.published, fact.label) == ("Bank\ntutup", date(2026, 5, 2), "SALAH")


def test_a_spreadsheet_in_utf_16(written: Write) -> None:
    (fact,) = read_factchecks(written("hoaks.csv", "cid,text\n1,Bank tutup\n".encode("utf-16")))
    assert fact.text == "Bank tutup"


def test_bad_table_rows_are_listed(written: Write) -> None:
    with pytest.raises(InvalidFile) as caught:
        read_factchecks(written("hoaks.csv", 'cid,text\n1,"a\nb"\n2\n3,x,y\n4,\n5,"open'))
    assert [problem.line for problem in caught.value.problems] == [4, 5, 6, 7]


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"@context": "http://schema.org", "@graph": [{"@type": "WebPage"}, one]},
        lambda one: {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [one]}]},
        lambda one: {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": one}]},
    ],
)
def test_claim_reviews_in_every_wrapper(written: Write, wrapped: Callable[[Any], Any]) -> None:
    (fact,) = read_factchecks(written("feed.json", json.dumps(wrapped(review()))))
    assert (fact.publisher, fact.label, fact.verdict) == ("Cek Contoh", "SALAH", Verdict.FALSE)
    assert (fact.url, fact.published) == ("https://cek.example/1", date(2026, 5, 1))


@pytest.mark.parametrize(
    ("changes", "publisher"),
    [
        ({"@type": "http://schema.org/ClaimReview"}, "Cek Contoh"),
        ({"@type": ["Review", "schema:ClaimReview"]}, "Cek Contoh"),
        ({"author": [{"@type": "Person", "name": "Ani"}]}, "Ani"),
        ({"author": "Budi"}, "Budi"),
        ({"author": None, "publisher": {"name": "Kantor"}}, "Kantor"),
        ({"claimReviewed": "", "itemReviewed": {"@type": "CreativeWork", "name": "Air laut naik"}}, "Cek Contoh"),
        ({"claimReviewed": None, "itemReviewed": [{"@type": "Claim", "text": "Air laut naik"}]}, "Cek Contoh"),
    ],
)
def test_claim_reviews_in_every_spelling(written: Write, changes: dict[str, Any], publisher: str) -> None:
    (fact,) = read_factchecks(written("feed.json", json.dumps(review(**changes))))
    assert fact.publisher == publisher
    assert fact.text.startswith("Air laut naik")


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        ({"ratingValue": 1, "bestRating": 5, "worstRating": 1}, Verdict.FALSE),
        ({"ratingValue": "0", "bestRating": "1"}, Verdict.FALSE),
        ({"ratingValue": 5}, Verdict.TRUE),
        ({"ratingValue": 3}, Verdict.MIXED),
        ({"ratingValue": -1, "bestRating": 5, "worstRating": 1}, Verdict.OTHER),
        ({"ratingValue": "nan"}, Verdict.OTHER),
        ({"ratingValue": 5, "alternateName": "Sebagian Benar"}, Verdict.MIXED),
        ({"ratingValue": 1, "alternateName": "Empat pinokio"}, Verdict.FALSE),
    ],
)
def test_a_rating_is_a_verdict_where_the_label_says_nothing(
    written: Write, rating: dict[str, Any], verdict: Verdict
) -> None:
    (fact,) = read_factchecks(written("feed.json", json.dumps(review(reviewRating=rating))))
    assert fact.verdict is verdict
    assert fact.label == rating.get("alternateName", "")


def test_a_governments_own_review_is_not_independent(written: Write) -> None:
    author = {"@type": "GovernmentOrganization", "name": "Kementerian Contoh"}
    (fact,) = read_factchecks(written("feed.json", json.dumps(review(author=author))))
    assert fact.independent is False


def test_an_identifier_that_is_missing_stays_the_same(written: Write) -> None:
    first = read_factchecks(written("a.json", json.dumps([review(), review()])))
    second = read_factchecks(written("b.jsonl", json.dumps(review())))
    assert first == second


@pytest.mark.parametrize("content", ["", "{}", "[]", "[" * 100_000, '{"@type": "ClaimReview"}', "\ufeff"])
def test_documents_without_a_review(written: Write, content: str) -> None:
    with pytest.raises(InvalidFile):
        read_factchecks(written("feed.json", content))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="check the path"):
        read_factchecks(tmp_path / "absent.jsonl")


@pytest.mark.parametrize(
    ("written_day", "day"),
    [
        ("24/06/2026", date(2026, 6, 24)),
        ("26 May 2015", date(2015, 5, 26)),
        ("6th of May", None),
        ("Agustus 17, 2026", date(2026, 8, 17)),
        ("2026-02-30", None),
        ("2026-06-24T23:00:00+07:00", date(2026, 6, 24)),
        ("", None),
    ],
)
def test_days_in_their_usual_spellings(written_day: str, day: date | None) -> None:
    assert read_day(written_day) == day
