"""The tables of notices: what is still to be told to whom, on the same metadata as all others."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, String, Table

from govpr.storage.tables import metadata
from govpr.storage.types import Moment

_PLACE = BigInteger().with_variant(Integer, "sqlite")

hooks = Table(
    "hooks",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("seen", _PLACE, nullable=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("rests", Moment),
)
"""`seen` is the last entry of the audit log that was looked at, `rests` until when nothing is sent there."""

notices = Table(
    "notices",
    metadata,
    Column("hook", ForeignKey("hooks.id"), primary_key=True),
    Column("seq", _PLACE, primary_key=True, autoincrement=False),
    Column("event", String(16), nullable=False),
    Column("data", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due", Moment),
    Column("problem", String(64), nullable=False, default=""),
    Index("ix_notices_hook_due", "hook", "due"),
)
"""One row for each notice that was not taken yet; without `due` it was given up."""
