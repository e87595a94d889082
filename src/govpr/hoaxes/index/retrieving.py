"""The claims whose words weigh most in a text: exact top results of BM25.

Every posting of every word is added up. To leave the commonest unread (MaxScore, block-max) saves less than finding out
which: numpy adds a posting in some three nanoseconds.
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from govpr.hoaxes.index.asking import Asked, View
from govpr.hoaxes.index.segments import Numbers, Segment

_PROBES, _TELLING = 3, 4
"""Of how many terms the claims are asked how good the best are, and how many claims for each that is wanted."""
_BLOCK = 8


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
    starts, ends = one.starts[places[known]].tolist(), one.starts[places[known] + 1].tolist()
    weights = asked.weights[known] / np.float32(255)
    # whole blocks, for `_above`; nobody has the claims beyond the last one
    scores = np.zeros(-(-one.size // _BLOCK) * _BLOCK, np.float32)
    for start, end, weight in zip(starts, ends, weights, strict=True):
        np.add.at(scores, one.docs[start:end].astype(np.intp), weight * one.parts[start:end])
    telling = sorted((end - start, start) for start, end in zip(starts, ends, strict=True) if end - start >= top)
    enough = [row for row in telling if row[0] >= _TELLING * top] or telling[-1:]
    bar = _floor(scores, [one.docs[start : start + size] for size, start in enough[:_PROBES]], top, allowed)
    return _best(scores, _above(scores, bar, allowed), top)


def _floor(
    scores: NDArray[np.float32], probes: Sequence[Numbers], top: int, allowed: NDArray[np.bool_] | None
) -> float:
    """A score that as many claims as are wanted have reached: no others can be among the best."""
    some = probes if allowed is None else [docs[allowed[docs]] for docs in probes]
    return max((_kth(scores[docs], top) for docs in some), default=0.0)


def _above(scores: NDArray[np.float32], bar: float, allowed: NDArray[np.bool_] | None) -> Numbers:
    """Claims with any score that reach a bar. They are few: blocks without any are passed over at once."""
    found = scores >= bar if bar > 0 else scores > 0
    blocks = np.flatnonzero(found.view(np.uint64) != 0)
    docs = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).ravel()
    reached: Numbers = docs[found[docs]]
    return reached if allowed is None else reached[allowed[reached]]


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
