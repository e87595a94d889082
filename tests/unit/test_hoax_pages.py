"""Markup as pages carry it: broken, nested, in graphs, of media; and articles and lists without any."""

import json
from typing import Any

import pytest

from govpr.hoaxes.databases.claimreview import ClaimReview
from govpr.hoaxes.databases.protocol import Page, Query
from govpr.hoaxes.readers.claimreview import script_reviews
from govpr.hoaxes.readers.jsonld import documents
from govpr.hoaxes.readers.pages import page_rows
from govpr.http.calls import Reply
from govpr.models import FactCheck, Verdict
from govpr.settings import DatabaseSettings
from govpr.testing import converse, scripted

URL = "https://cek.example/periksa/1"
REVIEW: dict[str, Any] = {
    "@type": "ClaimReview",
    "claimReviewed": "Bansos cair hari ini",
    "reviewRating": {"alternateName": "Salah"},
    "url": URL,
}
TEXT = json.dumps(REVIEW)
MEDIA: dict[str, Any] = {
    "@type": "MediaReview",
    "author": {"@type": "Organization", "name": "Cek Contoh"},
    "datePublished": "2026-06-21",
    "mediaAuthenticityCategory": "https://schema.org/DecontextualizedContent",
    "originalMediaContextDescription": "Banjir di negara lain, 2019.",
    "originalMediaLink": "https://arsip.example/asli",
    "url": URL,
    "itemReviewed": {
        "@type": "ImageObject",
        "contentUrl": "https://gambar.example/1.jpg",
        "mediaItemAppearance": [
            {
                "@type": "ImageObjectSnapshot",
                "accessedOnUrl": "https://media.example/unggahan",
                "interpretedAsClaim": {"@type": "Claim", "text": "Banjir bandang di Kota Contoh"},
            }
        ],
    },
}


def asked(body: str, url: str = URL) -> Page:
    database = DatabaseSettings(name="cek", kind="claimreview", url=url, language="id")
    talk = converse(ClaimReview().changes(None, None, database), scripted({"*": Reply(200, body=body.encode())}))
    assert talk.error is None
    assert isinstance(talk.result, Page)
    return talk.result


def script(text: str) -> str:
    return f'<html><head><script type="application/ld+json">{text}</script></head><body><p>x</p></body></html>'


def only(page: Page) -> FactCheck:
    (fact,) = page.factchecks
    return fact


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"[{TEXT}]",
        f"[[{TEXT}], null, 7]",
        json.dumps({"@graph": [{"@type": "WebPage"}, REVIEW]}),
        json.dumps({"@type": "WebPage", "mainEntity": {"@type": "Article", "review": [REVIEW]}}),
        json.dumps({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": REVIEW}]}),
        json.dumps({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]}),
        json.dumps(REVIEW | {"@type": ["Review", "schema:ClaimReview"]}),
        json.dumps(REVIEW | {"@type": "http://schema.org/ClaimReview"}),
        TEXT[:-1] + ",}",
        f"// markup\n{TEXT} /* end */",
        f"/*<![CDATA[*/ {TEXT} /*]]>*/",
        f"<!-- {TEXT} -->",
        TEXT.replace('"', "&quot;"),
        TEXT.replace("cair hari", "cair\nhari").replace("ini", "ini\t"),
        f'{{"@type": "Organization"}} {TEXT}',
        f'{{"@type": "Organization"}},\n{TEXT};',
        f"\ufeff  {TEXT}  ",
    ],
)
def test_a_review_is_found_wherever_it_stands(text: str) -> None:
    page = asked(script(text))
    fact = only(page)
    assert (" ".join(fact.text.split()), fact.label, fact.verdict) == ("Bansos cair hari ini", "Salah", Verdict.FALSE)
    assert page.problems == ()


def test_what_is_whole_is_read_and_what_is_broken_is_listed() -> None:
    other = json.dumps(REVIEW | {"claimReviewed": "Bank kota tutup"})
    page = asked(script(f'[{TEXT}, {{"@type": "ClaimReview", "claimReviewed" "x"}}, {other}]'))
    assert {fact.text for fact in page.factchecks} == {"Bansos cair hari ini", "Bank kota tutup"}
    assert [problem.message for problem in page.problems] == ["is no JSON"]


def test_a_review_without_a_claim_stops_no_other() -> None:
    page = asked(script(json.dumps([{"@type": "ClaimReview", "url": URL}, REVIEW])))
    assert only(page).text == "Bansos cair hari ini"
    assert [problem.path for problem in page.problems] == ["script[0][0][0].text"]


def test_entities_in_values_are_read() -> None:
    assert only(asked(script(TEXT.replace("Bansos", "Bansos &amp;amp; BLT")))).text.startswith("Bansos &")


def test_places_and_pictures_of_a_claim_are_kept() -> None:
    item = {
        "@type": "Claim",
        "firstAppearance": {"@type": "SocialMediaPosting", "url": "https://media.example/1"},
        "appearance": ["https://media.example/2", {"@id": "https://media.example/3"}, {"url": "javascript:alert(1)"}],
        "image": {"@type": "ImageObject", "url": "https://gambar.example/1.jpg"},
    }
    fact = only(asked(script(json.dumps(REVIEW | {"itemReviewed": item, "image": ["https://gambar.example/2.jpg"]}))))
    assert fact.appearances == tuple(f"https://media.example/{number}" for number in (1, 2, 3))
    assert fact.images == ("https://gambar.example/1.jpg", "https://gambar.example/2.jpg")


def test_objects_of_a_graph_that_are_only_referred_to_are_found() -> None:
    review = {
        "@type": "ClaimReview",
        "itemReviewed": {"@id": "#k"},
        "author": {"@id": "#a"},
        "reviewRating": {"@id": "#r"},
    }
    rest = [
        {"@id": "#k", "@type": "Claim", "name": "Bansos cair hari ini", "appearance": "https://media.example/1"},
        {"@id": "#a", "@type": "Organization", "name": "Cek Contoh"},
        {"@id": "#r", "@type": "Rating", "alternateName": "Keliru"},
    ]
    fact = only(asked(script(json.dumps({"@graph": [review, *rest]}))))
    assert (fact.text, fact.publisher, fact.label) == ("Bansos cair hari ini", "Cek Contoh", "Keliru")
    assert fact.appearances == ("https://media.example/1",)


def test_a_graph_that_goes_round_in_circles_ends() -> None:
    loop = {"@id": "#a", "@type": "ClaimReview", "claimReviewed": "x", "itemReviewed": {"@id": "#a"}}
    assert only(asked(script(json.dumps([loop, {"@id": "#b", "x": {"@id": "#a"}}])))).text == "x"


def test_a_review_of_media_has_its_category_as_label() -> None:
    fact = only(asked(script(json.dumps(MEDIA))))
    assert (fact.text, fact.label, fact.verdict) == (
        "Banjir bandang di Kota Contoh",
        "DecontextualizedContent",
        Verdict.MISLEADING,
    )
    assert (fact.images, fact.appearances) == (("https://gambar.example/1.jpg",), ("https://media.example/unggahan",))
    assert fact.conclusion == "Banjir di negara lain, 2019. https://arsip.example/asli"


def test_the_review_of_a_claim_inside_a_review_of_media_counts_too() -> None:
    page = asked(script(json.dumps(MEDIA | {"associatedClaimReview": REVIEW})))
    assert sorted(fact.label for fact in page.factchecks) == ["DecontextualizedContent", "Salah"]


def test_a_government_is_not_independent() -> None:
    author = {"@type": "GovernmentOrganization", "name": "Kementerian Contoh"}
    assert not only(asked(script(json.dumps(REVIEW | {"author": author})))).independent


def test_a_number_stands_in_only_where_no_label_says_more() -> None:
    rating = {"ratingValue": 5, "bestRating": 5, "worstRating": 1}
    labelled = only(asked(script(json.dumps(REVIEW | {"reviewRating": rating | {"alternateName": "Keliru"}}))))
    bare = only(asked(script(json.dumps(REVIEW | {"reviewRating": rating}))))
    assert (labelled.verdict, labelled.label) == (Verdict.FALSE, "Keliru")
    assert (bare.verdict, bare.label) == (Verdict.TRUE, "")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        '{"a":' * 100_000,
        '"\\"' * 300_000,
        ", " * 500_000,
        "/*" * 500_000,
        "9" * 10_000,
        "",
        "\0",
        "{" * 9,
    ],
)
def test_hostile_scripts_end_in_problems(text: str) -> None:
    found, problems = documents(text)
    assert (found, len(problems)) == ([], 1)
    assert script_reviews(text)[0] == []


def test_a_page_that_is_cut_says_so() -> None:
    rows, problems = page_rows(f'<script type="application/ld+json">{TEXT}</script>' + "<p>isi</p>" * 400_001)
    assert len(rows) == 1
    assert [problem.message for problem in problems] == ["is too long a page"]


def test_a_page_without_a_fact_check_says_so() -> None:
    page = asked("<html><body><h1>Kontak kami</h1><p>Alamat</p></body></html>")
    assert (page.factchecks, [problem.message for problem in page.problems]) == ((), ["holds no ClaimReview"])


ARTICLE = """<html lang="id"><head><meta property="og:site_name" content="Cek Contoh">
<meta property="article:published_time" content="2026-06-21T08:00:00+07:00"><title>x</title></head><body><article>
<h1>{title}</h1><div class="entry-content"><p><img src="{stamp}"></p><p>Beredar pesan berantai.</p>
<h2>{heading}</h2><p>{upshot}</p><p>Rujukan</p><p>lain</p></div></article></body></html>"""


@pytest.mark.parametrize(
    ("title", "stamp", "heading", "upshot", "label"),
    [
        ("Keliru, Bansos Cair", "/a.png", "Kesimpulan", "Tidak ada bansos.", "Keliru"),
        ("[HOAKS] Bansos Cair", "/a.png", "KESIMPULAN", "Tidak ada bansos.", "HOAKS"),
        ("Sebagian Benar: Bansos Cair", "/a.png", "Kesimpulan:", "Hanya di satu kota.", "Sebagian Benar"),
        ("Bansos Cair", "/cekfakta/sesat_teks.png", "Kesimpulan", "Itu video lama.", "Sesat"),
        ("Bansos Cair", "/img/tidak-terbukti.png?x=1", "Kesimpulan", "Tak ada bukti.", "Tidak Terbukti"),
        ("Fact Check: Bansos Cair", "/a.png", "VERDICT", "Missing context. The video is old.", "Missing context"),
        ("Bansos Cair", "/a.png", "Verdict", "False.", "False"),
    ],
)
def test_an_article_tells_its_verdict(title: str, stamp: str, heading: str, upshot: str, label: str) -> None:
    fact = only(asked(ARTICLE.format(title=title, stamp=stamp, heading=heading, upshot=upshot)))
    assert (fact.text, fact.label, fact.publisher, str(fact.published)) == (
        "Bansos Cair",
        label,
        "Cek Contoh",
        "2026-06-21",
    )
    assert fact.verdict is not Verdict.OTHER
    assert (fact.conclusion, fact.url) == (upshot, URL)


def test_an_article_without_a_verdict_is_none() -> None:
    rows, problems = page_rows(ARTICLE.format(title="Bansos", stamp="/a.png", heading="Isi", upshot="Ada."), URL)
    assert (rows, problems) == ([], [])


def test_a_list_gives_each_headline_that_has_a_verdict_once() -> None:
    links = "".join(
        f'<h2><a href="{address}">{text}</a></h2>'
        for address, text in [
            ("/1", "Keliru, Bansos Cair"),
            ("/1", "Keliru, Bansos Cair"),
            ("/2", "[SALAH] Bank Kota Tutup"),
            ("/3", "Jakarta, Kota Lama"),
            ("javascript:alert(1)", "Keliru, Tautan Jahat"),
        ]
    )
    page = asked(f"<html><body>{links}</body></html>")
    assert [(fact.text, fact.label, fact.url) for fact in page.factchecks] == [
        ("Bansos Cair", "Keliru", "https://cek.example/1"),
        ("Bank Kota Tutup", "SALAH", "https://cek.example/2"),
        ("Tautan Jahat", "Keliru", ""),
    ]


def test_searching_gives_what_shares_most_words() -> None:
    texts = ["Bank kota tutup", "Bansos cair", "Bansos cair hari ini lewat tautan"]
    body = json.dumps([REVIEW | {"claimReviewed": text} for text in texts])
    database = DatabaseSettings(name="cek", kind="claimreview", url=URL)
    talk = converse(
        ClaimReview().search(Query(text="bansos cair lewat tautan", limit=2), database),
        scripted({"*": Reply(200, body=body.encode())}),
    )
    assert [fact.text for fact in talk.result.factchecks] == [texts[2], texts[1]]
