"""What keeps posts back: stops, circuits, limits, shared by all workers."""

import sqlalchemy as sa
from alembic import op

from govpr.storage.types import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "brakes",
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("stopped", Moment()),
        sa.Column("stopped_by", sa.String(length=64), nullable=False),
        sa.Column("asked", Moment()),
        sa.Column("opened", Moment()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("spent", sa.JSON(), nullable=False),
        sa.Column("full", Moment()),
        sa.PrimaryKeyConstraint("scope", "name"),
    )
