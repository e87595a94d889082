"""`govpr programmes`: what the government does."""

from pathlib import Path

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell

app = App(name="programmes", help_epilogue=examples("govpr programmes load programmes.toml"))


@app.command(help_epilogue=examples("govpr programmes load programmes.toml"))
def load(file: Path, /, *, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Take over programmes, achievements and narratives from a TOML file; all of it or nothing.

    Args:
        file: The TOML file.
    """
    with opened(workspace) as ws:
        loaded = ws.programmes.load(file)
    counts = {name: len(getattr(loaded, name)) for name in ("programmes", "achievements", "narratives")}
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    tell(as_json, "loaded", counts, f"Loaded {told}.")


@app.command(name="list", help_epilogue=examples("govpr programmes list", "govpr programmes list --json"))
def list_(*, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List programmes and what came of them."""
    with opened(workspace) as ws:
        programmes, achievements = ws.programmes.all(), ws.programmes.achievements()
    rows = [
        (one.id, one.title, one.agency, sum(a.programme == one.id for a in achievements), len(one.sources))
        for one in programmes
    ]
    found = {"programmes": programmes, "achievements": achievements}
    tell(as_json, "programmes", found, table(("id", "title", "agency", "achievements", "sources"), rows))
