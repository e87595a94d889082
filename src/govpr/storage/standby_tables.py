"""Posts that stand by for others; on the same metadata as all others."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from govpr.storage.tables import metadata
from govpr.storage.types import Moment

standbys = Table(
    "standbys",
    metadata,
    Column("post", ForeignKey("posts.id"), primary_key=True),
    Column("campaign", String(64), nullable=False, index=True),
    Column("first", String(32), nullable=False, index=True),  # it may be planned after the one that stands by for it
    Column("after", Integer, nullable=False),
    Column("away", Moment),  # until when the other one is waited for while its service is away
    Column("stepped_in", Moment),
)
