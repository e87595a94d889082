"""What hooks are still to be told of deliveries."""

import sqlalchemy as sa
from alembic import op

from govpr.storage.types import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    place = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "hooks",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("seen", place, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "notices",
        sa.Column("hook", sa.String(length=64), nullable=False),
        sa.Column("seq", place, autoincrement=False, nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", Moment(), nullable=True),
        sa.Column("problem", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["hook"], ["hooks.id"], name=op.f("fk_notices_hook")),
        sa.PrimaryKeyConstraint("hook", "seq"),
    )
    op.create_index("ix_notices_hook_due", "notices", ["hook", "due"], unique=False)
