"""The first tables."""

import sqlalchemy as sa
from alembic import op

from govpr.storage.types import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "factchecks",
        sa.Column("cid", sa.String(length=255), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("cid"),
    )
    op.create_index(op.f("ix_factchecks_url"), "factchecks", ["url"], unique=False)
    op.create_table(
        "narratives",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version"),
    )
    op.create_table(
        "officers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number_digest", sa.String(length=64), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number_digest"),
    )
    op.create_index(op.f("ix_officers_unit"), "officers", ["unit"], unique=False)
    op.create_table(
        "programmes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_reports_state"), "reports", ["state"], unique=False)
    op.create_table(
        "sightings",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index(op.f("ix_sightings_claim"), "sightings", ["claim"], unique=False)
    op.create_index(op.f("ix_sightings_url"), "sightings", ["url"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("platform", sa.String(length=64), nullable=False),
        sa.Column("officer", sa.String(length=64), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["officer"], ["officers.id"], name=op.f("fk_accounts_officer")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_accounts_officer"), "accounts", ["officer"], unique=False)
    op.create_table(
        "achievements",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["programme"], ["programmes.id"], name=op.f("fk_achievements_programme")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "findings",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name=op.f("fk_findings_campaign")),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index(op.f("ix_findings_campaign"), "findings", ["campaign"], unique=False)
    op.create_table(
        "consents",
        sa.Column("officer", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_consents_account")),
        sa.ForeignKeyConstraint(["officer"], ["officers.id"], name=op.f("fk_consents_officer")),
        sa.PrimaryKeyConstraint("officer", "account", "purpose"),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_posts_account")),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name=op.f("fk_posts_campaign")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_posts_account"), "posts", ["account"], unique=False)
    op.create_index(op.f("ix_posts_campaign"), "posts", ["campaign"], unique=False)
    op.create_table(
        "approvals",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_approvals_post")),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index(op.f("ix_approvals_post"), "approvals", ["post"], unique=False)
    op.create_table(
        "confirmations",
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("used", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_confirmations_post")),
        sa.PrimaryKeyConstraint("code_digest"),
    )
    op.create_index(op.f("ix_confirmations_post"), "confirmations", ["post"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("platform", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", Moment(), nullable=True),
        sa.Column("worker", sa.String(length=64), nullable=False),
        sa.Column("handles", sa.JSON(), nullable=False),
        sa.Column("receipt", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_deliveries_account")),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_deliveries_post")),
        sa.PrimaryKeyConstraint("post"),
    )
    op.create_index("ix_deliveries_state_due", "deliveries", ["state", "due"], unique=False)
    op.create_table(
        "metrics",
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_metrics_post")),
        sa.PrimaryKeyConstraint("post", "at"),
    )
    op.create_table(
        "attempts",
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=False),
        sa.Column("started", Moment(), nullable=False),
        sa.Column("ended", Moment(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["post"], ["deliveries.post"], name=op.f("fk_attempts_post")),
        sa.PrimaryKeyConstraint("post", "number"),
    )
    if op.get_bind().dialect.name == "sqlite":
        # Whoever owns the file can remove these, and then the hash chain tells.
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
            )


def downgrade() -> None:
    op.drop_table("attempts")
    op.drop_table("metrics")
    op.drop_index("ix_deliveries_state_due", table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_index(op.f("ix_confirmations_post"), table_name="confirmations")
    op.drop_table("confirmations")
    op.drop_index(op.f("ix_approvals_post"), table_name="approvals")
    op.drop_table("approvals")
    op.drop_index(op.f("ix_posts_campaign"), table_name="posts")
    op.drop_index(op.f("ix_posts_account"), table_name="posts")
    op.drop_table("posts")
    op.drop_table("consents")
    op.drop_index(op.f("ix_findings_campaign"), table_name="findings")
    op.drop_table("findings")
    op.drop_table("achievements")
    op.drop_index(op.f("ix_accounts_officer"), table_name="accounts")
    op.drop_table("accounts")
    op.drop_index(op.f("ix_sightings_url"), table_name="sightings")
    op.drop_index(op.f("ix_sightings_claim"), table_name="sightings")
    op.drop_table("sightings")
    op.drop_index(op.f("ix_reports_state"), table_name="reports")
    op.drop_table("reports")
    op.drop_table("programmes")
    op.drop_index(op.f("ix_officers_unit"), table_name="officers")
    op.drop_table("officers")
    op.drop_table("narratives")
    op.drop_index(op.f("ix_factchecks_url"), table_name="factchecks")
    op.drop_table("factchecks")
    op.drop_table("campaigns")
    op.drop_table("audit")
    op.drop_table("agencies")
