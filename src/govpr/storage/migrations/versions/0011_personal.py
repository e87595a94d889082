"""Deliveries say whether their owners post them; those of official accounts have an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("personal", sa.Boolean(), nullable=False, server_default=sa.false()))
    owned = "SELECT id FROM accounts WHERE officer IS NOT NULL"
    yes = "true" if op.get_bind().dialect.name == "postgresql" else "1"
    op.execute(f"UPDATE deliveries SET personal = {yes} WHERE account IN ({owned})")  # noqa: S608  (nothing from outside)
    official = sa.text("personal = false" if op.get_bind().dialect.name == "postgresql" else "personal = 0")
    op.create_index(
        "ix_deliveries_official",
        "deliveries",
        ["state", "due"],
        unique=False,
        sqlite_where=official,
        postgresql_where=official,
    )
