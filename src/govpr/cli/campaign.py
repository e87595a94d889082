"""`govpr campaign`: campaigns as code."""

import json
import sys
from pathlib import Path
from typing import Literal

from cyclopts import App

from govpr.cli.link import exit_of, shown
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.models import Campaign
from govpr.models.schema import file_schema

app = App(name="campaign", help_epilogue=examples("govpr campaign check campaign.toml"))


@app.command(help_epilogue=examples("govpr campaign load siaga-banjir.toml"))
def load(file: Path, /, *, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Take over a campaign from a TOML file; all of it or nothing. After an edit, load it again.

    Args:
        file: The TOML file.
    """
    with opened(workspace) as ws:
        campaign = ws.campaigns.load(file)
    tell(as_json, "campaign", campaign, f"Loaded {_told(campaign)}\nNext: govpr plan {campaign.id}")


@app.command(help_epilogue=examples("govpr campaign check siaga-banjir.toml", "govpr campaign check *.toml --links"))
def check(file: Path, /, *files: Path, links: bool = False, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Name every mistake in campaign files, against this workspace. Nothing is stored.

    Args:
        file: The TOML file.
        files: More of them.
        links: Open every link as a reader would, too. Exit code 1: one is dead or private.
    """
    with opened(workspace) as ws:
        read = [ws.campaigns.check(one) for one in (file, *files)]
        found = ws.links.check(*read) if links else ()
    told = "\n".join(f"No mistake in {_told(campaign)}" for campaign in read)
    content = {"campaigns": [campaign.id for campaign in read], "findings": found}
    tell(as_json, "checked", content, told, *([shown(found)] if links else []))
    return exit_of(found)


@app.command(name="list", help_epilogue=examples("govpr campaign list", "govpr campaign list --json"))
def list_(*, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List the campaigns of the workspace."""
    with opened(workspace) as ws:
        campaigns = ws.campaigns.all()
    rows = [(c.id, c.title, c.author, c.starts, c.ends, len(c.messages), len(c.waves)) for c in campaigns]
    headers = ("id", "title", "author", "starts", "ends", "messages", "waves")
    tell(as_json, "campaigns", {"campaigns": campaigns}, table(headers, rows))


@app.command(help_epilogue=examples("govpr campaign schema > campaign.schema.json", "govpr campaign schema agency"))
def schema(kind: Literal["campaign", "agency", "programmes"] = "campaign", /, *, as_json: AsJson = False) -> None:
    """Print the JSON Schema of a file format, for editors that check while one types.

    Args:
        kind: Which file.
    """
    sys.stdout.write(json.dumps(file_schema(kind), indent=None if as_json else 2) + "\n")


def _told(campaign: Campaign) -> str:
    return f"{campaign.id}: {len(campaign.messages)} messages in {len(campaign.waves)} waves."
