"""Indexes to count millions of deliveries by, and to see which platforms there are accounts on."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index(
        "ix_deliveries_platform_state",
        "deliveries",
        ["platform", "state"],
        unique=False,
        sqlite_where=sa.text("state <> ''"),
    )
    op.create_index("ix_accounts_platform", "accounts", ["platform"], unique=False)
