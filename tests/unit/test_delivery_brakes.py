"""Stops, limits, circuits and quiet hours, as an office meets them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve
from tests.little_server import LittleServer, little_server
from tests.office import AGENCY, CAMPAIGN, MORNING, Office, for_account

from govpr.cli import main
from govpr.delivery.pacing import Keeping
from govpr.errors import InputError, NotAllowed, NotFound
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.models import DeliveryState, MessageKind
from govpr.models.brakes import Scope
from govpr.platforms.telegram import Telegram
from govpr.settings import Pacing, Quiet, Rate, parse_settings

ACCOUNTS = 8
ONE_AFTER_THE_OTHER = "[caps]\nidentical = 20\n[pacing]\nat_once = 1"


@pytest.fixture
def server() -> Iterator[LittleServer]:
    with little_server() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: LittleServer) -> Office:
    """A live workspace with one approved post on each of some accounts of one platform."""
    monkeypatch.setenv("KANAL", "rahasia-sekali")
    office = Office(tmp_path)
    office.client = lambda: Client(clock=office.clock, policy=Policy(attempts=1), sleep=lambda _seconds: None)
    accounts = "".join(
        f'\n[[accounts]]\nid = "kanal{n}"\nplatform = "mastodon"\nhandle = "kanal{n}"\nagency = "kemenag-contoh"\n'
        f'server = "{server.url}"\ncredential = "env:KANAL"\n'
        for n in range(ACCOUNTS)
    )
    names = ", ".join(f'"kanal{n}"' for n in range(ACCOUNTS))
    with office.found(agency=AGENCY + accounts) as ws:
        ws.approve(ws.plan(office.campaign(ws, for_account(text=CAMPAIGN).replace('"kanal"', names))), by="ketua")
    office.go_live()
    settings(office, "[caps]\nidentical = 20")
    return office


def settings(office: Office, more: str) -> None:
    path = office.folder / "kantor" / "govpr.toml"
    kept = path.read_text("utf-8").partition("[caps]")[0].partition("# more")[0]
    path.write_text(f"{kept}# more\n{more}\n", "utf-8")


def posts(server: LittleServer) -> int:
    return sum(call.startswith("POST") for call in server.calls)


@pytest.mark.parametrize(
    ("what", "scope", "left"),
    [("", Scope.ALL, 0), ("mastodon", Scope.PLATFORM, 0), ("kanal1", Scope.ACCOUNT, 7), ("layanan", Scope.CAMPAIGN, 0)],
)
def test_a_stop_holds_what_it_names_until_somebody_lifts_it(
    office: Office, server: LittleServer, what: str, scope: Scope, left: int
) -> None:
    with office.open() as ws:
        assert ws.pause(what, by="ketua").scope is scope
        assert len(ws.deliver().sent) == left
        (brake,) = ws.brakes()
        assert (brake.scope, brake.stopped_by) == (scope, "ketua")
        ws.resume(what, by="penulis")
        assert ws.brakes() == ()
        assert len(ws.deliver().sent) == ACCOUNTS - left
        told = [(one.action, one.actor) for one in ws.audit() if one.action in {"delivery.paused", "delivery.resumed"}]
        assert told == [("delivery.paused", "ketua"), ("delivery.resumed", "penulis")]


def test_what_is_stopped_has_to_be_named_rightly_by_somebody_known(office: Office) -> None:
    with office.open() as ws:
        with pytest.raises(NotFound, match="mastodont") as unknown:
            ws.pause("mastodont", by="ketua")
        assert {"mastodon", "kanal7", "layanan"} <= set(unknown.value.known)
        assert "ani-mastodon" not in unknown.value.known, "officers' accounts may be millions"
        assert ws.pause("ani-mastodon", by="ketua").scope is Scope.ACCOUNT
        with pytest.raises(NotAllowed):
            ws.pause("mastodon", by="siapa")
        agency = (office.folder / "agency.toml").read_text("utf-8").replace('id = "kanal1"', 'id = "layanan"')
        ws.load_agency(office.write("again.toml", agency))
        with pytest.raises(InputError, match="account:layanan or campaign:layanan"):
            ws.pause("layanan", by="ketua")
        assert ws.pause("account:layanan", by="ketua").scope is Scope.ACCOUNT


@pytest.mark.parametrize(
    ("limit", "first"), [('[pacing.platforms]\nmastodon = "3/h"', 3), ('[pacing.campaigns]\nlayanan = "2/h"', 2)]
)
def test_a_limit_is_shared_by_all_workers(office: Office, server: LittleServer, limit: str, first: int) -> None:
    settings(office, limit)
    for _ in range(2):
        with office.open() as ws:
            ws.deliver()
    assert len(server.statuses) == first
    with office.open() as ws:
        assert [brake.full is not None for brake in ws.brakes()] == [True]
        office.clock.pass_by(minutes=62)
        assert len(ws.deliver().sent) == first


def test_a_service_out_of_reach_is_left_alone_and_the_others_lose_no_try(office: Office, server: LittleServer) -> None:
    settings(office, ONE_AFTER_THE_OTHER)
    server.faults.extend(["busy"] * 6)
    with office.open() as ws:
        assert len(ws.deliver().waiting) == 5
        assert posts(server) == 5
        assert sum(one.attempts == 0 for one in ws.deliveries()) == 3
        assert ws.deliver().waiting == ()
        office.clock.pass_by(minutes=1)
        assert len(ws.deliver().waiting) == 1, "one tries alone"
        office.clock.pass_by(minutes=1)
        assert ws.deliver().sent == ()
        office.clock.pass_by(minutes=1)
        assert len(ws.deliver().sent) == ACCOUNTS
        assert ws.brakes() == ()


def test_a_person_need_not_wait_for_a_service_that_is_back(office: Office, server: LittleServer) -> None:
    settings(office, ONE_AFTER_THE_OTHER)
    server.faults.extend(["busy"] * 5)
    with office.open() as ws:
        ws.deliver()
        ws.resume("mastodon", by="ketua")
        assert len(ws.deliver().sent) == 3


def test_what_is_approved_at_night_goes_out_in_the_morning(office: Office, server: LittleServer) -> None:
    office.clock.pass_by(hours=14)
    with office.open() as ws:
        assert ws.deliver().sent == ()
        assert {one.due.astimezone(office.clock.now.tzinfo).hour for one in ws.deliveries()} == {6}
        office.clock.pass_by(hours=7)
        assert len(ws.deliver().sent) == ACCOUNTS


@pytest.mark.parametrize("let_through", [True, False])
def test_clarifications_may_be_let_through_at_night(office: Office, let_through: bool) -> None:
    with office.open() as ws:
        plan = ws.plan("layanan")
        delivery = ws.deliveries()[0]
    night = evolve(office.clock, now=office.clock.now.replace(hour=23)).now
    keeping = Keeping(quiet=Quiet(clarifications=let_through))
    post = evolve(plan.posts[0], kind=MessageKind.CLARIFICATION)
    assert (keeping.awake(delivery, post, night) == night) == let_through
    assert keeping.awake(delivery, plan.posts[0], night) > night


def test_what_becomes_due_is_sent_while_somebody_watches(office: Office, server: LittleServer) -> None:
    office.clock.pass_by(minutes=-1)
    looks: list[float] = []

    def over(seconds: float) -> bool:
        looks.append(seconds)
        office.clock.pass_by(seconds=seconds)
        return len(server.statuses) == ACCOUNTS

    with office.open() as ws:
        assert len(list(ws.watch(over))) == ACCOUNTS
    assert max(looks) <= 0.5
    assert (office.clock.now - server.now).total_seconds() < 1


def test_the_command_stops_shows_and_lets_go_on(
    office: Office, server: LittleServer, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ("--workspace", str(office.folder / "kantor"))
    assert main(["deliver", "mastodon", "--pause", "--by", "ketua", *folder]) == 0
    assert "govpr deliver mastodon --resume --by OFFICER" in capsys.readouterr().out
    assert main(["status", "--json", *folder]) == 0
    (brake,) = json.loads(capsys.readouterr().out)["brakes"]
    assert (brake["scope"], brake["name"], brake["stopped_by"]) == ("platform", "mastodon", "ketua")
    assert main(["status", *folder]) == 0
    assert "stopped by ketua" in capsys.readouterr().out
    assert main(["deliver", "mastodon", "--resume", "--by", "ketua", *folder]) == 0
    for wrong in (["mastodon"], ["--pause"], ["--pause", "--resume", "--by", "ketua"]):
        assert main(["deliver", *wrong, *folder]) == 2
    assert server.calls == []


def test_the_troubled_are_listed_with_what_to_do(
    office: Office, server: LittleServer, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ("--workspace", str(office.folder / "kantor"))
    assert main(["status", "--troubled", *folder]) == 0
    server.faults.extend(["never", "who"])
    with office.open() as ws:
        (refused,), (failed,) = ws.deliver().refused, ws.deliveries(DeliveryState.FAILED)
    capsys.readouterr()
    assert main(["status", "--troubled", "--json", *folder]) == 1
    told = {one["post"]: one for one in json.loads(capsys.readouterr().out)["deliveries"]}
    assert set(told) == {refused.post, failed.post}
    assert f"govpr retry {failed.post} --by OFFICER" in told[failed.post]["do"]
    assert told[refused.post]["problem"]
    assert main(["status", "--troubled", "--limit", "1", *folder]) == 1
    assert "1 more: govpr status --troubled --limit 2" in capsys.readouterr().out
    assert main(["status", *folder]) == 0
    assert "2 need a person" in capsys.readouterr().out


@pytest.mark.parametrize("rate", ['"60"', '"0/h"', '"60/y"', "60"])
def test_a_rate_that_is_none_is_refused_with_an_example(rate: str) -> None:
    with pytest.raises(InputError, match='mastodon = "60/h"'):
        parse_settings(f"govpr = 1\n[pacing.platforms]\nmastodon = {rate}")


def test_a_documented_limit_holds_for_each_account_unless_the_settings_say_otherwise() -> None:
    platform, account = Telegram(), "saluran"
    rate = platform.pace.rate
    documented = Keeping(paces={platform.name: platform.pace})
    assert documented.rate((Scope.ACCOUNT, account), platform.name) == rate
    assert documented.rate((Scope.PLATFORM, platform.name), platform.name) is None
    slower = Pacing(accounts={account: Rate.parse("1/h")})
    assert evolve(documented, pacing=slower).rate((Scope.ACCOUNT, account), platform.name) == Rate.parse("1/h")
    off = evolve(documented, pacing=Pacing(documented=False))
    assert off.rate((Scope.ACCOUNT, account), platform.name) is None


def test_a_plan_shows_its_windows_with_the_limits(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    settings(office, '[pacing.platforms]\nmastodon = "3/h"')
    with office.open() as ws:
        (window,) = ws.windows(ws.plan("layanan"))
        assert (window.wave, window.platform, window.posts) == ("pertama", "mastodon", ACCOUNTS)
        assert window.first == window.last == MORNING
        assert window.until == MORNING + timedelta(hours=2)
        settings(office, '[pacing.platforms]\nmastodon = "1/3h"')
    with office.open() as ws:
        (window,) = ws.windows(ws.plan("layanan"))
        assert window.until == (MORNING + timedelta(days=1)).replace(hour=15), "nothing goes out at night"
    assert main(["plan", "layanan", "--workspace", str(office.folder / "kantor")]) in {0, 1}
    assert "with limits until" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[pacing]\nat_once = 0", "pacing.at_once is 0; write a whole number from one up"),
        ("[caps]\nattempts = -1", "caps.attempts is -1; write a whole number from one up"),
        ("[caps]\ngap = -1", "caps.gap is -1; write a whole number from zero up"),
    ],
)
def test_numbers_that_would_deliver_nothing_are_refused(text: str, wanted: str) -> None:
    with pytest.raises(InputError, match=wanted):
        parse_settings(f"govpr = 1\n{text}\n")
