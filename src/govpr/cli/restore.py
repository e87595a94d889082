"""`govpr restore`."""

from pathlib import Path

from cyclopts import App

from govpr.cli.logs import logging_events
from govpr.cli.options import AsJson, examples
from govpr.cli.output import tell
from govpr.cli.problems import NEEDS_A_PERSON

app = App(
    name="restore", help_epilogue=examples("govpr restore /backup/kantor-2026-11-24.zip kantor --key /safe/secret.key")
)


@app.default
def restore(backup: Path, folder: Path, /, *, key: Path, as_json: AsJson = False) -> int:
    """Make a workspace again from a backup.

    Posts that were due by now may have gone out after the backup: they are in doubt, and no post is sent before it was
    looked up, by the platform's own lookup or by a person. Exits with 1 where there are such posts.

    Args:
        backup: The backup.
        folder: Where the workspace will be; it is not there yet, or empty.
        key: The secret key that belongs to it.
    """
    from govpr import Workspace  # noqa: PLC0415  (loads what only this needs)

    with logging_events():
        done = Workspace.restore(backup, folder, key=key)
    words = f"{done.folder} is as it was at {done.at:%Y-%m-%d %H:%M %Z}."
    doubt = (
        f" {done.in_doubt} posts may have gone out since: govpr status --troubled lists them." if done.in_doubt else ""
    )
    tell(as_json, "restored", done, words + doubt)
    return NEEDS_A_PERSON if done.in_doubt else 0
