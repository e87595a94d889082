"""`govpr measure`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.progress import working

app = App(name="measure", help_epilogue=examples("govpr measure && govpr report siaga-banjir"))


@app.default
def measure(*, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Ask the platforms what became of the posts, and keep their counts for the report."""
    with opened(workspace) as ws, working("Measuring"):
        count = ws.measure()
    tell(as_json, "measured", {"posts": count}, f"Counts of {count} posts are kept.")
