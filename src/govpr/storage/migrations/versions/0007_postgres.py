"""What PostgreSQL needs to promise what SQLite does: an audit log that only grows, and addresses of any length."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ADDRESSES = ("factchecks", "sightings", "copies")


def upgrade() -> None:
    op.drop_index("ix_copies_url_at", table_name="copies")
    op.create_index("ix_copies_url", "copies", ["url"], unique=False)
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        sa.text(
            "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
        )
    )
    op.execute(
        "CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
    )
    for table in _ADDRESSES:  # a b-tree takes 2,704 bytes at most, and an address may be longer
        op.drop_index(f"ix_{table}_url", table_name=table)
        op.create_index(f"ix_{table}_url", table, ["url"], unique=False, postgresql_using="hash")
