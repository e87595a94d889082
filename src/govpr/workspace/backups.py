"""Backups of a workspace, made while it works.

A backup is one ZIP file: a copy of the database as it was at one moment, then the files that it speaks of, and
`backup.json`, which says what must be in it. The secret key is never in it: numbers of officers and tokens of accounts
are hidden with it, so whoever finds the one must not find the other.
"""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from govpr.errors import StoreError
from govpr.storage.copying import copy_to
from govpr.storage.migrate import HEAD
from govpr.workspace.context import Context
from govpr.workspace.home import Home

FORMAT = 1
MANIFEST = "backup.json"
DUMP = "govpr.dump"
_ANEW = ("hoaxes.index", "desk.index", "pictures.index", "reports")
"""What is made again from the rest."""
_DENSE = (DUMP, "media/", "evidence/")
"""What does not get smaller."""
_CHUNK = 1024 * 1024


@frozen(kw_only=True)
class Backup:
    """A backup that was made.

    Args:
        file: Where it is.
        at: Of which moment.
        files: How many files are in it.
        size: Its bytes.
    """

    file: Path
    at: datetime
    files: int
    size: int


def back_up(context: Context, target: Path, key: Path | None = None) -> Backup:
    """Write a backup; it is there whole or not at all, and readable by its owner alone.

    Args:
        context: The workspace.
        target: Where, outside of the workspace's folder.
        key: Where a copy of the secret key is put, away from the backup; None leaves that to you.

    Raises:
        StoreError: It cannot be written, or something is there already.
    """
    folder = context.home.folder.resolve()
    for place in (target, *([key] if key else [])):
        if place.exists():
            raise StoreError(f"{place}: is there already; give another name")
        if place.resolve().is_relative_to(folder):
            raise StoreError(f"{place}: lies in the workspace, and would be lost with it; put it elsewhere")
    at = context.clock()
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
            made = Path(scratch) / "backup.zip"
            count = _write(context, made, Path(scratch), at)
            made.chmod(0o600)
            if key is not None:
                _keep_key(context.key, key)
            made.replace(target)
    except OSError as error:
        raise StoreError(f"{target}: the backup cannot be written ({error.strerror})") from None
    return Backup(file=target, at=at, files=count, size=target.stat().st_size)


def fingerprint(key: bytes) -> str:
    """What a backup knows of the key that belongs to it: nothing of the key can be learnt from it.

    Args:
        key: The workspace's secret key: 32 random bytes.
    """
    return hashlib.sha256(b"govpr backup\n" + key).hexdigest()[:16]


def _write(context: Context, made: Path, scratch: Path, at: datetime) -> int:
    kind = context.database.kind
    copy = scratch / (context.home.database.name if kind == "sqlite" else DUMP)
    copy_to(context.database, copy)  # first: what it speaks of is on the disk by now
    digests: dict[str, str] = {}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        digests[copy.name] = _add(archive, copy, copy.name)
        for path in files_of(context.home):
            name = path.relative_to(context.home.folder).as_posix()
            try:
                digests[name] = _add(archive, path, name)
            except FileNotFoundError:  # a share kit or page that was replaced meanwhile
                continue
        told: dict[str, Any] = {"govpr": FORMAT, "type": "backup", "at": at.isoformat(), "database": kind}
        told |= {"revision": HEAD, "key": fingerprint(context.key), "files": digests}
        archive.writestr(MANIFEST, json.dumps(told, indent=1))
    return len(digests)


def files_of(home: Home) -> Iterator[Path]:
    """The files of a workspace that a backup has: not its database, its key, and what is made again from the rest.

    Args:
        home: The workspace's folder.
    """
    apart = {home.key.name, *_ANEW, *(f"{home.database.name}{end}" for end in ("", "-wal", "-shm", "-journal"))}
    for path in sorted(home.folder.rglob("*")):
        if path.relative_to(home.folder).parts[0] not in apart and path.is_file() and not path.is_symlink():
            yield path


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    digest = hashlib.sha256()
    entry = zipfile.ZipInfo.from_file(path, name)
    entry.compress_type = zipfile.ZIP_STORED if name.startswith(_DENSE) else zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as into:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            into.write(chunk)
    return digest.hexdigest()


def _keep_key(key: bytes, target: Path) -> None:
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
