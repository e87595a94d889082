"""What people changed about posts that wait; on the same metadata as all others."""

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from govpr.storage.tables import metadata
from govpr.storage.types import Moment

adjustments = Table(
    "adjustments",
    metadata,
    Column("post", ForeignKey("posts.id"), primary_key=True),
    Column("due", Moment),
    Column("parts", JSON(none_as_null=True)),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)
