"""Copies of pages: where they are found by address and time."""

from datetime import datetime

from sqlalchemy import Connection, select

from govpr.models.converter import from_data, to_data
from govpr.models.evidence import Copy
from govpr.storage.database import upsert
from govpr.storage.evidence_tables import copies


def save_copy(connection: Connection, copy: Copy) -> None:
    """Keep what is known of a copy."""
    row = {"id": copy.id, "url": copy.url, "at": copy.at, "digest": copy.digest, "data": to_data(copy)}
    upsert(connection, copies, [row])


def find_copies(
    connection: Connection, url: str | None = None, *, since: datetime | None = None, until: datetime | None = None
) -> tuple[Copy, ...]:
    """Copies of an address, or of all, oldest first."""
    wanted = select(copies.c.data).order_by(copies.c.at, copies.c.id)
    if url is not None:
        wanted = wanted.where(copies.c.url == url)
    if since is not None:
        wanted = wanted.where(copies.c.at >= since)
    if until is not None:
        wanted = wanted.where(copies.c.at <= until)
    return tuple(from_data(data, Copy) for data in connection.execute(wanted).scalars())


def copy_of(connection: Connection, name: str) -> Copy | None:
    """A copy by its id."""
    data = connection.execute(select(copies.c.data).where(copies.c.id == name)).scalar_one_or_none()
    return None if data is None else from_data(data, Copy)


def holding(connection: Connection, digest: str) -> Copy | None:
    """The oldest copy that holds some bytes itself."""
    rows = connection.execute(select(copies.c.data).where(copies.c.digest == digest).order_by(copies.c.at, copies.c.id))
    return next((copy for data in rows.scalars() if (copy := from_data(data, Copy)).original is None), None)
