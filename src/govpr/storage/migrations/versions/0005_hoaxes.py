"""How often the fact-checks changed, and when each hoax database was last read as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    changes = op.create_table(
        "hoax_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(changes, [{"id": 1, "number": 1}])
    with op.batch_alter_table("database_syncs") as table:
        table.add_column(sa.Column("whole", sa.Date(), nullable=True))
