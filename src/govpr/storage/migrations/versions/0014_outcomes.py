"""Tries say which platform they were made on, and are counted from an index once they have ended."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("attempts", sa.Column("platform", sa.String(length=64), nullable=False, server_default=""))
    op.execute("UPDATE attempts SET platform = (SELECT platform FROM deliveries WHERE deliveries.post = attempts.post)")
    ended = sa.text("outcome <> ''")
    op.create_index(
        "ix_attempts_outcomes",
        "attempts",
        ["platform", "outcome", "number"],
        unique=False,
        sqlite_where=ended,
        postgresql_where=ended,
    )
