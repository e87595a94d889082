"""`govpr init`."""

from pathlib import Path
from typing import Literal

from cyclopts import App

import govpr
from govpr.cli.logs import logging_events
from govpr.cli.options import AsJson, examples
from govpr.cli.output import tell

app = App(
    name="init",
    help_epilogue=examples(
        "govpr init humas-kota", "govpr init komdigi --agency agency.toml", "govpr init komdigi --language en"
    ),
)


@app.default
def init(
    folder: Path,
    /,
    *,
    agency: Path | None = None,
    language: Literal["id", "en"] = "id",
    as_json: AsJson = False,
) -> None:
    """Make a workspace: a folder with settings, a key and a database. What is there already stays.

    Args:
        folder: Where to make it.
        agency: A TOML file with the agency, its units and its official accounts.
        language: What readers see around the posts.
    """
    with logging_events(), govpr.Workspace.init(folder, agency=agency, language=language) as workspace:
        name = workspace.agency().name if agency is not None else ""
        lines = [
            f"The workspace is in {folder}" + (f", for {name}." if name else "."),
            "Keep secret.key safe, and apart from copies of the database.",
            f"Next: govpr officers load officers.csv --workspace {folder}",
        ]
        tell(as_json, "workspace", {"folder": str(folder), "agency": name, "live": workspace.live}, "\n".join(lines))
