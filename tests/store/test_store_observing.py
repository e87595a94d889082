"""Figures and notices, on either database; also where several look for notices at once."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from govpr.governance import audit
from govpr.models import DeliveryState
from govpr.observing.figures import figures
from govpr.observing.notices import ACTIONS, name_of
from govpr.observing.telling import Teller
from govpr.settings import HookSettings
from govpr.storage import notices
from govpr.storage.database import Database
from govpr.storage.notices import HookState
from govpr.storage.tables import accounts, attempts, campaigns, deliveries, officers, posts

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
HOOK = HookSettings(url="https://kait.example/masuk", secret="env:KAIT")
NAME = name_of(HOOK)


@pytest.fixture
def filled(database: Database) -> Database:
    """Three posts of the agency's account, one of them tried twice, and one of an officer's."""
    with database.write() as connection:
        officer: dict[str, Any] = {"id": "ani", "number_digest": None, "unit": "humas", "data": {}}
        connection.execute(insert(officers).values(officer))
        for name, owner in (("kanal", None), ("akun-ani", "ani")):
            connection.execute(insert(accounts).values(id=name, platform="mastodon", officer=owner, data={}))
        connection.execute(insert(campaigns).values(id="layanan", author="ani", data={}))
        for name, account, state, hours in (
            ("a", "kanal", DeliveryState.SENT, -2),
            ("b", "kanal", DeliveryState.APPROVED, -1),
            ("c", "kanal", DeliveryState.APPROVED, 1),
            ("d", "akun-ani", DeliveryState.SENT, -3),
        ):
            row = {"id": name, "campaign": "layanan", "account": account, "content_hash": "h", "data": {}}
            connection.execute(insert(posts).values(row))
            queued = {"post": name, "account": account, "platform": "mastodon", "state": state.value}
            due = NOW + timedelta(hours=hours)
            connection.execute(insert(deliveries).values(**queued, due=due, content_hash="h", attempts=1, handles={}))
        for number, outcome in ((1, "later"), (2, "published")):
            tried = {"post": "a", "number": number, "worker": "w", "started": NOW, "ended": NOW, "outcome": outcome}
            tried["platform"] = "mastodon"
            connection.execute(insert(attempts).values(**tried))
    return database


def happened(database: Database, post: str, action: str = "delivery.published", **detail: Any) -> None:
    with database.write(of=[post]) as connection:
        audit.record(connection, at=NOW, actor="govpr", action=action, subject=post, detail=detail)


def test_the_figures_are_those_of_the_rows(filled: Database) -> None:
    with filled.read() as connection:
        now = figures(connection, NOW)
    assert now.deliveries == {DeliveryState.APPROVED: 2, DeliveryState.SENT: 2}
    assert now.late == 3600
    (one,) = now.platforms
    assert (one.outcomes, one.retries) == ({"later": 1, "published": 1}, 1)


def test_settlements_of_official_accounts_are_found_in_their_order(filled: Database) -> None:
    for post in ("a", "d", "b"):
        happened(filled, post, attempts=1)
    happened(filled, "b", "delivery.withdrawn")
    with filled.read() as connection:
        last = notices.last_entry(connection)
        found = notices.settled(connection, 0, last, tuple(ACTIONS), 10)
        further = notices.settled(connection, found[0]["seq"], last, tuple(ACTIONS), 10)
    assert [(row["subject"], row["campaign"], row["detail"]) for row in found] == [
        ("a", "layanan", {"attempts": 1}),
        ("b", "layanan", {"attempts": 1}),
    ]
    assert [row["subject"] for row in further] == ["b"]
    assert found[0]["at"] == NOW


def teller(database: Database) -> Teller:
    return Teller(database=database, hooks=(HOOK,), clock=lambda: NOW, jitter=lambda: 0.0)


def test_what_happens_while_others_look_is_noted_once_and_nothing_is_lost(filled: Database) -> None:
    work = teller(filled)
    work.begin()
    ends = threading.Barrier(3)

    def write() -> None:
        ends.wait(60)
        for number in range(20):
            happened(filled, "a" if number % 2 else "b")

    def look() -> None:
        ends.wait(60)
        for _ in range(60):
            while work._gathered(HOOK):
                pass

    threads = [threading.Thread(target=job) for job in (write, look, look)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while work._gathered(HOOK):
        pass
    with filled.read() as connection:
        assert notices.counts(connection, NAME) == (20, 0)


def test_notices_are_taken_by_one_and_come_back_if_nothing_is_heard(filled: Database) -> None:
    work = teller(filled)
    work.begin()
    for post in ("a", "b", "a"):
        happened(filled, post)
    work._gathered(HOOK)
    back = NOW + timedelta(minutes=1)
    with filled.write(of=[NAME]) as connection:
        first = notices.take(connection, NAME, NOW, back, 2)
        assert [one.data["post"] for one in first] == ["a", "b"]
        assert [one.data["post"] for one in notices.take(connection, NAME, NOW, back, 2)] == ["a"]
        assert notices.take(connection, NAME, NOW, back, 2) == []
    with filled.write(of=[NAME]) as connection:
        again = notices.take(connection, NAME, back, back + timedelta(minutes=1), 9)
        assert [(one.seq, one.attempts) for one in again[:2]] == [(one.seq, 2) for one in first]
        notices.put_off(connection, again[0], None, "permanent")
        notices.put_back(connection, again[1:2], NOW)
        notices.forget(connection, again[2:])
        assert notices.counts(connection, NAME) == (1, 1)
        assert notices.call_back(connection, NAME, NOW) == 1
        anew = notices.take(connection, NAME, NOW, back, 9)
        assert [(one.seq, one.attempts) for one in anew] == [(again[0].seq, 1), (again[1].seq, 2)]
        notices.put_back(connection, anew, NOW)
        notices.save_state(connection, NAME, HookState(seen=9, failures=1, rests=back))
    with filled.read() as connection:
        assert not notices.is_due(connection, NAME, NOW)
        assert notices.is_due(connection, NAME, back)
