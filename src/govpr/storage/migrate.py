"""Bring a database's tables up to date. Alembic is only loaded when there is something to do."""

import threading
from importlib.resources import files

from sqlalchemy import Engine, inspect, text

HEAD = "0006"
SCRIPTS = files("govpr.storage") / "migrations"
_ONE = threading.Lock()
"""Alembic keeps what it works on in one place for the whole process: two threads would mix it up."""


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run the migrations that are missing.

    Args:
        engine: The database.
        to: A revision, or `head` for the newest.
    """
    if to == "head" and current(engine) == HEAD:
        return
    with _ONE:
        if to != "head" or current(engine) != HEAD:  # another thread may have done it meanwhile
            _run(engine, to)


def _run(engine: Engine, to: str) -> None:
    from alembic import command  # noqa: PLC0415  (costs 100 ms, needed once)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()


def current(engine: Engine) -> str | None:
    """The revision that a database is at, or None for an empty one."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
