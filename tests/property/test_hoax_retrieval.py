"""What is retrieved is what adding up every posting by hand would give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govpr.hoaxes.index.asking import Asked, View
from govpr.hoaxes.index.building import Row, segment_of
from govpr.hoaxes.index.retrieving import retrieve
from govpr.hoaxes.index.segments import Segment, merged
from govpr.hoaxes.index.tokens import GRAM_BITS

_CLAIMS = 40_000
_WORDS = 400


def _segment(first: int, count: int) -> Segment:
    rng = np.random.default_rng(first)
    # word n is in about one of n claims, as in language
    words = (_WORDS ** rng.random((count, 6))).astype(int)
    return segment_of(
        [Row(str(first + n), ("x",) * 6, tuple(row), 6, (), 730_000 + n % 9) for n, row in enumerate(words.tolist())]
    )


@pytest.fixture(scope="module")
def views() -> tuple[View, View]:
    """The same claims in one segment, and in two of which some are gone that come again."""
    first, second = _segment(0, _CLAIMS), _segment(_CLAIMS, 500)
    gone = np.zeros(first.size, bool)
    gone[::7] = True
    here = np.zeros(second.size, bool)
    grams = np.zeros(1 << GRAM_BITS, np.uint32)
    one = merged([first, second], [gone, here])
    count = one.size
    return (
        View(segments=(one,), dead=(None,), grams=grams, count=count),
        View(segments=(first, second), dead=(gone, None), grams=grams, count=count),
    )


def _asked(terms: set[int], view: View) -> Asked:
    distinct = np.array(sorted(terms), np.uint64)
    frequencies = view.frequencies(distinct)
    places = np.arange(distinct.size)
    return Asked(
        words=("x",) * distinct.size,
        sequence=places,
        terms=distinct,
        weights=view.surprise(frequencies),
        frequencies=frequencies,
        firsts=places,
    )


def _by_hand(asked: Asked, view: View) -> dict[str, float]:
    """Every posting of every term, added up."""
    scores: dict[str, float] = {}
    for one, dead in zip(view.segments, view.dead, strict=True):
        for term, weight in zip(asked.terms, asked.weights, strict=True):
            place = int(one.places(np.array([term], np.uint64))[0])
            if place == one.vocabulary.size:
                continue
            part = slice(int(one.starts[place]), int(one.starts[place + 1]))
            for doc, share in zip(one.docs[part].tolist(), one.parts[part].tolist(), strict=True):
                if dead is None or not dead[doc]:
                    scores[one.cid(doc)] = scores.get(one.cid(doc), 0.0) + float(weight) * share / 255
    return scores


@settings(deadline=None, max_examples=15)
@given(terms=st.sets(st.integers(1, _WORDS + 5), min_size=1, max_size=12), top=st.sampled_from([1, 10, 100]))
def test_the_best_are_the_best(views: tuple[View, View], terms: set[int], top: int) -> None:
    for view in views:
        asked = _asked(terms, view)
        found = retrieve(asked, view, top)
        every = _by_hand(asked, view)
        wanted = sorted(every.values(), reverse=True)[:top]
        assert found.scores.tolist() == pytest.approx(wanted, abs=1e-3)
        cids = [view.segments[s].cid(d) for s, d in zip(found.segments.tolist(), found.docs.tolist(), strict=True)]
        assert len(set(cids)) == len(cids)
        assert [every[cid] for cid in cids] == pytest.approx(wanted, abs=1e-3)


def test_only_days_that_are_allowed(views: tuple[View, View]) -> None:
    for view in views:
        asked = _asked({1, 2, 3, 50}, view)
        found = retrieve(asked, view, 50, since=730_005)
        days = [view.segments[s].days[d] for s, d in zip(found.segments.tolist(), found.docs.tolist(), strict=True)]
        assert len(days) == 50
        assert min(days) >= 730_005
