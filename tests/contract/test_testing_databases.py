"""The kit of hoax databases finds what it is there to find: one adapter for each way to go wrong."""

import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import frozen

from govpr.errors import Unreachable
from govpr.hoaxes.databases.entries import Source
from govpr.hoaxes.databases.protocol import HoaxDatabase, Page, Query, Terms
from govpr.http.calls import Call, Effect, Flow, Form, Reply
from govpr.http.replies import expect, puzzling
from govpr.models import FactCheck
from govpr.settings import DatabaseSettings
from govpr.testing import answer, database_checks

URL = "https://cek.example/api"
DATABASE = DatabaseSettings(name="cek-satu", kind="cek", url=URL)
ROUTES = {"* /api/*": answer([{"cid": "7", "text": "Bansos cair", "label": "SALAH"}])}
NO_TERMS = Terms()
Asks = Callable[[DatabaseSettings], Call]
Reads = Callable[[Reply, DatabaseSettings], Page]


def asks(_database: DatabaseSettings) -> Call:
    return Call("GET", f"{URL}/cari?q=bansos")


def reads(reply: Reply, database: DatabaseSettings) -> Page:
    body = expect(reply)
    if not isinstance(body, list):
        raise puzzling(reply, "no list")
    rows = [(f"[{number}].", row) for number, row in enumerate(body) if isinstance(row, dict)]
    return Source(database=database, terms=NO_TERMS).page(rows)


def bare(cid: str, **more: Any) -> Reads:
    def read(reply: Reply, database: DatabaseSettings) -> Page:
        expect(reply)
        return Page(factchecks=(FactCheck(cid=cid.format(database.name), text="x", label="SALAH", **more),))

    return read


@frozen
class Cek:
    """An adapter whose question and reading are given."""

    ask: Asks = asks
    read: Reads = reads
    name: str = "cek"
    hosts: frozenset[str] = frozenset()
    terms: Terms = NO_TERMS
    pace: float = 0.0

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        return self.read((yield self.ask(database)), database)


@frozen
class Circling(Cek):  # a test's shorthand; adapters of users inherit from nothing
    """Its pages never end."""

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:
        page = self.read((yield self.ask(database)), database)
        return Page(factchecks=page.factchecks, cursor="lagi")


@frozen
class Deaf(Cek):  # a test's shorthand
    """It takes a lost answer for an empty one."""

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        try:
            reply = yield self.ask(database)
        except Unreachable:
            return Page()
        return self.read(reply, database)


def silent(reply: Reply, database: DatabaseSettings) -> Page:
    return reads(reply, database) if reply.status == 200 and reply.body.startswith(b"[{") else Page()


def broken(adapter: HoaxDatabase) -> set[str]:
    found = set()
    for check in database_checks(adapter, DATABASE, ROUTES):
        try:
            check()
        except AssertionError:
            found.add(str(check))
    return found


def test_a_good_adapter_passes() -> None:
    assert broken(Cek()) == set()


@pytest.mark.parametrize(
    ("adapter", "clause"),
    [
        (Cek(name="Cek Satu"), "it declares itself"),
        (Cek(pace=-1.0), "it declares itself"),
        (Cek(hosts=frozenset({"https://cek.example"})), "it declares itself"),
        (Cek(ask=lambda _database: Call("GET", "https://lain.example/api/x")), "calls stay on declared hosts"),
        (Cek(ask=lambda _database: Call("GET", "http://cek.example/api/x")), "calls stay on declared hosts"),
        (Cek(ask=lambda _database: Call("POST", f"{URL}/x", effect=Effect.ONCE)), "searching changes nothing"),
        (Cek(ask=lambda _database: Call("GET", f"{URL}/x?r={os.urandom(8).hex()}")), "replies alone decide"),
        (Cek(ask=lambda _database: Call("GET", f"{URL}/x?key=rahasia")), "no call carries a credential"),
        (
            Cek(ask=lambda _database: Call("GET", f"{URL}/x", headers={"X-Api-Key": "r"})),
            "no call carries a credential",
        ),
        (Cek(ask=lambda _database: Call("POST", f"{URL}/x", Form({"key": "r"}))), "no call carries a credential"),
        (Cek(read=lambda _reply, _database: Page()), "all is well"),
        (Cek(read=bare("{}:7", url="javascript:alert(1)")), "entries are whole"),
        (Cek(read=bare("7")), "identifiers are the databases own"),
        (Cek(read=bare("cek-satu:7")), "identifiers are the databases own"),
        (Cek(read=bare("{}:7", database="lain")), "terms stay with each entry"),
        (Cek(read=silent), "refusals are typed errors"),
        (Cek(read=silent), "odd answers are typed errors"),
        (Cek(read=lambda reply, _database: Page(cursor=str(reply.body[0]))), "odd answers are typed errors"),
        (Deaf(), "lost answers are not silence"),
        (Circling(), "pages come to an end"),
    ],
)
def test_each_mistake_is_found(adapter: HoaxDatabase, clause: str) -> None:
    assert clause in broken(adapter)
