"""The tables of copies and pictures, on the same metadata as all others."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from govpr.storage.tables import metadata
from govpr.storage.types import Moment

_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")

copies = Table(
    "copies",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("url", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("data", JSON, nullable=False),
    Index("ix_copies_url", "url", postgresql_using="hash"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("seq", _SEQUENCE, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("pixels", String(64), nullable=False, index=True),
    Column("marks", LargeBinary, nullable=False),
    Column("data", JSON, nullable=False),
)

picture_links = Table(
    "picture_links",
    metadata,
    Column("picture", ForeignKey("pictures.seq"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("name", String(255), primary_key=True),
    Index("ix_picture_links_kind_name", "kind", "name"),
)
