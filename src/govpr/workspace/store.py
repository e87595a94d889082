"""The store that a workspace's settings name, and the engine that wakes its workers."""

from pathlib import Path

from govpr import plugins
from govpr.engines.loop import Loop
from govpr.engines.protocol import Engine
from govpr.errors import DeliveryError, NotFound, StoreError
from govpr.http.credentials import resolve
from govpr.settings import FILE
from govpr.settings.store import StoreSettings
from govpr.storage.database import Database


def place_of(settings: StoreSettings, file: Path) -> Path | str:
    """Where the database is.

    Args:
        settings: What `[store]` says.
        file: The file on this machine, for a workspace that names no address.

    Raises:
        StoreError: The reference stands for nothing. The message never has an address.
    """
    if not settings.url:
        return file
    try:
        return resolve(settings.url)
    except DeliveryError as error:
        raise StoreError(f"[store] url in {FILE}: {error.message}") from None


def engine_of(settings: StoreSettings) -> Engine:
    """What wakes workers.

    Args:
        settings: What `[store]` says.

    Raises:
        StoreError: There is no such engine, or what it needs is not installed.
    """
    if settings.engine == "loop":  # nearly all workspaces: no list of plug-ins is read for them
        return Loop()
    try:
        engine: Engine = plugins.load(plugins.ENGINES, settings.engine)
    except NotFound as error:
        raise StoreError(f"[store] engine in {FILE}: {error}") from None
    except ImportError:
        needs = "pip install 'govpr[postgres]'" if settings.engine == "procrastinate" else "see its documentation"
        raise StoreError(f"the engine {settings.engine} needs more than is installed: {needs}") from None
    return engine


def open_store(settings: StoreSettings, file: Path) -> Database:
    """Open the database, so that whatever is written in it wakes workers.

    Args:
        settings: What `[store]` says.
        file: The file on this machine, for a workspace that names no address.

    Raises:
        StoreError: It cannot be opened.
    """
    engine = engine_of(settings)
    database = Database.open(place_of(settings, file))
    try:
        engine.prepare(database)
    except StoreError:
        database.close()
        raise
    return database.waking(engine.wake)
