"""Matching over Arrow batches, so that Spark, Ray or Dask can share it out among machines.

The index is a folder: each machine needs it at the same path, on a shared disk or copied there.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from govpr.errors import InputError, Problem, StoreError
from govpr.hoaxes.index import HoaxIndex
from govpr.hoaxes.matching import Searcher
from govpr.hoaxes.queries import Query
from govpr.hoaxes.runs import DIGITS

RecordBatch: TypeAlias = Any
"""A `pyarrow.RecordBatch`."""
_LISTED = 20


def match_batches(
    batches: Iterable[RecordBatch],
    index: Path | str,
    top: int = 10,
    search: Callable[[HoaxIndex], Searcher] = lambda index: index,
) -> Iterator[RecordBatch]:
    """The nearest fact-checks of many texts, best first: one batch of rows for each batch of texts.

    It is what Spark's `DataFrame.mapInArrow` and a Dask bag's `map_partitions` take; for Ray give `map_batches` a
    function that calls it with one batch.

    Args:
        batches: Record batches (or tables) with the columns `qid` and `text`, and perhaps `lang`.
        index: The index's folder, as `workspace.hoaxes.index()` names it.
        top: How many for each text.
        search: Makes what searches of the opened index, such as a `govpr.hoaxes.embedding.Reranked`; the model and the
            claims that it reads have to be on each machine too. Without it words alone rank.

    Yields:
        Batches as `run_schema` describes them.

    Raises:
        InputError: pyarrow is not installed, a column is missing, or a row has no qid or text.
        StoreError: There is no index at that path on this machine, or it cannot be used.

    Example:
        >>> import pyarrow, tempfile
        >>> from govpr.models import FactCheck
        >>> asked = pyarrow.record_batch({"qid": ["q"], "text": ["bank tutup"]})
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with HoaxIndex.open(folder) as index:
        ...         _ = index.add([FactCheck(cid="a1", text="Bank kota tutup besok")])
        ...     [row["cid"] for batch in match_batches([asked], folder) for row in batch.to_pylist()]
        ['a1']
    """
    schema = run_schema()
    if not Path(index).is_dir():  # an empty index made here would find nothing, and look as if all were well
        raise StoreError(f"{index}: there is no hoax index on this machine; copy it there, or name a shared folder")
    with HoaxIndex.open(index) as opened:
        for batch in batches:
            rows = [row for query in _queries(batch) for row in _ranked(query, search(opened), top)]
            yield _pyarrow().RecordBatch.from_pylist(rows, schema=schema)


def run_schema() -> Any:
    """The columns that `match_batches` gives, as a `pyarrow.Schema`: qid, cid, rank (from 1), score.

    Raises:
        InputError: pyarrow is not installed.
    """
    arrow = _pyarrow()
    columns = (("qid", arrow.string()), ("cid", arrow.string()), ("rank", arrow.int32()), ("score", arrow.float64()))
    return arrow.schema(columns)


def _ranked(query: Query, search: Searcher, top: int) -> Iterator[dict[str, str | int | float]]:
    found = search.compare(query["text"], top, query.get("lang") or None)
    for rank, one in enumerate(found, start=1):
        yield {"qid": query["qid"], "cid": one.cid, "rank": rank, "score": round(one.score, DIGITS)}


def _queries(batch: RecordBatch) -> list[Query]:
    names = set(batch.schema.names)
    missing = [Problem(name, "is no column", "give each text a qid") for name in ("qid", "text") if name not in names]
    if missing:
        raise InputError(missing, "record batch")
    columns = {name: batch.column(name).to_pylist() for name in ("qid", "text", "lang") if name in names}
    spoken = columns.get("lang") or [None] * batch.num_rows
    rows = list(zip(columns["qid"], columns["text"], spoken, strict=True))
    empty = [place for place, (qid, text, _) in enumerate(rows) if not (_said(qid) and _said(text))]
    if empty:
        advice = "filter rows without qid or text out before"
        raise InputError([Problem(f"row {place}", "has no qid or text", advice) for place in empty[:_LISTED]], "batch")
    return [{"qid": str(qid), "text": str(text), "lang": str(lang or "")} for qid, text, lang in rows]


def _said(value: object) -> bool:
    return value is not None and bool(str(value).strip())


def _pyarrow() -> Any:
    try:
        return import_module("pyarrow")
    except ImportError:
        raise InputError((Problem("arrow", "needs an extra", "pip install govpr[arrow]"),)) from None
