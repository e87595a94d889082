"""`govpr backup`."""

from pathlib import Path

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell

app = App(
    name="backup",
    help_epilogue=examples(
        "govpr backup /backup/kantor-2026-11-24.zip", "govpr backup /backup/1.zip --key /safe/secret.key"
    ),
)
_MEGABYTE = 1_000_000


@app.default
def backup(file: Path, /, *, key: Path | None = None, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Back the workspace up while it works: its database as it is at one moment, and the files that it speaks of.

    The secret key is not in it. Without the key no backup can be restored: keep it, apart from the backups.

    Args:
        file: The backup, a ZIP file; nothing is there yet.
        key: Where to put a copy of the secret key, apart from the backup.
    """
    with opened(workspace) as ws:
        made = ws.backup(file, key=key)
    size = f"{made.size / _MEGABYTE:,.1f} MB"
    where = f"Its key is in {key}." if key else "The key is not in it: keep secret.key, apart from it."
    tell(as_json, "backup", made, f"{made.file}: {made.files} files, {size}. {where}")
