"""Whatever a page holds, reading it ends in rows and problems, the same each time, and calls nobody."""

import json
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as some

from govpr.errors import DeliveryError
from govpr.hoaxes.databases.claimreview import ClaimReview
from govpr.hoaxes.databases.files import Files
from govpr.hoaxes.databases.google import Google
from govpr.hoaxes.databases.mafindo import Mafindo
from govpr.hoaxes.databases.protocol import HoaxDatabase, Page, Query, Syncs
from govpr.hoaxes.readers.jsonld import documents
from govpr.hoaxes.readers.pages import page_rows
from govpr.http.calls import Reply
from govpr.settings import DatabaseSettings
from govpr.testing import converse

KEYS = [
    "@type",
    "@id",
    "@graph",
    "claimReviewed",
    "itemReviewed",
    "author",
    "name",
    "url",
    "reviewRating",
    "ratingValue",
    "bestRating",
    "alternateName",
    "item",
    "claims",
    "claimReview",
    "text",
    "publisher",
    "id",
    "title",
    "tanggal",
    "media",
    "media_path",
    "claim_review",
    "appearance",
    "image",
    "datePublished",
]
WORDS = some.sampled_from(
    [
        "ClaimReview",
        "MediaReview",
        "#a",
        "https://a.example/1",
        "http://[",
        "[SALAH] Bansos",
        "2026-13-45",
        "\ud800",
        "\0",
        "5",
    ]
)
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | WORDS | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.sampled_from(KEYS), inner, max_size=6),
    max_leaves=25,
)
MARKS = some.sampled_from(
    [
        "<h1>",
        "</h1>",
        "<h2>",
        "<a href='/x'>",
        "<article>",
        "<main>",
        "<p>",
        "Keliru, Bansos",
        "Kesimpulan",
        "<img src='a_b.png'>",
        "<script type='application/ld+json'>",
        "</script>",
        "<!--",
        "<meta property='og:title' content=",
        "<div itemscope itemtype='https://schema.org/ClaimReview' itemref='a b'>",
        "<b itemprop='claimReviewed'>",
        "<p id='a' itemprop='author reviewRating' itemscope>",
        "<p id='b' itemprop='alternateName' content='",
        "<div typeof='ClaimReview' resource='#a'>",
        "<i property='claimReviewed name'>",
        "</div>",
        '"',
        "&amp;",
        "\0",
    ]
)
PAGES = some.lists(MARKS | VALUES.map(json.dumps) | some.text(max_size=10), max_size=25).map("".join)
ADAPTERS: list[HoaxDatabase] = [ClaimReview(), Files(), Google(), Mafindo()]


def asked(adapter: HoaxDatabase, body: bytes) -> Iterator[object]:
    database = DatabaseSettings(name="a", kind=adapter.name, url="https://cek.example/x", options={"site": "a.example"})
    assert isinstance(adapter, Syncs)
    for flow in (adapter.search(Query(text="Bansos cair"), database), adapter.changes(None, None, database)):
        talk = converse(flow, lambda _call: Reply(200, body=body))
        assert isinstance(talk.result, Page) or isinstance(talk.error, DeliveryError)
        yield talk.result


@given(PAGES)
def test_any_page_ends_in_rows_and_problems(markup: str) -> None:
    assert page_rows(markup, "https://cek.example") == page_rows(markup, "https://cek.example")


@given(VALUES.map(json.dumps), some.integers(0, 200), some.text(max_size=5))
def test_json_that_is_cut_or_patched_ends_in_objects_and_problems(text: str, place: int, patch: str) -> None:
    found, problems = documents(text[:place] + patch + text[place:])
    assert found or problems


@given(
    some.sampled_from(ADAPTERS),
    VALUES.map(lambda value: json.dumps(value).encode())
    | PAGES.map(lambda page: page.encode("utf-8", "surrogatepass"))
    | some.binary(max_size=200),
)
def test_any_answer_ends_in_a_page_or_a_typed_error(adapter: HoaxDatabase, body: bytes) -> None:
    for page in asked(adapter, body):
        if isinstance(page, Page):
            cids = [fact.cid for fact in page.factchecks]
            assert len(set(cids)) == len(cids)
            assert all(cid.startswith("a:") for cid in cids)
