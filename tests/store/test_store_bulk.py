"""What is written in bulk is the same on either database: officers that are taken over, decisions about many posts."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import insert, select

from govpr.models import Account, Approval, Consent, Decision, DeliveryState, Officer, Ownership
from govpr.models.converter import from_data, to_data
from govpr.storage import decisions, loading, outbox, people, planned
from govpr.storage.database import Database
from govpr.storage.decisions import REJECTABLE, UNDECIDED
from govpr.storage.loading import Spool, take_over, taken
from govpr.storage.planned import New
from govpr.storage.tables import accounts, approvals, campaigns, deliveries, officers

NOW = datetime(2026, 11, 3, 2, tzinfo=UTC)
_S = DeliveryState


def officer(name: str) -> Officer:
    return Officer(id=name, name="Nama \U0001f30a (contoh)", unit="humas")


def account(name: str) -> Account:
    return Account(
        id=f"{name}-x", platform="x", handle=f"@{name}", ownership=Ownership.PERSONAL, officer=name, agency="bnpb"
    )


def told(value: object) -> str:
    return json.dumps(to_data(value), ensure_ascii=False)


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Spool]:
    monkeypatch.setattr(loading, "AT_ONCE", 2)
    made = Spool(str(tmp_path))
    yield made
    made.close()


def fill(spool: Spool, given: datetime = NOW) -> None:
    for number, name in enumerate(("ani", "beni", "citra")):
        consents = [Consent(officer=name, account=f"{name}-x", given=given)] if number else []
        spool.add(officer(name), f"digest-{name}" if number else None, [account(name)] if number else [], consents)


def keep(database: Database, spool: Spool) -> None:
    for portion in spool.portions():
        with database.write() as connection:
            assert list(taken(connection, portion)) == []
            take_over(connection, portion)


def test_officers_come_back_as_they_were_kept_aside(database: Database, spool: Spool) -> None:
    fill(spool)
    keep(database, spool)
    keep(database, spool)
    with database.read() as connection:
        assert people.all_officers(connection) == tuple(officer(name) for name in ("ani", "beni", "citra"))
        assert people.all_accounts(connection) == (account("beni"), account("citra"))
        assert [consent.given for consent in people.all_consents(connection)] == [NOW, NOW]
        digests = connection.execute(select(officers.c.number_digest).order_by(officers.c.id)).scalars().all()
        assert digests == [None, "digest-beni", "digest-citra"]
        others = [loading.Kept(("doni", "digest-beni", "humas", "{}"), (), ())]
        assert list(taken(connection, others)) == [("doni", "beni")]
    assert spool.counts == (3, 2, 2)


def test_what_changed_is_taken_over_and_a_withdrawal_outlives_an_old_list(database: Database, spool: Spool) -> None:
    fill(spool)
    keep(database, spool)
    with database.write() as connection:
        (held,) = people.consents_of(connection, ["beni"])
        people.replace_consents(connection, [evolve(held, withdrawn=NOW.replace(hour=9))])
        changed = evolve(officer("ani"), unit="daerah")
        take_over(connection, [loading.Kept(("ani", "", "daerah", told(changed)), (), ())])
    keep(database, spool)
    with database.read() as connection:
        (held,) = people.consents_of(connection, ["beni"])
        assert held.withdrawn is not None
        assert people.officers_named(connection, ["ani"])["ani"].unit == "humas"
    newer = evolve(held, given=NOW.replace(hour=10), withdrawn=None)
    with database.write() as connection:
        row = ("beni", "beni-x", "share-kit", told(newer))
        take_over(connection, [loading.Kept(("beni", "digest-beni", "humas", told(officer("beni"))), (), (row,))])
        assert people.consents_of(connection, ["beni"]) == (newer,)


def test_many_are_approved_and_rejected_portion_after_portion(database: Database) -> None:
    states = (_S.PLANNED, _S.ON_HOLD, _S.SENT, _S.HANDED_OVER, _S.REFUSED, _S.PARTIAL, _S.PLANNED)
    with database.write() as connection:
        connection.execute(insert(campaigns), [{"id": "c", "author": "a", "data": {}}])
        rows: list[dict[str, Any]] = [
            {"id": f"a{n}", "platform": "x", "officer": None, "data": {}} for n in range(len(states))
        ]
        connection.execute(insert(accounts), rows)
        new = [New(f"p{n}", f"a{n}", f"hash-{n}", "{}", NOW, "x", personal=False) for n in range(len(states))]
        planned.add(connection, "c", new)
        for number, state in enumerate(states):
            mine = deliveries.c.post == f"p{number}"
            connection.execute(deliveries.update().where(mine).values(state=state.value, problem="x"))
        connection.execute(deliveries.update().where(deliveries.c.post == "p4").values(handles={"part:1": "{}"}))
    with database.write() as connection:
        first = decisions.waiting(connection, "c", UNDECIDED, None, 1)
        rest = decisions.waiting(connection, "c", UNDECIDED, first[-1], 9)
        assert [one.id for one in (*first, *rest)] == ["p0", "p6"]
        decisions.approve(connection, rest, Approval(post="p6", content_hash="hash-6", by="k", at=NOW, note='"'))
        some = decisions.waiting(connection, "c", REJECTABLE, None, 9)
        assert [one.id for one in some] == ["p0", "p1", "p3", "p6"]
        no = Approval(post="p0", content_hash="hash-0", by="k", at=NOW, decision=Decision.REJECTED)
        decisions.reject(connection, some, no)
    with database.read() as connection:
        after = {one.post: one.state for one in outbox.find(connection)}
        assert after == {
            "p0": _S.PLANNED,
            "p1": _S.ON_HOLD,
            "p2": _S.SENT,
            "p3": _S.PLANNED,
            "p4": _S.REFUSED,
            "p5": _S.PARTIAL,
            "p6": _S.PLANNED,
        }
        query = select(approvals.c.data).where(approvals.c.post == "p6").order_by(approvals.c.seq)
        yes, no = (from_data(data, Approval) for data in connection.execute(query).scalars())
        assert (yes.decision, yes.note) == (Decision.APPROVED, '"')
        assert (no.decision, no.content_hash) == (Decision.REJECTED, "hash-6")
