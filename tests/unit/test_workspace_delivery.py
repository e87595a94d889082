"""Deliver: once, whatever happens; and nothing is hidden."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen
from tests.little_server import LittleServer, little_server
from tests.office import AGENCY, CAMPAIGN, OFFICERS, Office, for_account, with_account

from govpr.content.rules import Length, Rules
from govpr.errors import InvalidFile, NotAllowed
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.client import Client
from govpr.http.replies import expect
from govpr.http.retry import Policy
from govpr.models import Account, Delivery, DeliveryState, Receipt
from govpr.platforms.protocol import Outgoing

THREAD = CAMPAIGN.replace(
    'text = "Mulai pekan ini loket pelayanan buka juga pada hari Sabtu pagi."',
    'text = """Mulai pekan ini loket buka hari Sabtu.\n---\nBawa kartu identitas.\n---\nSampai jumpa."""',
).replace(
    '[[campaign.messages.variants]]\nid = "b"\n'
    'text = "Sulit datang di hari kerja? Kini Anda dapat mengurus surat setiap Sabtu."\n',
    "",
)


@frozen
class Warta:
    """A service without keys and without a way to look: what only a person can settle."""

    name = "warta"
    hosts = frozenset[str]()
    rules = Rules(text=Length(limit=500))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        reply = yield Call("POST", f"{account.server}/api/v1/statuses", Json({"status": part.text}), effect=Effect.ONCE)
        return Receipt(id=expect(reply, 200)["id"])


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


def approved(office: Office, server: LittleServer, platform: str = "mastodon", campaign: str = CAMPAIGN) -> None:
    """A live workspace with one approved post for one account."""
    agency = with_account(platform, server=server.url, credential="env:KANAL")
    with office.found(agency=agency) as ws:
        ws.approve(ws.plan(office.campaign(ws, for_account(text=campaign))), by="ketua")
    office.go_live()


def only(office: Office) -> Delivery:
    with office.open() as ws:
        (delivery,) = ws.deliveries()
    return delivery


def test_a_post_is_sent_once_however_often_delivery_runs(office: Office, server: LittleServer) -> None:
    approved(office, server)
    with office.open() as ws:
        assert len(ws.deliver().sent) == 1
        assert ws.deliver().sent == ()
    assert len(server.statuses) == 1
    receipt = only(office).receipt
    assert receipt is not None
    assert receipt.url == f"{server.url}/@kanal/1"


def test_nothing_leaves_the_machine_until_it_is_live(office: Office, server: LittleServer) -> None:
    approved(office, server)
    settings = office.folder / "kantor" / "govpr.toml"
    settings.write_text(settings.read_text("utf-8").replace("live = true", "live = false"), "utf-8")
    with office.open() as ws:
        outcome = ws.deliver()
    assert len(outcome.held) == 1
    assert server.calls == []


def test_nothing_is_sent_before_it_is_due(office: Office, server: LittleServer) -> None:
    approved(office, server)
    office.clock.pass_by(hours=-1)
    with office.open() as ws:
        ws.deliver()
        assert server.calls == []
        office.clock.pass_by(hours=1)
        assert len(ws.deliver().sent) == 1


@pytest.mark.parametrize(("fault", "seconds"), [("busy", 30), ("slow down", 120), ("deaf", 30)])
def test_bad_weather_is_waited_for(office: Office, server: LittleServer, fault: str, seconds: int) -> None:
    approved(office, server)
    server.faults.append(fault)
    with office.open() as ws:
        (waiting,) = ws.deliver().waiting
        assert waiting.problem
        assert ws.deliver().sent == ()
        office.clock.pass_by(seconds=seconds)
        assert len(ws.deliver().sent) == 1
    assert len(server.statuses) == 1


def test_bad_weather_that_stays_is_given_up_with_a_reason(office: Office, server: LittleServer) -> None:
    approved(office, server)
    server.faults.extend(["busy"] * 8)
    with office.open() as ws:
        for _ in range(8):
            outcome = ws.deliver()
            office.clock.pass_by(days=1)
        (failed,) = outcome.failed
        assert "503" in failed.problem
        assert ws.deliver().sent == ()
        ws.retry(failed.post, by="ketua")
        assert len(ws.deliver().sent) == 1


@pytest.mark.parametrize(("fault", "where"), [("never", "refused"), ("who", "failed")])
def test_a_refusal_is_final_until_somebody_acts(office: Office, server: LittleServer, fault: str, where: str) -> None:
    approved(office, server)
    server.faults.extend([fault] * 2)
    with office.open() as ws:
        outcome = ws.deliver()
        (refused,) = getattr(outcome, where)
        assert outcome.troubled == (refused,)
        assert "rahasia" not in refused.problem
        assert ws.deliver().troubled == ()
    assert server.statuses == []


@pytest.mark.parametrize("honours_keys", [True, False])
def test_a_lost_answer_is_looked_up_not_sent_again(office: Office, server: LittleServer, honours_keys: bool) -> None:
    approved(office, server)
    server.honours_keys = honours_keys
    server.faults.append("drop")
    with office.open() as ws:
        assert ws.deliver().sent == ()
        office.clock.pass_by(hours=3)  # long after the server has forgotten its keys
        server.keys.clear()
        assert len(ws.deliver().sent) == 1
    assert len(server.statuses) == 1


def test_a_lost_answer_of_a_service_without_keys_waits_for_a_person(office: Office, server: LittleServer) -> None:
    approved(office, server, "warta")
    server.faults.append("drop")
    with office.open() as ws:
        (doubtful,) = ws.deliver().in_doubt
        office.clock.pass_by(days=1)
        assert ws.deliver().sent == ()
        with pytest.raises(NotAllowed):
            ws.retry(doubtful.post, by="ketua")
        assert ws.resolve(doubtful.post, published=True, by="ketua", url="https://w.example/1").receipt
        assert ws.deliver().sent == ()
    assert len(server.statuses) == 1


def test_when_a_person_says_it_is_absent_it_is_sent_again(office: Office, server: LittleServer) -> None:
    approved(office, server, "warta")
    server.faults.append("deaf")
    with office.open() as ws:
        (doubtful,) = ws.deliver().in_doubt
        ws.resolve(doubtful.post, published=False, by="ketua")
        assert len(ws.deliver().sent) == 1
    assert len(server.statuses) == 1


def test_a_thread_goes_on_from_the_part_that_failed(office: Office, server: LittleServer) -> None:
    approved(office, server, campaign=THREAD)
    with office.open() as ws:
        server.faults.extend(["", "busy"])
        (partial,) = ws.deliver().partial
        assert partial.parts_out == 1
        with pytest.raises(NotAllowed):
            ws.withdraw(partial.post, by="ketua")
        office.clock.pass_by(hours=1)
        (sent,) = ws.deliver().sent
    assert [text.splitlines()[0] for text in server.texts()] == [
        "Akun resmi Kementerian Contoh",
        "Bawa kartu identitas.",
        "Sampai jumpa.",
    ]
    assert [status["in_reply_to_id"] for status in server.statuses] == [None, "1", "2"]
    assert sent.receipt is not None
    assert sent.receipt.parts == ("1", "2", "3")


def test_every_lost_answer_within_a_thread_is_looked_up(office: Office, server: LittleServer) -> None:
    approved(office, server, campaign=THREAD)
    server.honours_keys = False
    with office.open() as ws:
        for fault in (["drop"], ["drop"], ["drop"], []):
            server.faults.extend(fault)
            ws.deliver()
            office.clock.pass_by(hours=3)
    assert len(server.statuses) == 3
    assert only(office).state is DeliveryState.SENT


@pytest.mark.parametrize("day", ["02", "04"])
def test_moving_a_wave_after_a_lost_answer_does_not_send_it_again(
    office: Office, server: LittleServer, day: str
) -> None:
    approved(office, server)
    server.honours_keys = False
    server.faults.append("drop")
    with office.open() as ws:
        ws.deliver()
        ws.plan(office.campaign(ws, for_account(text=CAMPAIGN.replace("-03T09", f"-{day}T09"))))
        office.clock.pass_by(days=2)
        assert len(ws.deliver().sent) == 1
    assert len(server.statuses) == 1


def test_words_that_were_changed_behind_the_approval_are_not_sent(
    office: Office, server: LittleServer, caplog: pytest.LogCaptureFixture
) -> None:
    approved(office, server)
    raw = sqlite3.connect(office.folder / "kantor" / "govpr.db")
    assert raw.execute("UPDATE posts SET data = replace(data, 'Sabtu', 'Minggu')").rowcount == 1
    raw.commit()
    raw.close()
    with office.open() as ws:
        assert ws.deliver().sent == ()
    assert server.calls == []
    assert "delivery.not_approved" in caplog.messages


def test_what_was_withdrawn_is_not_sent(office: Office, server: LittleServer) -> None:
    approved(office, server)
    with office.open() as ws:
        (delivery,) = ws.deliveries()
        ws.withdraw(delivery.post, by="ketua")
        ws.deliver()
    assert server.calls == []


def test_reach_is_measured_where_the_platform_tells(office: Office, server: LittleServer) -> None:
    approved(office, server)
    with office.open() as ws:
        ws.deliver()
        assert ws.measure() == 1
        reach = {one.kind: (one.total, one.measured) for one in ws.report("layanan").reach}
    assert reach["likes"] == (3, 1)
    assert reach["views"] == (0, 0)


def test_a_missing_credential_is_a_clear_failure(
    office: Office, server: LittleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(office, server)
    monkeypatch.delenv("KANAL")
    with office.open() as ws:
        (failed,) = ws.deliver().failed
        assert "env:KANAL" in failed.problem
        monkeypatch.setenv("KANAL", "rahasia-sekali")
        ws.retry(failed.post, by="ketua")
        assert len(ws.deliver().sent) == 1


def test_two_workers_at_once_send_everything_once(office: Office, server: LittleServer) -> None:
    approved(office, server, campaign=THREAD)
    together = threading.Barrier(2)

    def work() -> None:
        with office.open() as ws:
            together.wait()
            ws.deliver()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(server.statuses) == 3
    assert only(office).state is DeliveryState.SENT


def test_the_log_has_stable_names_and_no_secrets(
    office: Office, server: LittleServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    approved(office, server)
    server.faults.append("who")
    with office.open() as ws:
        (failed,) = ws.deliver().failed
        ws.retry(failed.post, by="ketua")
        ws.deliver()
    ours = [record for record in caplog.records if record.name.startswith("govpr")]
    assert [record.getMessage() for record in ours] == ["delivery.troubled", "delivery.published"]
    told = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    for secret in ("rahasia-sekali", "Sabtu", "198001012005011001", "Ketua"):
        assert secret not in told


def test_when_a_person_saw_one_part_the_thread_goes_on(office: Office, server: LittleServer) -> None:
    office.platforms = {"warta": Threads()}
    approved(office, server, "warta", THREAD)
    with office.open() as ws:
        server.faults.extend(["", "drop"])
        (doubtful,) = ws.deliver().in_doubt
        assert ws.resolve(doubtful.post, published=True, by="ketua").state is DeliveryState.APPROVED
        (sent,) = ws.deliver().sent
    assert len(server.statuses) == 3
    assert sent.receipt is not None
    assert len(sent.receipt.parts) == 3


@frozen
class Threads(Warta):
    """The same service, with threads."""

    rules = Rules(text=Length(limit=500), parts=5)


@frozen
class Broken:
    """An adapter with a defect."""

    name = "rusak"
    hosts = frozenset[str]()
    rules = Rules(text=Length(limit=500))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        reply = yield Call("POST", f"{account.server}/api/v1/statuses", Json({"status": part.text}), effect=Effect.ONCE)
        return Receipt(id=expect(reply, 200)["no such field"])


def test_a_defect_of_an_adapter_is_doubt_and_stops_nobody_else(
    office: Office, server: LittleServer, caplog: pytest.LogCaptureFixture
) -> None:
    office.platforms = {"rusak": Broken(), "warta": Warta()}
    accounts = with_account("rusak", server=server.url, credential="env:KANAL") + with_account(
        "warta", "lain", server=server.url, credential="env:KANAL"
    ).replace(AGENCY, "")
    with office.found(agency=accounts) as ws:
        both = for_account(text=CAMPAIGN).replace('["kanal"]', '["kanal", "lain"]')
        ws.approve(ws.plan(office.campaign(ws, both)), by="ketua")
    office.go_live()
    with office.open() as ws:
        outcome = ws.deliver()
        (doubtful,) = outcome.in_doubt
        assert "KeyError" in doubtful.problem
        assert [delivery.account for delivery in outcome.sent] == ["lain"]
        assert ws.deliver().sent == ()
    assert len(server.statuses) == 2
    assert "no such field" not in caplog.text


def test_accounts_on_unknown_platforms_are_refused_when_they_are_loaded(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="newsrom"):
        office.found(agency=AGENCY.replace('"newsroom"', '"newsrom"'))
    assert not (tmp_path / "kantor").exists()
    with office.found() as ws:
        wrong = office.write("wrong.csv", OFFICERS.replace("mastodon:@ani", "friendster:@ani"))
        with pytest.raises(InvalidFile, match="ani-friendster"):
            ws.officers.load(wrong)


def test_a_platform_that_is_gone_stops_its_own_accounts_alone(office: Office, server: LittleServer) -> None:
    office.platforms = {"radio": Warta()}  # a name that no plug-in has, installed or not
    approved(office, server, "radio")
    office.platforms = {}
    with office.open() as ws:
        assert len(ws.deliver().held) == 1
        plan = ws.plan("layanan")
        assert {finding.code for finding in plan.findings} == {"platform.gone"}
    assert server.statuses == []
