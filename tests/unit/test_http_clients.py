"""Both clients keep the same promises; each test holds for both."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from govpr.errors import DeliveryError, InDoubt, Misconfigured, ProtocolError, Rejected, Unreachable
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Effect, Form, Json, Reply, Secret, Slice
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.http.sessions import Session

HOSTS = frozenset({"sosial.example"})
URL = "https://sosial.example/api"
Answer = Callable[[httpx.Request], httpx.Response]


class Wire:
    """One of the two clients before a server that is a function; `waited` has the seconds that it would have slept."""

    def __init__(self, kind: str) -> None:
        self.kind, self.waited = kind, list[float]()
        self.policy = Policy(attempts=3, base=1.0, random=lambda: 1.0)

    def send(
        self,
        call: Call,
        answer: Answer,
        session: Session | None = None,
        most: int = 10_000,
        hosts: frozenset[str] = HOSTS,
    ) -> Reply:
        if self.kind == "sync":
            transport = httpx.MockTransport(answer)
            with Client(transport=transport, policy=self.policy, sleep=self.waited.append, most=most) as client:
                return client.sender(session, hosts)(call)
        return asyncio.run(self._send(call, answer, session, most, hosts))

    async def _send(
        self, call: Call, answer: Answer, session: Session | None, most: int, hosts: frozenset[str]
    ) -> Reply:
        async def sleep(seconds: float) -> None:
            self.waited.append(seconds)

        transport = httpx.MockTransport(answer)
        async with AsyncClient(transport=transport, policy=self.policy, sleep=sleep, most=most) as client:
            return await client.sender(session, hosts)(call)


@pytest.fixture(params=["sync", "async"])
def wire(request: pytest.FixtureRequest) -> Wire:
    return Wire(request.param)


def answers(*steps: int | Exception) -> tuple[Answer, list[httpx.Request]]:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        step = steps[min(len(seen), len(steps)) - 1]
        if isinstance(step, Exception):
            raise step
        return httpx.Response(step, json={})

    return answer, seen


def test_what_may_be_repeated_is_repeated(wire: Wire) -> None:
    answer, seen = answers(503, httpx.ReadTimeout("late"), 200)
    assert wire.send(Call("GET", URL), answer).status == 200
    assert (len(seen), wire.waited) == (3, [1.0, 2.0])


def test_patience_ends(wire: Wire) -> None:
    answer, seen = answers(httpx.ReadError("cut"))
    with pytest.raises(Unreachable):
        wire.send(Call("POST", URL, effect=Effect.KEYED), answer)
    assert len(seen) == 3
    answer, seen = answers(500)
    assert wire.send(Call("GET", URL), answer).status == 500
    assert len(seen) == 3


@pytest.mark.parametrize(
    "trouble", [httpx.ReadTimeout("late"), httpx.ReadError("cut"), httpx.RemoteProtocolError("odd")]
)
def test_what_may_publish_twice_is_never_repeated(wire: Wire, trouble: Exception) -> None:
    answer, seen = answers(trouble)
    with pytest.raises(InDoubt):
        wire.send(Call("POST", URL, effect=Effect.ONCE), answer)
    assert len(seen) == 1


def test_a_line_that_never_opened_leaves_no_doubt(wire: Wire) -> None:
    answer, _ = answers(httpx.ConnectError("refused"))
    with pytest.raises(Unreachable):
        wire.send(Call("POST", URL, effect=Effect.ONCE), answer)


def test_short_waits_are_sat_out_and_long_ones_left_to_the_outbox(wire: Wire) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return next(replies)

    replies = iter([httpx.Response(429, headers={"Retry-After": "4"}), httpx.Response(200)])
    assert wire.send(Call("GET", URL), answer).status == 200
    replies = iter([httpx.Response(429, headers={"Retry-After": "400"})])
    assert wire.send(Call("GET", URL), answer).status == 429
    assert wire.waited == [4.0]


def test_a_call_waits_for_its_time(wire: Wire) -> None:
    answer, _ = answers(206)
    wire.send(Call("GET", URL, after=1.5), answer)
    assert wire.waited == [1.5]


@pytest.mark.parametrize(
    "url",
    ["https://lain.example/api", "https://sosial.example.lain.example/", "http://sosial.example/", "file:///etc/x"],
)
def test_nothing_is_sent_astray(wire: Wire, url: str) -> None:
    answer, seen = answers(200)
    with pytest.raises(Misconfigured):
        wire.send(Call("GET", url), answer)
    assert seen == []


def test_redirects_are_not_followed_with_credentials_or_to_others(wire: Wire) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        place = {"/api": "/baru", "/jauh": "https://lain.example/"}.get(request.url.path)
        return httpx.Response(302 if place else 200, headers={"Location": place} if place else {})

    seen: list[httpx.Request] = []
    assert wire.send(Call("GET", URL, signed=False), answer).status == 200
    assert wire.send(Call("GET", URL), answer, Session(lambda: "rahasia")).status == 302
    assert wire.send(Call("GET", "https://sosial.example/jauh", signed=False), answer).status == 302
    assert [request.url.host for request in seen] == ["sosial.example"] * 4


def test_bodies_are_opened_anew_for_each_try(wire: Wire, tmp_path: Path) -> None:
    bodies: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(request.read() if wire.kind == "sync" else request.content)
        return httpx.Response(503 if len(bodies) < 3 else 200)

    file = tmp_path / "peta.bin"
    file.write_bytes(bytes(range(256)) * 1_000)
    wire.send(Call("POST", URL, Slice(str(file), start=100, stop=200_000), effect=Effect.KEYED), answer)
    assert bodies == [file.read_bytes()[100:200_000]] * 3


def test_a_form_with_files_is_what_servers_read(wire: Wire, tmp_path: Path) -> None:
    file = tmp_path / 'pe"ta.png'
    file.write_bytes(b"PNG")
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200)

    form = Form(fields={"description": "Peta é"}, files={"file": Slice(str(file), type="image/png")})
    wire.send(Call("POST", URL, form), answer)
    (request,) = sent
    head, _, boundary = request.headers["Content-Type"].partition("boundary=")
    assert head == "multipart/form-data; "
    assert request.headers["Content-Length"] == str(len(request.content))
    assert request.content.decode().split(f"--{boundary}")[1:] == [
        '\r\nContent-Disposition: form-data; name="description"\r\n\r\nPeta é\r\n',
        (
            '\r\nContent-Disposition: form-data; name="file"; filename="pe%22ta.png"\r\n'
            "Content-Type: image/png\r\n\r\nPNG\r\n"
        ),
        "--\r\n",
    ]


def test_a_file_that_is_gone_is_said_before_anything_is_sent(wire: Wire, tmp_path: Path) -> None:
    answer, seen = answers(200)
    with pytest.raises(Rejected, match=r"hilang\.png"):
        wire.send(Call("POST", URL, Slice(str(tmp_path / "hilang.png"))), answer)
    assert seen == []


@pytest.mark.parametrize(
    ("status", "effect", "kind"),
    [(200, Effect.SAFE, ProtocolError), (200, Effect.ONCE, InDoubt), (422, Effect.ONCE, Rejected)],
)
def test_answers_are_read_to_a_limit(wire: Wire, status: int, effect: Effect, kind: type[DeliveryError]) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=b"x" * 200)

    with pytest.raises(kind):
        wire.send(Call("POST", URL, effect=effect), answer, most=100)


def test_answers_are_waited_for_to_a_limit(wire: Wire) -> None:
    answer, _ = answers(200)
    with pytest.raises(Unreachable, match="longer than 0 seconds"):
        wire.send(Call("GET", URL, within=0.0), answer)
    assert wire.send(Call("GET", URL, within=60.0), answer).status == 200


def test_cookies_of_one_account_do_not_reach_another(wire: Wire) -> None:
    cookies: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        cookies.append(request.headers.get("Cookie"))
        status = 503 if len(cookies) == 1 else 200
        return httpx.Response(status, headers={"Set-Cookie": "siapa=humas; Path=/; Domain=sosial.example"})

    wire.send(Call("GET", URL), answer)
    assert cookies == [None, None]


def test_secrets_show_nowhere(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    session = Session(lambda: "token-rahasia")

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(422, json={"error": f"bad {request.headers['Authorization']}"})

    reply = wire.send(Call("POST", URL, Json({"status": "Siaga"})), answer, session)
    with pytest.raises(Misconfigured) as caught:
        wire.send(Call("POST", URL, Json({"password": Secret("password")})), answer, session)
    broken, _ = answers(httpx.ReadError("cut"))
    with pytest.raises(DeliveryError) as lost:
        wire.send(Call("POST", URL), broken, session)
    shown = "".join((repr(session), repr(reply), reply.body.decode(), repr(caught.value), str(lost.value), caplog.text))
    assert "token-rahasia" not in shown
