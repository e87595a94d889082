"""What became of each subscriber's copy of a post."""

import sqlalchemy as sa
from alembic import op

from govpr.storage.types import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "mailings",
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("subscriber", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("note", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_mailings_post")),
        sa.PrimaryKeyConstraint("post", "subscriber"),
    )
