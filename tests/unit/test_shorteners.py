"""Short links: what each server is asked, what its answers mean, and that a key is shown to nobody."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from attrs import frozen
from tests.office import MORNING, Office

from govpr import plugins
from govpr.cli import main
from govpr.errors import DeliveryError, InputError, ProtocolError, Rejected, Throttled, Unauthorized, Unreachable
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Effect
from govpr.http.client import Client
from govpr.http.guards import host_of
from govpr.links.shorteners.protocol import Shortener
from govpr.workspace import AsyncWorkspace

KEY, LONG, SHORT = "kunci-rahasia-uji", "https://contoh.go.id/siaga?a=1&b=2#c", "https://s.contoh.go.id/x1"


@frozen
class Service:
    """A server of one kind, in little."""

    name: str
    path: str
    good: Any
    known: Callable[[httpx.Request], tuple[str, str]]
    """The key and the long address, wherever the server looks for them."""
    status: int = 200


def _shlink(request: httpx.Request) -> tuple[str, str]:
    body = json.loads(request.content)
    assert body["findIfExists"] is True
    return request.headers["x-api-key"], body["longUrl"]


def _kutt(request: httpx.Request) -> tuple[str, str]:
    body = json.loads(request.content)
    assert body["reuse"] is True
    return request.headers["x-api-key"], body["target"]


def _yourls(request: httpx.Request) -> tuple[str, str]:
    form = parse_qs(request.content.decode())
    assert (form["action"], form["format"]) == (["shorturl"], ["json"])
    return form["signature"][0], form["url"][0]


SERVICES = [
    Service("shlink", "/rest/v3/short-urls", {"shortUrl": SHORT, "shortCode": "x1", "longUrl": LONG}, _shlink),
    Service("kutt", "/api/v2/links", {"id": "7f", "link": SHORT, "target": LONG}, _kutt, 201),
    Service("yourls", "/yourls-api.php", {"status": "success", "shorturl": SHORT, "statusCode": 200}, _yourls),
]
each = pytest.mark.parametrize("service", SERVICES, ids=[service.name for service in SERVICES])
Answers = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("KUNCI", KEY)
    return Office(tmp_path)


def shortened(office: Office, service: Service, answer: Answers, url: str = LONG, **more: str) -> str:
    office.client = lambda: Client(transport=httpx.MockTransport(answer), sleep=lambda _seconds: None)
    settled(office, service)
    with office.open() as workspace:
        return workspace.links.shorten(url, **more)


def settled(office: Office, service: Service) -> None:
    office.found().close()
    file = office.folder / "kantor" / "govpr.toml"
    chosen = f'shortener = "{service.name}"\nserver = "https://s.contoh.go.id/"\ncredential = "env:KUNCI"'
    file.write_text(f"{file.read_text('utf-8')}\n[links]\n{chosen}\n", "utf-8")


def _of(service: Service) -> Shortener:
    shortener: Shortener = plugins.load(plugins.SHORTENERS, service.name)
    return shortener


@each
def test_a_short_link_is_given(office: Office, service: Service) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(service.status, json=service.good)

    assert shortened(office, service, answer, title="Siaga banjir") == SHORT
    (request,) = asked
    assert (request.method, request.url.host, request.url.path) == ("POST", "s.contoh.go.id", service.path)
    assert service.known(request) == (KEY, LONG)
    assert KEY not in str(request.url)
    assert b"Siaga" in request.content


@each
def test_a_flow_makes_one_call_that_may_be_repeated_and_closes_quietly(service: Service) -> None:
    shortener = _of(service)
    assert isinstance(shortener, Shortener)
    assert shortener.name == service.name
    flow = shortener.shorten(LONG, "https://s.contoh.go.id", "")
    call: Call = next(flow)
    assert (host_of(call.url), call.effect, call.signed) == ("s.contoh.go.id", Effect.SAFE, True)
    assert next(shortener.shorten(LONG, "https://s.contoh.go.id", "")) == call  # it depends on nothing else
    flow.close()


@each
@pytest.mark.parametrize(
    ("status", "error"),
    [(401, Unauthorized), (429, Throttled), (500, Unreachable), (503, Unreachable), (422, Rejected)],
)
def test_each_refusal_is_a_typed_error_without_the_key(
    office: Office, service: Service, status: int, error: type[DeliveryError]
) -> None:
    with pytest.raises(error) as caught:
        shortened(office, service, lambda _request: httpx.Response(status, json={"detail": f"no {KEY}"}))
    assert KEY not in f"{caught.value} {caught.value!r}"


@each
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<h1>Selamat datang</h1>"),
        httpx.Response(200, json={}),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"shortUrl": 7, "link": 7, "shorturl": 7, "status": "success"}),
        httpx.Response(
            200, json=dict.fromkeys(("shortUrl", "link", "shorturl"), "javascript:x") | {"status": "success"}
        ),
    ],
)
def test_an_answer_without_a_link_is_never_a_link(office: Office, service: Service, answer: httpx.Response) -> None:
    with pytest.raises(ProtocolError):
        shortened(office, service, lambda _request: answer)


@pytest.mark.parametrize("status", [200, 400])
def test_yourls_knows_it_already(office: Office, status: int) -> None:
    known = {"status": "fail", "code": "error:url", "message": "already exists", "shorturl": SHORT}
    assert shortened(office, SERVICES[2], lambda _request: httpx.Response(status, json=known)) == SHORT


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (200, "error:noloop", Rejected),
        (400, "error:nourl", Rejected),
        (200, "error:db", Unreachable),
        (403, "", Unauthorized),
    ],
)
def test_what_yourls_refuses(office: Office, status: int, code: str, error: type[DeliveryError]) -> None:
    with pytest.raises(error):
        shortened(office, SERVICES[2], lambda _request: httpx.Response(status, json={"status": "fail", "code": code}))


def test_what_is_missing_is_named(office: Office) -> None:
    with office.found() as workspace, pytest.raises(InputError, match=r"links\.shortener.*links\.server"):
        workspace.links.shorten(LONG)
    with pytest.raises(InputError, match="give a whole address"):
        shortened(office, SERVICES[0], lambda _request: httpx.Response(200), url="contoh.go.id")


@pytest.mark.anyio
async def test_awaited_it_is_the_same(office: Office) -> None:
    settled(office, SERVICES[0])
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, json=SERVICES[0].good))
    client = AsyncClient(transport=transport, clock=lambda: MORNING)
    async with await AsyncWorkspace.open(office.folder / "kantor", client=client) as workspace:
        assert await workspace.links.shorten(LONG) == SHORT


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def test_the_command(office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    settled(office, SERVICES[0])
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, json=SERVICES[0].good))
    monkeypatch.setattr("govpr.workspace.sync.Client", lambda **_: Client(transport=transport))
    assert main(["link", "shorten", LONG, "--workspace", str(office.folder / "kantor")]) == 0
    assert capsys.readouterr().out == f"{SHORT}\n"
