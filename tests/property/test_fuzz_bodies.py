"""The bodies that atheris fuzzes at night, for a moment, with hypothesis: typed errors, no network, little memory."""

import gc
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz.bodies import BODIES, SEEDS, offline

from govpr.hoaxes.databases._feeds import read_feed
from govpr.hoaxes.readers.html import plain

LARGE = 60_000
NESTED = {
    "brackets": b"[" * LARGE,
    "objects": b'{"@graph":' * (LARGE // 10),
    "wrapped": b'{"@graph":' * 2_000 + b'{"@type": "ClaimReview"}' + b"}" * 2_000,
    "quotes": b'"' * LARGE,
    "delimiters": b"text" + b"," * LARGE + b"\n" + b"," * LARGE,
    "lines": b"\n" * LARGE,
    "wrong lines": b"x\n" * (LARGE // 10),
    "number": b'{"qid": ' + b"9" * LARGE + b"}",
    "surrogates": b'{"qid": "1", "text": "' + b"\\ud800" * (LARGE // 6) + b'"}',
    "zeros": b"\0" * LARGE,
    "tags": b"<div>" * (LARGE // 5),
    "paragraphs": b"<p>a<a href=b>" * (LARGE // 20),
    "headlines": b"<h2><a href=x>[SALAH] a " * (LARGE // 25),
    "items in items": b"<p itemscope itemtype=ClaimReview itemprop=author itemref=a id=a>" * (LARGE // 60),
    "elements": b"<rss><channel>" + b"<item>" * (LARGE // 6),
    "items": b"<rss><channel>" + b"<item><title>a</title></item>" * (LARGE // 60),
    "entities": b"<!DOCTYPE r [<!ENTITY a '"
    + b"x" * 1_000
    + b"'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(8))
    + b"]><rss version='2.0'><channel><title>&i;</title><item><title>&i;</title></item></channel></rss>",
}


def mutated(seed: bytes) -> st.SearchStrategy[bytes]:
    """A seed with a stretch of it cut out, and something else put in its place."""
    places = st.integers(0, len(seed))
    parts = st.binary(max_size=8) | st.sampled_from([b"\0", b'"', b"[", b"{", b"\\ud800", b"1e999", b"null", b"\n"])
    return st.builds(lambda start, end, part: seed[:start] + part + seed[max(start, end) :], places, places, parts)


@settings(max_examples=40)
@given(st.data())
@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_ends_well_whatever_it_is_given(name: str, data: st.DataObject) -> None:
    seeds = st.sampled_from(SEEDS[name]).flatmap(mutated)
    with offline():
        BODIES[name](data.draw(seeds | st.binary(max_size=200)))


@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_takes_its_own_seeds(name: str) -> None:
    with offline():
        for seed in SEEDS[name]:
            BODIES[name](seed)


@pytest.mark.parametrize("kind", sorted(NESTED))
@pytest.mark.parametrize("name", sorted(BODIES))
def test_memory_stays_within_bounds_of_the_input(name: str, kind: str) -> None:
    gc.collect()
    tracemalloc.start()
    try:
        with offline():
            BODIES[name](NESTED[kind])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 200 * LARGE  # feedparser keeps a dictionary of many names for each entry


def test_a_page_that_is_nested_without_end_is_read_up_to_there() -> None:
    """Found by timing: the parser took time with the square of the depth, a quarter of an hour for four megabytes."""
    assert plain(f"awal {'<div>' * 400_000} akhir") == "awal"
    assert plain(f"awal {'<div>' * 2_000} tengah {'</div>' * 2_000} akhir") == "awal tengah akhir"
    assert plain(f"awal {'<p>a<br>' * 20_000} akhir").endswith("akhir")


def test_a_time_that_cannot_be_read_is_not_taken_from_another_field() -> None:
    """Found by the feed body: feedparser answers with the time of publishing, and a warning."""
    times = "<pubDate>Tue, 24 Jun 2026 08:00:00 +0700</pubDate><updated>kemarin</updated>"
    found = read_feed(f"<rss version='2.0'><channel><item><title>a</title>{times}</item></channel></rss>".encode())
    assert found is not None
    assert [(one.published, one.updated) for one in found.articles] == [("2026-06-24", "kemarin")]
