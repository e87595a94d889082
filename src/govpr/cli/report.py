"""`govpr report`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.models.converter import to_data

if TYPE_CHECKING:
    from govpr.reporting import Report

app = App(
    name="report",
    help_epilogue=examples(
        "govpr report siaga-banjir", "govpr report siaga-banjir --out laporan", "govpr report siaga-banjir --json"
    ),
)


@app.default
def report(campaign: str, /, *, out: Path | None = None, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Write a campaign's report as HTML with charts, JSON and CSV.

    Args:
        campaign: The campaign's id.
        out: The folder to write into; else inside the workspace.
    """
    with opened(workspace) as ws:
        made = ws.report(campaign)
        files = ws.write_report(campaign, out)
    told = "\n".join(["Written:", *(f"  {file}" for file in files)])
    tell(as_json, "report", {**to_data(made), "files": [str(file) for file in files]}, *_shown(made), told)


def _shown(made: "Report") -> Iterator[RenderableType]:
    yield made.title
    yield table(("posts", "count"), made.posts.states.items(), title="Posts")
    if made.reach:
        rows = [
            (reach.kind, reach.total if reach.measured else "–", f"{reach.measured} of {reach.sent}")
            for reach in made.reach
        ]
        yield table(("reach", "total", "posts counted"), rows, title="Reach")
    if made.hoaxes:
        stopped = [(hoax.url, hoax.posts) for hoax in made.hoaxes]
        yield table(("fact-check", "posts stopped"), stopped, title="Hoaxes stopped")
    answers = made.answers
    if answers.received:
        told = f"{answers.clarified} of {answers.received} reports clarified, {answers.in_time} within three hours"
        yield f"{told}; median {answers.median}." if answers.median is not None else f"{told}."
