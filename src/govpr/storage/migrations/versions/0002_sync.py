"""How far each hoax database was read, which entries came from it, and answers that still hold."""

import sqlalchemy as sa
from alembic import op

from govpr.storage.types import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("factchecks") as table:
        table.add_column(sa.Column("database", sa.String(length=64), nullable=False, server_default=""))
        table.add_column(sa.Column("run", sa.Integer(), nullable=False, server_default="0"))
        table.create_index(op.f("ix_factchecks_database"), ["database"], unique=False)
    op.create_table(
        "database_syncs",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("began", Moment(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Date(), nullable=True),
        sa.Column("at", Moment(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "http_answers",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_http_answers_at", "http_answers", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("http_answers")
    op.drop_table("database_syncs")
    with op.batch_alter_table("factchecks") as table:
        table.drop_index(op.f("ix_factchecks_database"))
        table.drop_column("run")
        table.drop_column("database")
