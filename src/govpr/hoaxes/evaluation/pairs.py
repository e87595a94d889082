"""Texts and the claims that people judged them to repeat, from files."""

from collections import defaultdict
from pathlib import Path

from attrs import field, frozen

from govpr.errors import InvalidFile, Problem
from govpr.hoaxes.queries import Query, read_queries
from govpr.hoaxes.readers.encoded import read_text
from govpr.hoaxes.readers.jsonl import json_lines
from govpr.hoaxes.readers.table import table_rows

_TEXTS = ("text", "claim", "teks", "pesan")


@frozen
class Pairs:
    """A labelled set.

    Args:
        queries: The texts that somebody judged.
        wanted: For each query the cids of the claims that it repeats.
        unjudged: How many texts nobody judged; they are left out.
    """

    queries: tuple[Query, ...] = field(repr=False)
    wanted: dict[str, frozenset[str]] = field(repr=False)
    unjudged: int = 0


def read_pairs(queries: Path | str, qrels: Path | str | None = None) -> Pairs:
    r"""Read a labelled set: two files of JSON lines as retrieval labs use them, or one table with `text` and `cid`.

    Args:
        queries: JSON lines with `qid`, `text` and perhaps `lang`; or, without `qrels`, a table (.csv, .tsv) with the
            columns `text`, `cid` and perhaps `lang`. A text may have several rows.
        qrels: JSON lines with `qid`, `cid` and perhaps `rel`, where 0 says that the claim is another.

    Raises:
        InvalidFile: Lists every line that cannot be used; or nothing in it is judged.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder, "pairs.csv")
        ...     _ = file.write_text("text,cid\nbank tutup besok,a1\n", "utf-8")
        ...     read_pairs(file).wanted
        {'row-2': frozenset({'a1'})}
    """
    asked, wanted = _table(Path(queries)) if qrels is None else (read_queries(queries), _judgements(Path(qrels)))
    judged = tuple(query for query in asked if wanted.get(query["qid"]))
    if not judged:
        advice = "judge at least one of the texts: its qid and the cid of the claim"
        raise InvalidFile([Problem("", "judges none of the texts", advice)], str(qrels or queries))
    kept = {query["qid"]: wanted[query["qid"]] for query in judged}
    return Pairs(judged, kept, len(asked) - len(judged))


def _judgements(path: Path) -> dict[str, frozenset[str]]:
    rows, problems = json_lines(read_text(path))
    wanted: dict[str, set[str]] = defaultdict(set)
    for place, row in rows:
        qid, cid, relevance = row.get("qid"), row.get("cid"), row.get("rel", 1)
        wrong = [name for name, value in (("qid", qid), ("cid", cid)) if not str(value or "").strip()]
        problems += [Problem(name, "is missing", "write it as text in quotes", place.line) for name in wrong]
        if isinstance(relevance, bool) or not isinstance(relevance, int | float):
            problems.append(Problem("rel", "is no number", "write 1, or 0 where the claim is another", place.line))
        elif not wrong and relevance > 0:
            wanted[str(qid).strip()].add(str(cid).strip())
    if problems:
        raise InvalidFile(sorted(problems, key=lambda problem: problem.line or 0), str(path))
    return {qid: frozenset(cids) for qid, cids in wanted.items()}


def _table(path: Path) -> tuple[tuple[Query, ...], dict[str, frozenset[str]]]:
    rows, problems = table_rows(read_text(path))
    queries: dict[tuple[str, str], str] = {}
    wanted: dict[str, set[str]] = defaultdict(set)
    for place, row in rows:
        text = next((str(row[name]).strip() for name in _TEXTS if str(row.get(name) or "").strip()), "")
        cid, language = str(row.get("cid") or "").strip(), str(row.get("lang") or "").strip()
        wrong = [name for name, value in (("text", text), ("cid", cid)) if not value]
        problems += [Problem(name, "is missing", "fill in both text and cid", place.line) for name in wrong]
        wanted[queries.setdefault((text, language), f"row-{place.line}")].add(cid)
    if problems:
        raise InvalidFile(sorted(problems, key=lambda problem: problem.line or 0), str(path))
    asked = tuple({"qid": qid, "text": text, "lang": language} for (text, language), qid in queries.items())
    return asked, {qid: frozenset(cids) for qid, cids in wanted.items()}
