"""The claims whose words weigh most in a text: exact top results of BM25, without reading every posting.

Terms are taken from the weightiest to the commonest. As soon as the rest together cannot lift a claim that has none of
the terms so far into the results, only claims that were met already are looked up in what remains (MaxScore: Turtle and
Flood, "Query evaluation: strategies and optimizations", 1995).
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from govpr.hoaxes.index.asking import Asked, View
from govpr.hoaxes.index.segments import Numbers, Segment

_COMMON = 12_000
_WORTH = 80_000
"""Postings of a term, and of all that are left, from which on it is worth asking whether they have to be read."""
_HOPS = 16
"""A look-up in sorted postings costs as much as reading so many of them."""
_PROBES, _TELLING = 3, 4
"""Of how many terms the claims are asked how good the best are, and how many claims for each that is wanted."""


@frozen(kw_only=True, eq=False, repr=False)
class Found:
    """Claims with their scores, best first.

    Args:
        segments: The place of each claim's segment in the view.
        docs: Its number there.
        scores: BM25, from 0 up.
    """

    segments: Numbers
    docs: Numbers
    scores: Numbers


def retrieve(asked: Asked, view: View, top: int, since: int = 0) -> Found:
    """The best claims of all segments.

    Args:
        asked: The text.
        view: What is searched.
        top: How many at most.
        since: Only claims that were published on this day (ordinal) or later; 0 for all, those without a day included.
    """
    rows = []
    for place, one in enumerate(view.segments):
        allowed = _allowed(one, view.dead[place], since)
        docs, scores = _of_segment(asked, one, top, allowed)
        rows.append((np.full(docs.size, place), docs, scores))
    if not rows:
        return Found(segments=np.empty(0, np.int64), docs=np.empty(0, np.int64), scores=np.empty(0, np.float32))
    segments, docs, scores = (np.concatenate(column) for column in zip(*rows, strict=True))
    order = np.lexsort((docs, segments, -scores))[:top]
    return Found(segments=segments[order], docs=docs[order], scores=scores[order])


def _allowed(one: Segment, dead: NDArray[np.bool_] | None, since: int) -> NDArray[np.bool_] | None:
    if since:
        recent: NDArray[np.bool_] = one.days >= since
        return recent if dead is None else recent & ~dead
    return None if dead is None else ~dead


def _of_segment(
    asked: Asked, one: Segment, top: int, allowed: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    places = one.places(asked.terms)
    known = np.flatnonzero(places < one.vocabulary.size)
    places, weights = places[known], asked.weights[known] / np.float32(255)
    starts, ends = one.starts[places].astype(np.int64), one.starts[places + 1].astype(np.int64)
    most = weights * one.peaks[places]
    order = np.argsort(-most, kind="stable")
    left = np.concatenate((np.cumsum(most[order][::-1])[::-1], [0.0])).astype(np.float32)
    unread = np.cumsum((ends - starts)[order][::-1])[::-1]
    scores = np.zeros(one.size, np.float32)
    probes: list[Numbers] = []
    for turn, term in enumerate(order):
        docs, parts = one.docs[starts[term] : ends[term]], one.parts[starts[term] : ends[term]]
        if docs.size > _COMMON and unread[turn] > _WORTH and probes:
            bar = _floor(scores, probes, top, allowed)
            if bar > left[turn]:
                standing = _above(scores, bar - left[turn], allowed)
                rest = [(starts[t], ends[t], weights[t]) for t in order[turn:]]
                return _finished(one, scores, standing, rest, left[turn:], top)
        scores[docs] += weights[term] * parts
        if docs.size >= _TELLING * top and len(probes) < _PROBES:
            probes.append(docs)
    return _best(scores, _above(scores, _floor(scores, probes, top, allowed), allowed), top)


def _floor(
    scores: NDArray[np.float32], probes: Sequence[Numbers], top: int, allowed: NDArray[np.bool_] | None
) -> float:
    """A score that as many claims as are wanted have reached already: no others can be among the best."""
    some = probes if allowed is None else [docs[allowed[docs]] for docs in probes]
    return max((_kth(scores[docs], top) for docs in some), default=0.0)


def _finished(
    one: Segment,
    scores: NDArray[np.float32],
    standing: Numbers,
    rest: Sequence[tuple[int, int, np.float32]],
    left: Numbers,
    top: int,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Add the remaining terms to the claims that can still be among the best, and to no others."""
    bar = _kth(scores[standing], top)
    for turn, (start, end, weight) in enumerate(rest):
        standing = standing[scores[standing] + left[turn] >= bar]
        docs, parts = one.docs[start:end], one.parts[start:end]
        if standing.size * _HOPS > docs.size:
            scores[docs] += weight * parts
        else:
            places = np.minimum(np.searchsorted(docs, standing), docs.size - 1)
            hit = docs[places] == standing
            scores[standing[hit]] += weight * parts[places[hit]]
    return _best(scores, standing, top)


def _above(scores: NDArray[np.float32], bar: float, allowed: NDArray[np.bool_] | None) -> Numbers:
    """Claims with any score that reach a bar, as numbers of the kind that postings have."""
    found = scores >= bar if bar > 0 else scores > 0
    return np.flatnonzero(found if allowed is None else found & allowed).astype(np.uint32)


def _kth(values: Numbers, top: int) -> float:
    """The score that is reached by as many as are wanted; 0 where there are fewer."""
    return float(np.partition(values, values.size - top)[values.size - top]) if values.size >= top else 0.0


def _best(scores: NDArray[np.float32], docs: Numbers, top: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    values = scores[docs]
    if docs.size > top:
        bar = _kth(values, top)
        docs, values = docs[values >= bar], values[values >= bar]
    order = np.lexsort((docs, -values))[:top]
    return docs[order].astype(np.int64), values[order]
