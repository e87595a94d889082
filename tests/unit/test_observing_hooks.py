"""Hooks: told once what became of posts, signed, again until it is taken, and never in the way of a delivery."""

import asyncio
import json
import shutil
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import define, field, frozen
from tests.office import Office, for_account, with_account

from govpr.cli import main
from govpr.content.rules import Length, Rules
from govpr.errors import InvalidFile, Misconfigured, Throttled
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.client import Client
from govpr.http.replies import expect
from govpr.http.retry import Policy
from govpr.models import Account, Receipt
from govpr.observing.notices import WAITS, later
from govpr.platforms._standard_webhooks import sealed
from govpr.platforms.protocol import Outgoing
from govpr.settings import HookEvent, parse_settings
from govpr.storage.notices import Notice
from govpr.workspace import AsyncWorkspace
from govpr.workspace.noticing import noticed_beside

SECRET = "whsec_" + "cmFoYXNpYS1zZWthbGk="
HOOK = '\n[[hooks]]\nurl = "https://kait.example/masuk"\nsecret = "env:KAIT"\n'


@frozen
class Warta:
    """A service without keys and without a way to look."""

    name = "warta"
    hosts = frozenset[str]()
    rules = Rules(text=Length(limit=500))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        reply = yield Call("POST", f"{account.server}/kirim", Json({"teks": part.text}), effect=Effect.ONCE)
        return Receipt(id=expect(reply, 200)["id"], url="https://warta.example/1")


@define
class World:
    """The service and the receiver of notices: what they got, and what they answer next."""

    service: list[int] = field(factory=list)
    receiver: list[int | type[BaseException]] = field(factory=list)
    posts: int = 0
    got: list[tuple[Mapping[str, str], dict[str, Any]]] = field(factory=list)
    raw: list[bytes] = field(factory=list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "warta.example":
            self.posts += 1
            return httpx.Response(self.service.pop(0) if self.service else 200, json={"id": str(self.posts)})
        assert request.url.host == "kait.example"
        self.raw.append(request.content)
        self.got.append((dict(request.headers), json.loads(request.content)))
        answer = self.receiver.pop(0) if self.receiver else 204
        if isinstance(answer, int):
            return httpx.Response(answer)
        raise answer("lost")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: World) -> Office:
    """A live workspace with a hook and one approved post."""
    monkeypatch.setenv("KAIT", SECRET)
    monkeypatch.setenv("KANAL", "rahasia-sekali")
    office = Office(tmp_path, platforms={"warta": Warta()})
    office.client = lambda: Client(
        clock=office.clock, policy=Policy(), sleep=_never, transport=httpx.MockTransport(world.answer)
    )
    with office.found(agency=with_account("warta", server="https://warta.example", credential="env:KANAL")) as ws:
        ws.approve(ws.plan(office.campaign(ws, for_account())), by="ketua")
    office.go_live()
    hooked(office, HOOK)
    return office


def _never(_seconds: float) -> None:
    raise AssertionError("telling waits for nobody")


def hooked(office: Office, tables: str) -> None:
    settings = office.folder / "kantor" / "govpr.toml"
    settings.write_text(settings.read_text("utf-8") + tables, "utf-8")


def ids(world: World) -> list[str]:
    return [headers["webhook-id"] for headers, _body in world.got]


def test_what_was_delivered_is_told_signed_and_without_words_or_people(office: Office, world: World) -> None:
    with office.open() as ws:
        (sent,) = ws.deliver().sent
    ((headers, body),) = world.got
    assert body == {
        "type": "post.delivered",
        "timestamp": body["timestamp"],
        "data": {
            "post": sent.post,
            "campaign": "layanan",
            "platform": "warta",
            "account": "kanal",
            "attempts": 1,
            "receipt": "1",
            "url": "https://warta.example/1",
        },
    }
    assert datetime.fromisoformat(body["timestamp"]) == office.clock.now
    signed = sealed(SECRET, {"webhook-id": headers["webhook-id"]}, world.raw[0], office.clock.now)
    assert {name: headers[name] for name in signed} == signed


@pytest.mark.parametrize(("status", "event"), [(422, "post.refused"), (500, "post.in_doubt")])
def test_what_needs_a_person_is_told(office: Office, world: World, status: int, event: str) -> None:
    world.service.append(status)
    with office.open() as ws:
        ws.deliver()
    assert [body["type"] for _headers, body in world.got] == [event]


def test_nothing_is_told_before_live_delivery_is_switched_on(
    office: Office, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = office.folder / "kantor" / "govpr.toml"
    settings.write_text(settings.read_text("utf-8").replace("live = true", "live = false"), "utf-8")
    with office.open() as ws:
        assert len(ws.deliver().held) == 1
    assert main(["hooks", "-w", str(office.folder / "kantor")]) == 3
    assert "live = true" in capsys.readouterr().err
    office.go_live()
    with office.open() as ws:
        ws.deliver()
    assert [body["type"] for _headers, body in world.got] == ["post.delivered"]


def test_a_hook_is_told_only_of_what_it_wants(office: Office, world: World) -> None:
    hooked(office, 'events = ["refused", "in_doubt"]\n')
    with office.open() as ws:
        assert ws.deliver().sent
    assert world.got == []


def test_a_hook_is_told_of_nothing_that_was_before_it(office: Office, world: World) -> None:
    with office.open() as ws:
        ws.deliver()
    hooked(office, HOOK.replace("/masuk", "/lain"))
    with office.open() as ws:
        ws.deliver()
    assert len(world.got) == 1


def test_what_is_not_taken_comes_again_under_the_same_id_and_holds_nothing_up(office: Office, world: World) -> None:
    world.receiver += [503, httpx.ReadTimeout]
    with office.open() as ws:
        assert len(ws.deliver().sent) == 1
        assert ws.notify()[0].waiting == 1
        assert len(world.got) == 1, "a receiver that failed is left alone for a while"
        for wait in WAITS[:2]:
            office.clock.pass_by(seconds=wait * 1.2)
            (told,) = ws.notify()
    assert (told.hook, told.sent, told.waiting, told.given_up) == ("kait.example", 1, 0, 0)
    assert len(world.got) == 3
    assert len(set(ids(world))) == 1


def test_a_crash_after_the_settlement_loses_no_notice(office: Office, world: World) -> None:
    world.service.append(500)
    with office.open() as ws:
        (doubtful,) = ws.deliver().in_doubt
        ws.resolve(doubtful.post, published=True, by="ketua")  # on disk, and nobody told yet
    with office.open() as ws:
        ws.deliver()
    assert [body["type"] for _headers, body in world.got] == ["post.in_doubt", "post.delivered"]


def test_a_crash_while_it_is_told_tells_it_again_under_the_same_id(office: Office, world: World) -> None:
    world.receiver.append(KeyboardInterrupt)
    with office.open() as ws, pytest.raises(KeyboardInterrupt):
        ws.deliver()
    office.clock.pass_by(minutes=2)
    with office.open() as ws:
        assert ws.notify()[0].sent == 1
        assert ws.notify()[0].sent == 0
    assert len(ids(world)) == 2
    assert len(set(ids(world))) == 1


def test_what_a_receiver_does_not_want_any_more_is_given_up_until_somebody_orders_it(
    office: Office, world: World, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    world.receiver.append(410)
    with office.open() as ws:
        ws.deliver()
        office.clock.pass_by(days=9)
        (told,) = ws.notify()
        assert (told.sent, told.given_up) == (0, 1)
        assert main(["hooks", "-w", str(ws.folder), "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["hooks"][0]["given_up"] == 1
        (told,) = ws.notify(again=True)
    assert (told.sent, told.given_up) == (1, 0)
    assert "notice.given_up" in caplog.messages
    assert len(set(ids(world))) == 1


def test_a_secret_that_is_missing_is_no_trouble_for_the_delivery(
    office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KAIT")
    with office.open() as ws:
        assert len(ws.deliver().sent) == 1
        assert ws.notify()[0].waiting == 1
    assert world.got == []


def test_hooks_are_told_beside_work_that_goes_on(office: Office, world: World) -> None:
    with office.open() as ws:
        with noticed_beside(ws._context, ws._client, every=0.0):
            pass
        world.service.append(500)
        ws.deliver()
        (doubtful,) = ws.deliveries()
        with noticed_beside(ws._context, ws._client):
            ws.resolve(doubtful.post, published=True, by="ketua")
    assert [body["type"] for _headers, body in world.got] == ["post.in_doubt", "post.delivered"]


def test_who_watches_tells_hooks_too(office: Office, world: World) -> None:
    with office.open() as ws:
        left = [True, True, False]
        assert len(list(ws.watch(lambda _seconds: left.pop()))) == 1
    assert [body["type"] for _headers, body in world.got] == ["post.delivered"]


def test_workers_tell_hooks_too(office: Office, world: World) -> None:
    stop = threading.Event()
    with office.open() as ws:
        ws.work(stop, settled=lambda _delivery: stop.set())
    assert [body["type"] for _headers, body in world.got] == ["post.delivered"]


@pytest.mark.parametrize("way", ["deliver", "watch"])
def test_asynchronous_workspaces_tell_hooks_too(office: Office, world: World, way: str) -> None:
    left = [True, True, False]

    async def over(_seconds: float) -> bool:
        return left.pop()

    async def go() -> None:
        client = AsyncClient(clock=office.clock, transport=httpx.MockTransport(world.answer))
        async with AsyncWorkspace(office.open(), client) as ws:
            if way == "deliver":
                await ws.deliver()
            else:
                assert [delivery.state async for delivery in ws.watch(over)] == ["sent"]
            assert (await ws.notify())[0].waiting == 0

    asyncio.run(go())
    assert [body["type"] for _headers, body in world.got] == ["post.delivered"]


def test_waits_grow_and_end() -> None:
    now, late = datetime.fromisoformat("2026-11-03T09:00:00+07:00"), Misconfigured("no")
    due = [later(Notice(hook="a", seq=1, event="delivered", data={}, attempts=n), late, now, 0.0) for n in range(1, 11)]
    assert [None if at is None else (at - now).total_seconds() for at in due] == [*WAITS, None]
    asked = Throttled("later", after=60.0)
    assert later(Notice(hook="a", seq=1, event="delivered", data={}, attempts=1), asked, now, 1.0) == now + timedelta(
        seconds=72
    )


@pytest.mark.parametrize(
    ("hook", "said"),
    [
        ('hooks = "https://kait.example"', "hooks is no list of tables"),
        ('[[hooks]]\nurl = "http://kait.example"\nsecret = "env:KAIT"', "hooks[0].url is no address"),
        ('[[hooks]]\nurl = "https://a:rahasia@kait.example"\nsecret = "env:KAIT"', "hooks[0].url is no address"),
        ('[[hooks]]\nurl = "https://kait.example/?kunci=rahasia"\nsecret = "env:KAIT"', "hooks[0].url is no address"),
        ('[[hooks]]\nurl = "https://["\nsecret = "env:KAIT"', "hooks[0].url is no address"),
        ('[[hooks]]\nurl = "https://kait.example"\nsecret = "whsec_cmFoYXNpYQ"', "hooks[0].secret is no reference"),
        (f'{HOOK}events = ["sent"]', "hooks[0].events is no list of events"),
        (f"{HOOK}{HOOK}", "hooks[1].url is named before"),
        (f"{HOOK}token = 1", "hooks[0].token is not a setting"),
    ],
)
def test_mistakes_are_named_and_neither_address_nor_secret_is_repeated(hook: str, said: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        parse_settings(f"govpr = 1\n{hook}")
    assert said in str(caught.value)
    assert "rahasia" not in str(caught.value)
    assert "whsec_cm" not in str(caught.value)


def test_hooks_are_read_and_show_no_address() -> None:
    (hook,) = parse_settings(f"govpr = 1\n{HOOK}").hooks
    assert (hook.host, hook.secret, hook.events) == ("kait.example", "env:KAIT", tuple(HookEvent))
    assert "masuk" not in repr(hook)


def test_a_number_that_a_restored_log_uses_again_is_another_notice(office: Office, world: World) -> None:
    with office.open() as ws:
        ws.notify()
    kept = shutil.copytree(office.folder / "kantor", office.folder / "cadangan")
    with office.open() as ws:
        ws.deliver()
    shutil.rmtree(office.folder / "kantor")
    kept.rename(office.folder / "kantor")
    office.clock.pass_by(minutes=1)
    with office.open() as ws:
        ws.deliver()
    assert len(world.got) == 2
    assert len(set(ids(world))) == 2
