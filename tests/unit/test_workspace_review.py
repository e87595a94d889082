"""What goes wrong between the steps: edits after sending, moved accounts, changes while a kit is written."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import define, field, frozen
from tests.little_server import LittleServer, little_server
from tests.office import CAMPAIGN, OFFICERS, Office, for_account, with_account

from govpr.content.rules import Length, Rules
from govpr.errors import DeliveryError
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.client import Client
from govpr.http.replies import expect
from govpr.http.retry import Policy
from govpr.models import Account, Delivery, DeliveryState, Receipt, Sighting
from govpr.platforms.protocol import Outgoing
from govpr.storage import outbox, people, plans
from govpr.storage.database import Database
from govpr.workspace import Workspace

SECOND_WAVE = """
[[campaign.waves]]
id = "kedua"
at = 2026-11-05T09:00:00+07:00
messages = ["lagi"]

[[campaign.messages]]
id = "lagi"
title = "Loket buka hari Sabtu"
links = ["https://contoh.go.id/loket"]

[[campaign.messages.variants]]
id = "a"
text = "Jangan lupa kartu identitas bila Anda mengurus surat."
"""


@frozen
class Warta:
    """A service of a ministry's own."""

    name = "warta"
    hosts = frozenset[str]()
    rules = Rules(text=Length(limit=500))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        reply = yield Call("POST", f"{account.server}/api/v1/statuses", Json({"status": part.text}), effect=Effect.ONCE)
        return Receipt(id=expect(reply, 200)["id"])


@define
class Interrupted:
    """A platform in the middle of whose kit something else happens, once."""

    name = "mastodon"
    hosts = frozenset[str]()
    rules = Rules(text=Length(limit=500))
    office: Office
    happened: list[str] = field(factory=list)

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        return Warta().publish(part, account)

    def share_link(self, _text: str, account: Account) -> str:
        if account.officer == "ani" and not self.happened:
            self.happened.append(account.id)
            with Workspace.open(self.office.folder / "kantor", clock=self.office.clock) as other:
                (waiting,) = (d for d in other.deliveries() if d.account == account.id)
                other.withdraw(waiting.post, by="ketua")
        return ""


@pytest.fixture
def server() -> Iterator[LittleServer]:
    with little_server() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: LittleServer) -> Office:
    monkeypatch.setenv("KANAL", "rahasia-sekali")
    office = Office(tmp_path, platforms={"warta": Warta()})
    office.client = lambda: Client(clock=office.clock, policy=Policy(attempts=1), sleep=lambda _seconds: None)
    server.now = office.clock.now
    return office


def approved(office: Office, server: LittleServer, campaign: str = CAMPAIGN) -> None:
    """A live workspace with the approved posts of one account."""
    agency = with_account("mastodon", server=server.url, credential="env:KANAL")
    with office.found(agency=agency) as ws:
        ws.approve(ws.plan(office.campaign(ws, for_account(text=campaign))), by="ketua")
    office.go_live()


def only(office: Office) -> Delivery:
    with office.open() as ws:
        (delivery,) = ws.deliveries()
    return delivery


def kit_of(office: Office, officer: str) -> str:
    pages = sorted((office.folder / "kantor" / "sharekits" / officer).rglob("*.html"))
    return "\n".join(page.read_text("utf-8") for page in pages)


def test_an_edit_after_the_first_wave_can_still_be_approved_for_the_second(
    office: Office, server: LittleServer
) -> None:
    approved(office, server, CAMPAIGN + SECOND_WAVE)
    with office.open() as ws:
        assert len(ws.deliver().sent) == 1
        edited = (CAMPAIGN + SECOND_WAVE).replace("hari Sabtu", "hari Minggu").replace("setiap Sabtu", "setiap Minggu")
        plan = ws.plan(office.campaign(ws, for_account(text=edited.replace("kartu identitas", "kartu keluarga"))))
        done = ws.approve(plan, by="ketua")
        assert len(done.posts) == 1
        assert done.before == ()  # what is out says something else
        office.clock.pass_by(days=3)
        ws.deliver()
    assert "kartu keluarga" in server.texts()[-1]
    assert len(server.statuses) == 2


def test_a_wave_under_another_name_does_not_say_again_what_is_out(office: Office, server: LittleServer) -> None:
    approved(office, server)
    with office.open() as ws:
        ws.deliver()
        plan = ws.plan(office.campaign(ws, for_account(text=CAMPAIGN.replace('"pertama"', '"kedua"'))))
        assert "text.repeated" in {finding.code for finding in plan.findings}
        assert ws.approve(plan, by="ketua").posts == ()
        ws.deliver()
    assert len(server.statuses) == 1


def test_the_same_words_twice_in_one_wave_are_found(office: Office) -> None:
    words = "Mulai pekan ini loket pelayanan buka juga pada hari Sabtu pagi."
    one = CAMPAIGN.partition('[[campaign.messages.variants]]\nid = "b"')[0]
    twin = one.partition("[[campaign.messages]]")[2].replace('"buka"', '"lagi"')
    wave = '[[campaign.waves]]\nid = "pertama"\nat = 2026-11-03T09:00:00+07:00\nmessages = ["buka", "lagi"]\n'
    with office.found() as ws:
        text = for_account("situs", f"{one}[[campaign.messages]]{twin}{wave}")
        assert text.count(words) == 2
        plan = ws.plan(office.campaign(ws, text))
        assert [finding.code for finding in plan.findings if finding.post].count("text.repeated") == 1


def test_what_failed_and_was_rejected_is_not_tried_again(office: Office, server: LittleServer) -> None:
    approved(office, server)
    server.faults.extend(["who"] * 2)
    with office.open() as ws:
        (failed,) = ws.deliver().failed
        ws.reject(ws.plan("layanan"), by="ketua", note="sudah tidak berlaku")
        assert only(office).state is DeliveryState.PLANNED
        assert [delivery.post for delivery in ws.deliveries(DeliveryState.FAILED)] == []
        assert ws.deliver().sent == ()
    assert failed.post == only(office).post
    assert server.statuses == []


def test_what_failed_and_is_stopped_by_a_new_finding_waits_for_a_new_approval(
    office: Office, server: LittleServer
) -> None:
    approved(office, server)
    server.faults.extend(["who"] * 2)
    settings = office.folder / "kantor" / "govpr.toml"
    with office.open() as ws:
        assert len(ws.deliver().failed) == 1
    text = settings.read_text("utf-8").replace("identical = 4", "identical = 4\nsimilarity = 0.8")
    settings.write_text(text, "utf-8")
    with office.open() as ws:
        other = for_account(text=CAMPAIGN).replace('id = "layanan"', 'id = "lain"')
        ws.plan(office.campaign(ws, other.replace("2026-11-03T", "2026-11-04T")))
        assert ws.plan("layanan").stopped
        assert [d.state for d in ws.deliveries(campaign="layanan")] == [DeliveryState.PLANNED]


def test_an_account_on_another_platform_is_sent_to_there(office: Office, server: LittleServer) -> None:
    approved(office, server)
    with office.open() as ws:
        extra = with_account("mastodon", "lain", server=server.url, credential="env:KANAL").partition("[[accounts]]")[2]
        lain = extra[extra.index("[[accounts]]") :]
        ws.load_agency(
            office.write("agency.toml", with_account("warta", server=server.url, credential="env:KANAL") + lain)
        )
        assert len(ws.deliver().held) == 1  # approved for the other platform
        assert server.calls == []
        plan = ws.plan("layanan")
        assert [change.kind for change in plan.changes] == ["changed"]
        ws.approve(plan, by="ketua")
        (sent,) = ws.deliver().sent
        assert sent.platform == "warta"
    assert len(server.statuses) == 1


def test_posts_that_officers_confirmed_do_not_stop_measuring(office: Office, server: LittleServer) -> None:
    agency = with_account("mastodon", server=server.url, credential="env:KANAL")
    with office.found(agency=agency) as ws:
        text = CAMPAIGN.replace('["situs"]', '["kanal"]')
        ws.approve(ws.plan(office.campaign(ws, text)), by="ketua")
    office.go_live()
    with office.open() as ws:
        ws.deliver()
        code = re.search(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b", kit_of(office, "ani"))
        assert code is not None
        ws.officers.confirm(code[0])
        assert ws.measure() == 1


def test_a_consent_that_begins_later_can_be_taken_back_at_once(office: Office) -> None:
    with office.found(officers=OFFICERS.replace("2026-01-07T", "2026-12-07T")) as ws:
        ws.officers.withdraw("ani")
        (consent,) = (one for one in ws.officers.consents() if one.officer == "ani")
        office.clock.pass_by(days=60)
        assert not consent.holds_at(office.clock.now)


def test_what_is_withdrawn_while_a_kit_is_written_is_not_left_in_it(tmp_path: Path) -> None:
    office = Office(tmp_path)
    platform = Interrupted(office)
    office.platforms = {"mastodon": platform}
    with office.found() as ws:
        ws.approve(ws.plan(office.campaign(ws)), by="ketua")
        outcome = ws.deliver()
    assert platform.happened == ["ani-mastodon"]
    assert [delivery.account for delivery in outcome.handed_over] == ["beni-mastodon"]
    assert "loket" not in kit_of(office, "ani")
    assert "loket" in kit_of(office, "beni")


def test_what_is_handed_over_anew_shows_when_its_code_ends_now(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws))
        ws.approve(plan, by="ketua")
        ws.deliver()
        assert "10 November 2026" in kit_of(office, "ani")
        ws.reject(plan, by="ketua", note="tunggu dulu")
        office.clock.pass_by(days=10)
        ws.approve(ws.plan("layanan"), by="ketua")
        ws.deliver()
        assert "20 November 2026" in kit_of(office, "ani")


def test_forty_thousand_posts_are_looked_up_within_the_limits_of_sqlite(tmp_path: Path) -> None:
    ids = [f"post-{number}" for number in range(40_000)]
    database = Database.open(tmp_path / "govpr.db")
    with database.read() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)  # as SQLite is built by default
        assert plans.posts_of(connection, ids) == {}
        assert outbox.find(connection, ids=ids) == ()
        assert people.owners_of(connection, ids) == {}
    database.close()


def test_a_post_that_was_deleted_there_does_not_stop_the_counting_of_others(
    office: Office, server: LittleServer
) -> None:
    approved(office, server, CAMPAIGN + SECOND_WAVE)
    with office.open() as ws:
        ws.deliver()
        office.clock.pass_by(days=3)
        assert len(ws.deliver().sent) == 1
        server.gone.add("1")
        assert ws.measure() == 1
        server.gone.add("2")
        with pytest.raises(DeliveryError):
            ws.measure()


@pytest.mark.parametrize(
    "seen",
    ["https://contoh.go.id/loket", "http://CONTOH.go.id/loket/", "https://www.contoh.go.id/loket#atas"],
)
def test_an_address_where_a_hoax_was_seen_is_known_however_it_is_written(office: Office, seen: str) -> None:
    with office.found() as ws:
        ws.hoaxes.saw(Sighting(claim="bansos", at=office.clock.now, channel="web", url=seen))
        plan = ws.plan(office.campaign(ws))
        assert {finding.post for finding in plan.findings if finding.code == "hoax.linked"} == {
            p.id for p in plan.posts
        }
