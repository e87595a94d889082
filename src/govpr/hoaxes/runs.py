"""Many texts against the index at once: a retrieval run, to look at or to score."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from govpr.hoaxes.index import HoaxIndex
from govpr.hoaxes.queries import Query, read_queries
from govpr.hoaxes.workers import shared_out

__all__ = ["Answer", "Ranking", "Row", "match_queries", "matched", "read_queries"]

Row: TypeAlias = dict[str, str | int | float | None]
Answer: TypeAlias = Callable[[Query], list[Row]]
"""The rows of one query."""
DIGITS = 6


def match_queries(queries: Iterable[Query], index: HoaxIndex, top: int = 10) -> Iterator[dict[str, str | int | float]]:
    """The best claims for each query, best first: rows of qid, cid, rank (from 1) and score.

    Args:
        queries: As `read_queries` gives them.
        index: Where to search.
        top: How many for each query at most.

    Example:
        >>> from govpr.models import FactCheck
        >>> with HoaxIndex.open(":memory:") as index:
        ...     _ = index.add([FactCheck(cid="a1", text="Bank kota tutup besok")])
        ...     [(row["qid"], row["cid"]) for row in match_queries([{"qid": "q", "text": "bank tutup"}], index)]
        [('q', 'a1')]
    """
    for query in queries:
        hits = index.search(query["text"], top, query.get("lang") or None)
        for rank, hit in enumerate(hits, start=1):
            yield {"qid": query["qid"], "cid": hit.cid, "rank": rank, "score": round(hit.score, DIGITS)}


def matched(
    queries: Iterable[Query], answering: Callable[[], AbstractContextManager[Answer]], workers: int = 1
) -> Generator[list[Row]]:
    """The rows of each query, in the order of the queries, with the work shared out among processes.

    Args:
        queries: Any number: only a few are held at once.
        answering: Opens what answers: a `Ranking`, or a `govpr.hoaxes.deciding.Deciding`.
        workers: How many processes; 1 works in this one.

    Raises:
        StoreError: A process ended before its work was done.
    """
    return shared_out(queries, answering, workers)


@frozen
class Ranking:
    """Opens an index that other processes may read too, to rank its claims.

    Args:
        index: Where it is.
        top: How many for each query at most.
    """

    index: Path
    top: int

    @contextmanager
    def __call__(self) -> Iterator[Answer]:
        """Open it, and close it in the end."""
        with HoaxIndex.open(self.index) as index:
            yield lambda query: [{**row} for row in match_queries([query], index, self.top)]
