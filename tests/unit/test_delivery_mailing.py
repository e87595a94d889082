"""Mailings under limits: a mailing that moves is never given up, one that stands still is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import define, field, frozen
from tests.little_server import LittleServer, little_server
from tests.office import CAMPAIGN, MORNING, Office, for_account, with_account

from govpr.content.rules import Length, Rules
from govpr.delivery.mailing import mail
from govpr.delivery.outbox import LostLease
from govpr.delivery.pacing import Paused
from govpr.errors import GovprError
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.replies import expect
from govpr.http.retry import Policy
from govpr.models import Account, Receipt
from govpr.models.mailings import MailingCounts, MailState
from govpr.platforms.protocol import Outgoing

READERS = 12


@frozen
class Letters:
    """A service that writes to one subscriber at a time."""

    name = "surat"
    hosts = frozenset[str]()
    rules = Rules(text=Length(limit=500))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        yield from self.send_to(part, "", account)
        return Receipt(id=part.key)

    def send_to(self, part: Outgoing, recipient: str, account: Account) -> Flow[Receipt]:
        body = Json({"status": recipient})
        reply = yield Call("POST", f"{account.server}/api/v1/statuses", body, effect=Effect.ONCE)
        return Receipt(id=expect(reply, 200)["id"])


@pytest.fixture
def server() -> Iterator[LittleServer]:
    with little_server() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: LittleServer) -> Office:
    monkeypatch.setenv("KANAL", "rahasia-sekali")
    office = Office(tmp_path, platforms={"surat": Letters()})
    office.client = lambda: Client(clock=office.clock, policy=Policy(attempts=1), sleep=lambda _seconds: None)
    options = '{ subscribers = "pembaca.csv" }'
    agency = with_account("surat", server=server.url, credential="env:KANAL", options=options)
    with office.found(agency=agency) as ws:
        ws.approve(ws.plan(office.campaign(ws, for_account(text=CAMPAIGN))), by="ketua")
    rows = "".join(f"pembaca{number}@warga.example,2026-01-02\n" for number in range(READERS))
    office.write("kantor/pembaca.csv", f"address,consented\n{rows}")
    office.go_live()
    return office


def test_a_mailing_that_a_limit_slows_down_goes_on_for_more_rounds_than_tries(
    office: Office, server: LittleServer
) -> None:
    with office.open() as ws:
        for _ in range(READERS - 1):
            server.faults.clear()
            server.faults.extend(["", *["slow down"] * 3])
            assert len(ws.deliver().waiting) == 1
            office.clock.pass_by(minutes=5)
        server.faults.clear()
        (sent,) = ws.deliver().sent
    assert sorted(server.texts()) == sorted(f"pembaca{number}@warga.example" for number in range(READERS))
    assert sent.receipt is not None
    assert sent.receipt.note == f"{READERS} sent"


def test_a_mailing_that_stands_still_is_given_up(office: Office, server: LittleServer) -> None:
    server.faults.extend(["slow down"] * 3 * 8)
    with office.open() as ws:
        for _ in range(8):
            done = ws.deliver()
            office.clock.pass_by(hours=1)
        assert len(done.failed) == 1
    assert server.statuses == []


@pytest.mark.parametrize("stop", [Paused("stopped"), LostLease("taken over")], ids=["paused", "taken over"])
def test_a_mailing_that_is_stopped_leaves_nobody_in_doubt_and_writes_to_nobody_else(stop: GovprError) -> None:
    journal, written = Kept(), list[str]()

    def send(call: Call) -> Reply:
        if len(written) == 2:
            raise stop
        assert isinstance(call.body, Json)
        written.append(call.body.value["status"])
        return Reply(200, body=b'{"id": "1"}')

    part = Outgoing(post="p", key="0" * 32, text="x", at=MORNING)
    account = Account(id="kanal", platform="surat", handle="kanal", agency="contoh", server="https://surat.example")
    with pytest.raises(type(stop)):
        run(mail(Letters(), part, account, journal, lambda: None), send)
    assert written == ["a", "b"]
    assert journal.states == {"a": MailState.SENT, "b": MailState.SENT, "c": MailState.WAITING}


@define
class Kept:
    """A journal in memory, for four subscribers."""

    states: dict[str, MailState] = field(factory=dict)

    def left(self) -> Iterator[str]:
        return iter("abcd")

    def write(self, address: str, state: MailState, note: str = "") -> None:
        self.states[address] = state

    def counts(self) -> MailingCounts:
        return MailingCounts()
