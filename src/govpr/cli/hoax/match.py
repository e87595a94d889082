"""`govpr hoax match`: many texts at once."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, TypeVar

from cyclopts import App, Parameter, validators

from govpr.cli.hoax.counts import Positive
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.progress import moving
from govpr.errors import InputError, Problem
from govpr.hoaxes.queries import Queries, checked_queries, query_lines
from govpr.text.files import write_pieces

app = App(
    name="match",
    help_epilogue=examples(
        "govpr hoax match --queries queries.jsonl --out run.jsonl --top 10",
        "govpr hoax match --queries queries.jsonl --out decided.jsonl --decide --workers 8",
        "govpr hoax match --queries - --out - --workers 1",
    ),
)

T = TypeVar("T")
_STREAM = Path("-")
_FileOrStream = Annotated[Path, Parameter(allow_leading_hyphen=True)]
_WORTH_A_PROCESS = 500  # queries: fewer are done before another process has started
_Workers = Annotated[int | None, Parameter(validator=validators.Number(gte=1, lte=256), show_default=False)]


@app.default
def match(
    *,
    queries: _FileOrStream,
    out: _FileOrStream,
    top: Positive = 10,
    workers: _Workers = None,
    decide: bool = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """The nearest fact-checks of many texts, best first.

    A file is checked before anything is written, and the result takes its name when it is whole. Memory stays the same
    however long the file is.

    Args:
        queries: JSON lines with qid and text, or - for standard input.
        out: Where to write JSON lines with qid, cid, rank and score, or - for standard output.
        top: How many for each text.
        workers: How many processes; by default one for each core.
        decide: Rows say same, related or nothing, and the probability.
    """
    if out == _STREAM and as_json:
        raise InputError([Problem("out", "is standard output", "name a file, or leave out --json")])
    asked = query_lines(sys.stdin.buffer, "standard input") if queries == _STREAM else checked_queries(queries)
    total = asked.count if isinstance(asked, Queries) else None
    tally: Counter[str] = Counter()
    with opened(workspace) as ws, moving("Matching") as progress:
        texts = _counted(asked, "queries", tally)
        rows = ws.hoaxes.match(texts, top=top, workers=workers or _fitting(total), decide=decide)
        lines = (f"{json.dumps(row, ensure_ascii=False)}\n".encode() for row in _counted(rows, "rows", tally))
        _write(out, _shown(lines, lambda: progress(tally["queries"], total)))
    if out != _STREAM:
        told = f"{tally['rows']} rows for {tally['queries']} queries are in {out}."
        tell(as_json, "run", {"queries": tally["queries"], "rows": tally["rows"], "out": str(out)}, told)


def _fitting(total: int | None) -> int:
    """As many processes as this one may have cores, and no more than there is work for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if total is None else max(1, min(cores, total // _WORTH_A_PROCESS))


def _write(out: Path, lines: Iterable[bytes]) -> None:
    """To a file all or nothing; to standard output as they come."""
    if out != _STREAM:
        write_pieces(out, lines)
        return
    for line in lines:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def _counted(items: Iterable[T], name: str, tally: Counter[str]) -> Iterator[T]:
    for item in items:
        tally[name] += 1
        yield item


def _shown(lines: Iterable[bytes], show: Callable[[], None]) -> Iterator[bytes]:
    for line in lines:
        show()
        yield line
