"""Claims, cases and clarifications of the hoax desk."""

import sqlalchemy as sa
from alembic import op

from govpr.storage.types import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("reports") as table:
        table.add_column(sa.Column("claim", sa.String(length=64), nullable=True))
        table.create_index(op.f("ix_reports_claim"), ["claim"], unique=False)
    with op.batch_alter_table("sightings") as table:
        table.add_column(sa.Column("report", sa.String(length=64), nullable=True))
        table.create_index(op.f("ix_sightings_report"), ["report"], unique=False)
    _cases()
    _answers()


def _cases() -> None:
    op.create_table(
        "desk_cases",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("officer", sa.String(length=64), nullable=True),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_desk_cases_state_due", "desk_cases", ["state", "due"], unique=False)
    op.create_table(
        "desk_steps",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["desk_cases.id"], name=op.f("fk_desk_steps_case")),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index(op.f("ix_desk_steps_case"), "desk_steps", ["case"], unique=False)
    op.create_table(
        "desk_clarifications",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=True),
        sa.Column("released", Moment(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["desk_cases.id"], name=op.f("fk_desk_clarifications_case")),
        sa.PrimaryKeyConstraint("case", "version"),
    )


def _answers() -> None:
    op.create_table(
        "desk_contacts",
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_desk_contacts_report")),
        sa.PrimaryKeyConstraint("report"),
    )
    op.create_index(op.f("ix_desk_contacts_at"), "desk_contacts", ["at"], unique=False)
    op.create_table(
        "desk_answers",
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_desk_answers_report")),
        sa.ForeignKeyConstraint(["case"], ["desk_cases.id"], name=op.f("fk_desk_answers_case")),
        sa.PrimaryKeyConstraint("report", "case", "version"),
    )
