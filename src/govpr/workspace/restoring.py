"""A workspace made again from a backup. What may have gone out since is looked up, never sent blindly."""

import hashlib
import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from attrs import frozen
from sqlalchemy import Connection

from govpr.delivery.states import Change, Event, apply
from govpr.errors import StoreError
from govpr.governance import audit
from govpr.models import Delivery, DeliveryState
from govpr.settings import read_settings
from govpr.storage import outbox, queued
from govpr.storage.copying import put_back
from govpr.storage.database import Database, batches
from govpr.workspace.backups import DUMP, FORMAT, MANIFEST, fingerprint
from govpr.workspace.context import Clock
from govpr.workspace.home import Home, read_key
from govpr.workspace.store import place_of

_GOING = (DeliveryState.APPROVED, DeliveryState.PARTIAL, DeliveryState.SENDING)
_CHUNK = 1024 * 1024


@frozen(kw_only=True)
class Restored:
    """A workspace that was made again.

    Args:
        folder: Where it is.
        at: Of which moment its backup is.
        in_doubt: How many posts were due by now and may have gone out since: they are looked up, or wait for a person.
    """

    folder: Path
    at: datetime
    in_doubt: int


def restore(backup: Path, folder: Path, key: Path, clock: Clock) -> Restored:
    """Make a workspace again; everything is checked first, and a folder or database in use is left alone.

    Args:
        backup: The backup.
        folder: Where the workspace will be; it is not there yet, or empty.
        key: The secret key that belongs to the backup.
        clock: Gives the time.

    Raises:
        StoreError: The backup is damaged or no backup, the key is another one, or something is there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder}: is not empty; name a folder that is not there yet")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
            home = Home(Path(scratch) / "workspace")
            told = _unpack(backup, home)
            _take_key(key, home, told)
            in_doubt = _fill(home, told, clock)
            if folder.exists():
                folder.rmdir()
            home.folder.replace(folder)
    except OSError as error:
        raise StoreError(f"{folder}: the workspace cannot be restored ({error.strerror})") from None
    return Restored(folder=folder, at=datetime.fromisoformat(told["at"]), in_doubt=in_doubt)


def _unpack(backup: Path, home: Home) -> Mapping[str, Any]:
    try:
        with zipfile.ZipFile(backup) as archive:
            told: dict[str, Any] = json.loads(archive.read(MANIFEST))
            if told["govpr"] != FORMAT:
                raise StoreError(f"{backup}: a newer govpr made it; restore it with that one")
            for name, digest in told["files"].items():
                if _extract(archive, name, home.folder) != digest:
                    raise StoreError(f"{backup}: {name} is damaged in it; use another backup")
    except (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, EOFError, NotImplementedError):
        raise StoreError(f"{backup}: is no backup, or is damaged; use another one") from None
    return told


def _extract(archive: zipfile.ZipFile, name: str, folder: Path) -> str:
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts or "\\" in name:
        raise ValueError(name)
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(name) as source, target.open("xb") as into:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            into.write(chunk)
    if parts[0] == "sessions":
        target.chmod(0o600)
        target.parent.chmod(0o700)
    return digest.hexdigest()


def _take_key(key: Path, home: Home, told: Mapping[str, Any]) -> None:
    home.key.touch(mode=0o600)
    shutil.copyfile(key, home.key)
    if fingerprint(read_key(home)) != told["key"]:
        raise StoreError(f"{key}: is another key than the one that belongs to this backup")


def _fill(home: Home, told: Mapping[str, Any], clock: Clock) -> int:
    place = place_of(read_settings(home.settings).store, home.database)
    if (told["database"] == "sqlite") != isinstance(place, Path):
        raise StoreError("the backup is of another kind of database than [store] in its govpr.toml names")
    if isinstance(place, str):
        put_back(home.folder / DUMP, place)
        (home.folder / DUMP).unlink()
    database = Database.open(place)
    try:
        return _doubt(database, told, clock())
    finally:
        database.close()


def _doubt(database: Database, told: Mapping[str, Any], now: datetime) -> int:
    """What was due by now may have gone out after the backup: it is in doubt, as after a lost answer."""
    problem = f"restored from a backup of {told['at']}: it may have gone out since; look on the platform"
    with database.write() as connection:
        doubtful = [_doubted(one, now, problem) for one in queued.official(connection, _GOING, now)]
        for some in batches(doubtful):
            outbox.save(connection, some)
        detail = {"of": told["at"], "in_doubt": len(doubtful), "posts": [one.post for one in islice(doubtful, 100)]}
        _record(connection, now, detail)
    return len(doubtful)


def _doubted(delivery: Delivery, now: datetime, problem: str) -> Delivery:
    if delivery.state is not DeliveryState.SENDING:
        delivery = apply(delivery, Event.CLAIMED, Change(now=now, worker="restore"))
    return apply(delivery, Event.LOST, Change(now=now, problem=problem))


def _record(connection: Connection, now: datetime, detail: Mapping[str, Any]) -> None:
    audit.record(connection, at=now, actor="govpr", action="workspace.restored", subject="workspace", detail=detail)
