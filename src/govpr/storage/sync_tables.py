"""How far each hoax database was read, what changed, answers that still hold; on the same metadata as all others."""

from sqlalchemy import JSON, BigInteger, Column, Date, Index, Integer, LargeBinary, String, Table, Text

from govpr.storage.tables import metadata
from govpr.storage.types import Moment

database_syncs = Table(
    "database_syncs",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("run", Integer, nullable=False),
    Column("began", Moment, nullable=False),
    Column("since", Date),
    Column("cursor", Text),
    Column("read", Integer, nullable=False),
    Column("finished", Date),
    Column("at", Moment),
    Column("problem", Text, nullable=False),
    Column("whole", Date),
)

hoax_changes = Table(
    "hoax_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

http_answers = Table(
    "http_answers",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("size", Integer, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_http_answers_at", "at"),
)
