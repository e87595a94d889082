"""The tables. A value is kept whole as JSON in `data`; what is searched or joined has a column beside it."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

from govpr.storage.types import Moment

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "fk": "fk_%(table_name)s_%(column_0_N_name)s"}
)
_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")

agencies = Table("agencies", metadata, Column("id", String(64), primary_key=True), Column("data", JSON, nullable=False))

officers = Table(
    "officers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("number_digest", String(64), unique=True),
    Column("unit", String(64), nullable=False, index=True),
    Column("data", JSON, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("platform", String(64), nullable=False, index=True),
    Column("officer", ForeignKey("officers.id"), index=True),
    Column("data", JSON, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("officer", ForeignKey("officers.id"), primary_key=True),
    Column("account", ForeignKey("accounts.id"), primary_key=True),
    Column("purpose", String(64), primary_key=True),
    Column("data", JSON, nullable=False),
)

programmes = Table(
    "programmes", metadata, Column("id", String(64), primary_key=True), Column("data", JSON, nullable=False)
)

achievements = Table(
    "achievements",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("programme", ForeignKey("programmes.id"), nullable=False),
    Column("data", JSON, nullable=False),
)

narratives = Table(
    "narratives",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("data", JSON, nullable=False),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("author", String(64), nullable=False),
    Column("data", JSON, nullable=False),
)

posts = Table(
    "posts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("campaign", ForeignKey("campaigns.id"), nullable=False),
    Column("account", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("content_hash", String(64), nullable=False),
    Column("data", JSON, nullable=False),
    Index("ix_posts_campaign_account", "campaign", "account"),
)

findings = Table(
    "findings",
    metadata,
    Column("seq", _SEQUENCE, primary_key=True),
    Column("campaign", ForeignKey("campaigns.id"), nullable=False, index=True),
    Column("post", String(32), index=True),
    Column("code", String(64), nullable=False),
    Column("data", JSON, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("seq", _SEQUENCE, primary_key=True),
    Column("post", ForeignKey("posts.id"), nullable=False, index=True),
    Column("content_hash", String(64), nullable=False),
    Column("data", JSON, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("post", ForeignKey("posts.id"), primary_key=True),
    Column("account", ForeignKey("accounts.id"), nullable=False),
    Column("platform", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("due", Moment, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease", Moment),
    Column("worker", String(64), nullable=False, default=""),
    Column("handles", JSON, nullable=False, default=dict),
    Column("receipt", JSON(none_as_null=True)),
    Column("problem", Text, nullable=False, default=""),
    Column("personal", Boolean, nullable=False, server_default=false()),
    Index("ix_deliveries_state_due", "state", "due"),
    Index(
        "ix_deliveries_platform_state",  # counted from it, without looking at a row
        "platform",
        "state",
        sqlite_where=text("state <> ''"),  # always so: only a query that says it too is answered from this index
    ),
    Index(
        "ix_deliveries_official",  # found at once, however many personal ones wait
        "state",
        "due",
        sqlite_where=text("personal = 0"),
        postgresql_where=text("personal = false"),
    ),
)

attempts = Table(
    "attempts",
    metadata,
    Column("post", ForeignKey("deliveries.post"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("worker", String(64), nullable=False),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("outcome", String(16), nullable=False, default=""),
    Column("problem", Text, nullable=False, default=""),
    Column("platform", String(64), nullable=False, server_default=""),
    Index(
        "ix_attempts_outcomes",  # those that have ended are counted from it
        "platform",
        "outcome",
        "number",
        sqlite_where=text("outcome <> ''"),
        postgresql_where=text("outcome <> ''"),
    ),
)

mailings = Table(
    "mailings",
    metadata,
    Column("post", ForeignKey("posts.id"), primary_key=True),
    Column("subscriber", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("note", String(64), nullable=False, default=""),
)

confirmations = Table(
    "confirmations",
    metadata,
    Column("code_digest", String(64), primary_key=True),
    Column("post", ForeignKey("posts.id"), nullable=False, index=True),
    Column("content_hash", String(64), nullable=False),
    Column("expires", Moment, nullable=False),
    Column("used", Moment),
)

factchecks = Table(
    "factchecks",
    metadata,
    Column("cid", String(255), primary_key=True),
    Column("url", Text, nullable=False),
    Column("database", String(64), nullable=False, server_default="", index=True),
    Column("run", Integer, nullable=False, server_default="0"),
    Column("data", JSON, nullable=False),
    Index("ix_factchecks_url", "url", postgresql_using="hash"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("seq", _SEQUENCE, primary_key=True),
    Column("claim", String(64), nullable=False, index=True),
    Column("url", Text),
    Column("report", String(64), index=True),
    Column("data", JSON, nullable=False),
    Index("ix_sightings_url", "url", postgresql_using="hash"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("state", String(16), nullable=False, index=True),
    Column("claim", String(64), index=True),
    Column("data", JSON, nullable=False),
)

metrics = Table(
    "metrics",
    metadata,
    Column("post", ForeignKey("posts.id"), primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("data", JSON, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", _SEQUENCE, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
