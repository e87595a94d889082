"""`govpr hoax match`: many texts at once."""

import json
from collections.abc import Mapping
from pathlib import Path

from cyclopts import App

from govpr.cli.hoax.counts import Positive
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.progress import counted
from govpr.hoaxes.runs import read_queries
from govpr.text.files import write_changed

app = App(name="match", help_epilogue=examples("govpr hoax match --queries queries.jsonl --out run.jsonl --top 10"))


@app.default
def match(*, queries: Path, out: Path, top: Positive = 10, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """The nearest fact-checks of many texts, best first.

    Args:
        queries: JSON lines with qid and text.
        out: Where to write JSON lines with qid, cid, rank and score.
        top: How many for each text.
    """
    asked = read_queries(queries)
    with opened(workspace) as ws:
        rows = list(ws.hoaxes.match(counted(asked, "Matching", len(asked)), top=top))
    write_changed(out, "".join(f"{_line(row)}\n" for row in rows))
    told = f"{len(rows)} rows for {len(asked)} queries are in {out}."
    tell(as_json, "run", {"queries": len(asked), "rows": len(rows), "out": str(out)}, told)


def _line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False)
