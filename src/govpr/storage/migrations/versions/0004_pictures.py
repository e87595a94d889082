"""Copies of pages, and perceptual hashes of pictures."""

import sqlalchemy as sa
from alembic import op

from govpr.storage.types import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "copies",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_copies_digest"), "copies", ["digest"], unique=False)
    op.create_index("ix_copies_url_at", "copies", ["url", "at"], unique=False)
    op.create_table(
        "pictures",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("pixels", sa.String(length=64), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index(op.f("ix_pictures_pixels"), "pictures", ["pixels"], unique=False)
    op.create_table(
        "picture_links",
        sa.Column("picture", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["picture"], ["pictures.seq"], name=op.f("fk_picture_links_picture")),
        sa.PrimaryKeyConstraint("picture", "kind", "name"),
    )
    op.create_index("ix_picture_links_kind_name", "picture_links", ["kind", "name"], unique=False)
