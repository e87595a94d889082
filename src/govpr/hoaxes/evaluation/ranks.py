"""How high a search ranks what was looked for. Pure."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

Ranked = Mapping[str, Sequence[str]]
"""For each query the cids that were found, best first."""
Wanted = Mapping[str, AbstractSet[str]]
"""For each query the cids of the claims that it repeats; a query without any is not judged, and not counted."""


def map_at(ranked: Ranked, wanted: Wanted, depth: int = 5) -> float:
    """Mean average precision at a depth, as the CLEF CheckThat! labs count it; 0 where nothing is judged.

    A query's precisions at its relevant ranks are divided by the number of claims that could have been found, at most
    the depth: https://gitlab.com/checkthat_lab/clef2022-checkthat-lab (task 2).

    Args:
        ranked: What was found; a query that is missing found nothing.
        wanted: What should have been found.
        depth: How many ranks count.

    Example:
        >>> map_at({"q": ["b", "a"]}, {"q": {"a"}}), map_at({"q": ["a", "b"]}, {"q": {"a"}})
        (0.5, 1.0)
    """
    return _mean([_average_precision(ranked.get(qid, ()), cids, depth) for qid, cids in wanted.items() if cids])


def mean_reciprocal_rank(ranked: Ranked, wanted: Wanted) -> float:
    """The mean of one divided by the rank of the first right claim; a query that found none counts 0.

    Args:
        ranked: What was found.
        wanted: What should have been found.

    Example:
        >>> mean_reciprocal_rank({"q": ["b", "a"], "r": ["x"]}, {"q": {"a"}, "r": {"y"}})
        0.25
    """
    firsts = [_first(ranked.get(qid, ()), cids) for qid, cids in wanted.items() if cids]
    return _mean([1 / first if first else 0.0 for first in firsts])


def success_at(ranked: Ranked, wanted: Wanted, depth: int) -> float:
    """The share of queries with a right claim among the first so many.

    Args:
        ranked: What was found.
        wanted: What should have been found.
        depth: How many ranks count.

    Example:
        >>> [success_at({"q": ["b", "a"]}, {"q": {"a"}}, depth) for depth in (1, 5)]
        [0.0, 1.0]
    """
    firsts = [_first(ranked.get(qid, ()), cids) for qid, cids in wanted.items() if cids]
    return _mean([float(first is not None and first <= depth) for first in firsts])


def _average_precision(found: Sequence[str], wanted: AbstractSet[str], depth: int) -> float:
    right, total = 0, 0.0
    for rank, cid in enumerate(found[:depth], start=1):
        if cid in wanted:
            right += 1
            total += right / rank
    return total / min(len(wanted), depth)


def _first(found: Sequence[str], wanted: AbstractSet[str]) -> int | None:
    return next((rank for rank, cid in enumerate(found, start=1) if cid in wanted), None)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
