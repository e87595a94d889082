"""`govpr hoax`: the local hoax database."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter, validators
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import counted, moving
from govpr.hoaxes.matching import Decision, Match
from govpr.hoaxes.runs import read_queries
from govpr.text.files import write_changed

app = App(name="hoax", help_epilogue=examples("govpr hoax import factchecks.jsonl"))

_Text = Annotated[str, Parameter(allow_leading_hyphen=True)]
_Positive = Annotated[int, Parameter(validator=validators.Number(gte=1, lte=1000))]


@app.command(
    name="import",
    help_epilogue=examples(
        "govpr hoax import factchecks.jsonl",
        'govpr hoax import komdigi.csv --publisher Komdigi --licence "CC BY 4.0"',
        "govpr hoax import claimreview.jsonld more.jsonl",
    ),
)
def import_(
    file: Path,
    /,
    *files: Path,
    publisher: str = "",
    licence: str = "",
    label: str = "",
    government: bool = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Take over fact-checks from JSONL, CSV or ClaimReview JSON-LD files; all files or none.

    Args:
        file: A file.
        files: More of them.
        publisher: Who checked, for rows that do not say.
        licence: Terms of use, for rows that do not say.
        label: The verdict, for rows that do not say, as where every row is a hoax.
        government: The publisher is the government itself, not an independent checker.
    """
    with opened(workspace) as ws:
        terms = {"publisher": publisher, "licence": licence, "label": label}
        with moving("Importing") as progress:
            count = ws.hoaxes.load(file, *files, **terms, independent=not government, progress=progress)
        known = ws.hoaxes.count()
    tell(as_json, "imported", {"read": count, "known": known}, f"Read {count} fact-checks; {known} are known now.")


@app.command(
    help_epilogue=examples(
        'govpr hoax check "Bansos Rp600 ribu cair hari ini, daftar lewat tautan ini"',
        "govpr hoax check - < message.txt",
    )
)
def check(text: _Text, /, *, top: _Positive = 5, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """What the local database says about a text. Exit code 1: it repeats a claim that was checked.

    Nothing found does not mean that it is true.

    Args:
        text: The message as it circulates, or - to read it from standard input.
        top: How many similar fact-checks to weigh.
    """
    with opened(workspace) as ws:
        match = ws.hoaxes.check(sys.stdin.read() if text == "-" else text, top=top)
    tell(as_json, "match", match, *_shown(match))
    return NEEDS_A_PERSON if match.decision is Decision.SAME else 0


def _shown(match: Match) -> Iterator[RenderableType]:
    yield str(match)
    if match.evidence:
        yield f"Shared words: {', '.join(match.evidence)}"
    if match.others:
        rows = [
            (one.decision.value, f"{one.probability:.0%}", one.factcheck.text, one.factcheck.url)
            for one in match.others
        ]
        yield table(("", "probability", "claim", "fact-check"), rows, title="Also")


@app.command(help_epilogue=examples("govpr hoax match --queries queries.jsonl --out run.jsonl --top 10"))
def match(*, queries: Path, out: Path, top: _Positive = 10, workspace: Folder = HERE, as_json: AsJson = False) -> None:
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


@app.command(help_epilogue=examples("govpr hoax count"))
def count(*, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """How many fact-checks are known."""
    with opened(workspace) as ws:
        known = ws.hoaxes.count()
    tell(as_json, "count", {"factchecks": known}, f"{known} fact-checks are known.")
