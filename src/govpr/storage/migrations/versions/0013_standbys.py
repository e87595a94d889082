"""Posts that stand by for others: they go out only if those cannot."""

import sqlalchemy as sa
from alembic import op

from govpr.storage.types import Moment

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "standbys",
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("first", sa.String(length=32), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("away", Moment(), nullable=True),
        sa.Column("stepped_in", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_standbys_post")),
        sa.PrimaryKeyConstraint("post"),
    )
    op.create_index("ix_standbys_campaign", "standbys", ["campaign"], unique=False)
    op.create_index("ix_standbys_first", "standbys", ["first"], unique=False)
