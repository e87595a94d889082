"""An office as an older govpr left it: rows of every kind, in the columns that its tables had."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import evolve
from sqlalchemy import Engine, MetaData, insert

from govpr.governance.audit import Entry
from govpr.models import Account, Agency, FactCheck, Officer, Ownership
from govpr.models.converter import to_data
from govpr.storage.types import Moment

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
AGENCY = Agency(id="komdigi", name="Kementerian Contoh")
OFFICER = Officer(id="ani", name="Ani (contoh)", unit="ikp")
ACCOUNT = Account(id="kanal", platform="sandbox", handle="kanal", agency="komdigi", ownership=Ownership.OFFICIAL)
FACT = FactCheck(cid="f-1", text="Bansos cair", url="https://example.id/1")
_ENTRY = Entry(seq=1, at=NOW, actor="ani", action="post.approved", subject="post-1")
ENTRY = evolve(_ENTRY, hash=_ENTRY.sealed())
POST = {"id": "post-1", "campaign": "banjir", "account": "kanal", "content_hash": "h"}


def rows() -> Mapping[str, dict[str, Any]]:
    """One row for each table, parents first."""
    entry = {"seq": 1, "at": NOW, "actor": "ani", "action": "post.approved", "subject": "post-1", "detail": {}}
    sending = {"platform": "sandbox", "state": "approved", "due": NOW, "content_hash": "h", "attempts": 1}
    return {
        "agencies": {"id": AGENCY.id, "data": to_data(AGENCY)},
        "officers": {"id": "ani", "number_digest": "d", "unit": "ikp", "data": to_data(OFFICER)},
        "accounts": {"id": "kanal", "platform": "sandbox", "officer": None, "data": to_data(ACCOUNT)},
        "campaigns": {"id": "banjir", "author": "ani", "data": {"id": "banjir"}},
        "posts": {**POST, "data": {"id": "post-1"}},
        "deliveries": {"post": "post-1", "account": "kanal", **sending, "worker": "", "handles": {}, "problem": ""},
        "attempts": {"post": "post-1", "number": 1, "worker": "w", "started": NOW, "outcome": "", "problem": ""},
        "factchecks": {"cid": "f-1", "url": FACT.url, "database": "", "run": 0, "data": to_data(FACT)},
        "sightings": {"claim": "c", "url": "https://example.id/2", "data": {"claim": "c", "at": NOW.isoformat()}},
        "reports": {"id": "r-1", "state": "new", "claim": "c", "data": {"id": "r-1"}},
        "audit": {**entry, "previous": ENTRY.previous, "hash": ENTRY.hash},
    }


def fill(engine: Engine) -> None:
    """Put the rows in, whatever columns the tables have."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.begin() as connection:
        for name, row in rows().items():
            table = metadata.tables[name]
            for column in table.columns:
                if isinstance(row.get(column.name), datetime):
                    column.type = Moment()
            connection.execute(insert(table).values({key: row[key] for key in row if key in table.columns}))
