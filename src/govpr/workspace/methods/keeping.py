"""The methods of `Workspace` that keep it: backed up, restored, looked after."""

from pathlib import Path

from govpr.workspace import doctor as looking
from govpr.workspace.backups import Backup, back_up
from govpr.workspace.context import Clock, now
from govpr.workspace.doctor import Checkup
from govpr.workspace.methods.opened import Opened
from govpr.workspace.restoring import Restored
from govpr.workspace.restoring import restore as made_again


def backup(self: Opened, file: Path | str, *, key: Path | str | None = None) -> Backup:
    """Back the workspace up while it works: its database as it is at one moment, and the files that it speaks of.

    The secret key is not in it, and no backup can be restored without it.

    Args:
        file: The backup, a ZIP file outside of the workspace; nothing is there yet.
        key: Where a copy of the secret key is put, apart from the backup.

    Raises:
        StoreError: It cannot be written, or something is there already.
    """
    return back_up(self._context, Path(file), None if key is None else Path(key))


def restore(backup: Path | str, folder: Path | str, *, key: Path | str, clock: Clock = now) -> Restored:
    """Make a workspace again from a backup; a folder or database in use is left alone.

    What was due by now may have gone out after the backup: it is in doubt, and looked up before it is sent.

    Args:
        backup: The backup.
        folder: Where the workspace will be; it is not there yet, or empty.
        key: The secret key that belongs to the backup.
        clock: Gives the time, aware.

    Raises:
        StoreError: The backup is damaged, the key is another one, or something is there already.
    """
    return made_again(Path(backup), Path(folder), Path(key), clock)


def doctor(self: Opened, *, clock: str = "") -> Checkup:
    """Look for what may stop the workspace: store, hoax index, clock, accounts, disk, key, late posts.

    Nobody is asked, except for the time.

    Args:
        clock: The address of a server whose clock this machine's is held against, or "" for none.
    """
    return looking.examine(self._context, self._client, clock)
