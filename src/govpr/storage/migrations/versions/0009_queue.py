"""What people change about posts that wait; and indexes for plans of millions of posts."""

import sqlalchemy as sa
from alembic import op

from govpr.storage.types import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "adjustments",
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("due", Moment(), nullable=True),
        sa.Column("parts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_adjustments_post")),
        sa.PrimaryKeyConstraint("post"),
    )
    op.drop_index("ix_posts_campaign", table_name="posts")
    op.create_index("ix_posts_campaign_account", "posts", ["campaign", "account"], unique=False)
    op.create_index("ix_findings_post", "findings", ["post"], unique=False)
