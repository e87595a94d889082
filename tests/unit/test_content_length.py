"""Counting, in every unit."""

import pytest

from govpr.content.length import fits, measure
from govpr.content.rules import Count, Length

MASTODON = Length(limit=500, link=23, mention_host=False)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count.GRAPHEMES, 7),
        (Count.CODE_POINTS, 11),
        (Count.UTF16, 14),
        (Count.BYTES, 24),
        (Count.WEIGHTED, 8),
    ],
)
def test_units(count: Count, expected: int) -> None:
    assert measure("Siaga 👨‍👩‍👧", Length(limit=10, count=count)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://bmkg.go.id/" + "a" * 300, 23),
        ("a.id", 4),
        ("https://a.id", 23),
        ("aaahttps://bmkg.go.id/peringatan", 32),
        ("http://bmkg.go.id/#" + "a" * 5000, 5019),
        ("@humas", 6),
        ("@humas@sosial.go.id @humas@sosial.go.id", 13),
        ("https://sosial.go.id/@humas@a.go.id", 23),
    ],
)
def test_mastodon(text: str, expected: int) -> None:
    assert measure(text, MASTODON) == expected


def test_a_platform_without_special_links_counts_them_as_written() -> None:
    assert measure("https://bmkg.go.id @a@b.id", Length(limit=300)) == 26


@pytest.mark.parametrize(
    ("limit", "ceiling", "expected"), [(2, None, True), (1, None, False), (2, 3, False), (2, 4, True)]
)
def test_both_ceilings_hold(limit: int, ceiling: int | None, expected: bool) -> None:
    assert fits("éé", Length(limit=limit, bytes=ceiling)) is expected
