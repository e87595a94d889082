"""ClaimReview as microdata and RDFa Lite: read like JSON-LD, joined with it, and bounded whatever a page holds."""

import json

import pytest

from govpr.errors import Problem
from govpr.hoaxes.databases._articles import Article, article_row
from govpr.hoaxes.databases.claimreview import ClaimReview
from govpr.hoaxes.readers.pages import page_rows
from govpr.http.calls import Reply
from govpr.models import Verdict
from govpr.settings import DatabaseSettings
from govpr.testing import converse

PAGE = "https://cek.example/1"
MICRODATA = """
<div itemscope itemtype="https://schema.org/ClaimReview">
  <h1 itemprop="headline">Bansos lewat tautan</h1>
  <a itemprop="url" href="/fakta/1">Baca</a>
  <time itemprop="datePublished" datetime="2026-06-24T08:00:00+07:00">kemarin</time>
  <p>Klaim: <b itemprop="claimReviewed">Bansos cair hari&nbsp;ini</b></p>
  <div itemprop="author" itemscope itemtype="https://schema.org/Organization">
    <meta itemprop="name" content="Cek Contoh"><link itemprop="url" href="https://cek.example">
  </div>
  <div itemprop="itemReviewed" itemscope itemtype="https://schema.org/CreativeWork">
    <a itemprop="appearance" href="https://hoaks.example/p/1">di sini</a>
  </div>
  <div itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">
    <span itemprop="ratingValue" content="1">1</span> dari <span itemprop="bestRating">5</span>
    <span itemprop="alternateName">Salah besar</span>
  </div>
  <p itemprop="reviewBody">Tidak benar.<script>alert(1)</script></p>
</div>
"""
RDFA = """
<div vocab="https://schema.org/" typeof="ClaimReview" resource="#ulasan">
  <span property="claimReviewed">Bansos cair hari ini</span>
  <a property="url" href="https://cek.example/fakta/1">Baca</a>
  <span property="datePublished" content="2026-06-24">24 Juni</span>
  <div property="author" typeof="GovernmentOrganization"><span property="name">Kementerian Contoh</span></div>
  <div property="schema:reviewRating" typeof="schema:Rating"><span property="schema:alternateName">HOAKS</span></div>
</div>
<meta property="og:title" content="Bukan bagian dari ulasan">
"""


def rows(markup: str) -> list[dict[str, object]]:
    return [row for _, row in page_rows(markup, PAGE)[0]]


def test_microdata_is_read_like_json_ld() -> None:
    (row,) = rows(MICRODATA)
    told = {name: row[name] for name in ("text", "title", "url", "date", "publisher", "label", "rated", "conclusion")}
    assert told == {
        "text": "Bansos cair hari ini",
        "title": "Bansos lewat tautan",
        "url": "https://cek.example/fakta/1",
        "date": "2026-06-24T08:00:00+07:00",
        "publisher": "Cek Contoh",
        "label": "Salah besar",
        "rated": Verdict.FALSE,
        "conclusion": "Tidak benar.",
    }
    assert row["appearances"] == ["https://hoaks.example/p/1"]


def test_rdfa_lite_is_read_too_and_says_that_a_government_spoke() -> None:
    (row,) = rows(RDFA)
    assert (row["text"], row["label"], row["publisher"]) == ("Bansos cair hari ini", "HOAKS", "Kementerian Contoh")
    assert (row["date"], row["independent"]) == ("2026-06-24", False)


def test_what_json_ld_says_as_well_is_there_once_and_complete() -> None:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "Bansos cair hari ini",
        "url": "https://www.cek.example/fakta/1/",
        "reviewRating": {"alternateName": "SALAH"},
    }
    script = f'<script type="application/ld+json">{json.dumps(review)}</script>'
    (row,) = rows(script + MICRODATA + RDFA.replace("HOAKS", "LAIN"))
    assert (row["label"], row["conclusion"], row["independent"]) == ("SALAH", "Tidak benar.", False)
    other = {**review, "url": "https://cek.example/fakta/2"}
    assert len(rows(f'<script type="application/ld+json">{json.dumps([review, other])}</script>{MICRODATA}')) == 2
    assert len(rows(MICRODATA + MICRODATA.replace("Bansos cair", "Pulsa gratis"))) == 2


def test_a_part_that_stands_elsewhere_belongs_where_it_is_referred_to() -> None:
    page = (
        '<div itemscope itemtype="http://schema.org/ClaimReview" itemref="siapa nilai">'
        '<i itemprop="claimReviewed">Bansos</i></div>'
        '<p id="siapa"><b itemprop="author" itemscope itemtype="x"><i itemprop="name">Cek Contoh</i></b></p>'
        '<p id="nilai" itemprop="reviewRating" itemscope itemtype="y"><i itemprop="alternateName">SALAH</i></p>'
    )
    (row,) = rows(page)
    assert (row["publisher"], row["label"]) == ("Cek Contoh", "SALAH")


@pytest.mark.parametrize(
    "page",
    [
        '<p id="a" itemscope itemtype="ClaimReview" itemprop="x" itemref="a b"><b id="b" itemscope itemref="a">',
        '<p itemscope itemtype="ClaimReview" itemprop="itemReviewed">' * 5_000,
        '<div itemscope itemtype="ClaimReview" itemref="a">' * 300 + '<p id="a" itemprop="x">' * 300,
        '<div typeof="ClaimReview"><p property="claimReviewed">' * 300 + "kata " * 300_000,
        '<div itemscope itemtype="ClaimReview">' + "<b>" * 9_000 + '<i itemprop="claimReviewed">dalam</i>',
        '<i itemprop="x">' * 9_000 + '<p itemscope itemtype="x/ClaimReview">',
    ],
    ids=["circle", "nested", "referred", "long", "deep", "many"],
)
def test_a_page_that_is_made_to_keep_us_busy_ends(page: str) -> None:
    found, problems = page_rows(page, PAGE)
    assert len(found) <= 5_000
    assert all(isinstance(one, Problem) for one in problems)


def test_what_was_not_read_is_listed() -> None:
    review = '<div itemscope itemtype="ClaimReview"><i itemprop="claimReviewed">Klaim {}</i></div>'
    _, problems = page_rows("".join(review.format(number) for number in range(3_000)), PAGE)
    assert [problem.message for problem in problems] == ["marks up 6,000 elements"]


def test_the_article_of_a_site_or_feed_takes_its_label_from_it() -> None:
    row = article_row(Article(id="7", title="Bansos", html=MICRODATA.replace("<h1", "<p").replace("</h1>", "</p>")))
    assert (row["label"], row["text"]) == ("Salah besar", "Bansos cair hari ini")


def test_a_database_of_such_a_page_gives_fact_checks() -> None:
    database = DatabaseSettings(name="cek", kind="claimreview", url=PAGE)
    talk = converse(ClaimReview().changes(None, None, database), lambda _call: Reply(200, body=MICRODATA.encode()))
    (fact,) = talk.result.factchecks
    assert (fact.text, fact.verdict, fact.publisher) == ("Bansos cair hari ini", Verdict.FALSE, "Cek Contoh")
