"""`govpr hoax count`: how much is known."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell

app = App(name="count", help_epilogue=examples("govpr hoax count"))


@app.default
def count(*, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """How many fact-checks are known."""
    with opened(workspace) as ws:
        known = ws.hoaxes.count()
    tell(as_json, "count", {"factchecks": known}, f"{known} fact-checks are known.")
