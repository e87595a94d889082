"""The tables of the hoax desk, on the same metadata as all others."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from govpr.storage.tables import metadata
from govpr.storage.types import Moment

_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")

cases = Table(
    "desk_cases",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("officer", String(64)),
    Column("due", Moment, nullable=False),
    Column("data", JSON, nullable=False),
    Index("ix_desk_cases_state_due", "state", "due"),
)

steps = Table(
    "desk_steps",
    metadata,
    Column("seq", _SEQUENCE, primary_key=True),
    Column("case", ForeignKey("desk_cases.id"), nullable=False, index=True),
    Column("data", JSON, nullable=False),
)

contacts = Table(
    "desk_contacts",
    metadata,
    Column("report", ForeignKey("reports.id"), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("reply_to", Text, nullable=False),
)

clarifications = Table(
    "desk_clarifications",
    metadata,
    Column("case", ForeignKey("desk_cases.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("campaign", String(64)),
    Column("released", Moment),
    Column("data", JSON, nullable=False),
)

answers = Table(
    "desk_answers",
    metadata,
    Column("report", ForeignKey("reports.id"), primary_key=True),
    Column("case", ForeignKey("desk_cases.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False),
)
