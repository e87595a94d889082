"""Many texts against the index at once: a retrieval run, to look at or to score."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from govpr.errors import InvalidFile, Problem
from govpr.hoaxes.index import HoaxIndex
from govpr.hoaxes.readers.encoded import read_text
from govpr.hoaxes.readers.jsonl import json_lines


def read_queries(path: Path | str) -> tuple[Mapping[str, str], ...]:
    """Read texts to match: JSON lines with `qid`, `text` and perhaps `lang`.

    Args:
        path: The file, in UTF-8.

    Raises:
        InvalidFile: Lists every line that cannot be used.
    """
    rows, problems = json_lines(read_text(Path(path)))
    queries: dict[str, Mapping[str, str]] = {}
    for place, row in rows:
        wrong = [name for name in ("qid", "text") if not _filled(row.get(name))]
        problems.extend(Problem(name, "is missing", "write it as text in quotes", place.line) for name in wrong)
        qid = str(row.get("qid", "")).strip()
        if qid in queries:
            problems.append(Problem("qid", f"is {qid!r} again", "give each query its own", place.line))
        if not wrong:
            queries[qid] = {"qid": qid, "text": str(row["text"]), "lang": str(row.get("lang") or "")}
    if problems:
        raise InvalidFile(sorted(problems, key=lambda problem: problem.line or 0), str(path))
    return tuple(queries.values())


def match_queries(
    queries: Iterable[Mapping[str, str]], index: HoaxIndex, top: int = 10
) -> Iterator[dict[str, str | int | float]]:
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
            yield {"qid": query["qid"], "cid": hit.cid, "rank": rank, "score": round(hit.score, 6)}


def _filled(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and bool(str(value).strip())
