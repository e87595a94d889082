"""Where a hoax database's key goes: into a header, a form or the path, and never anywhere where it can be read."""

import asyncio
import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import httpx
import pytest
from attrs import frozen

from govpr.errors import DeliveryError, Misconfigured, Unauthorized
from govpr.hoaxes.databases.access import hosts, session
from govpr.hoaxes.databases.protocol import Page, Query, Signing, Terms
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Effect, Flow, Form, Reply, Secret
from govpr.http.client import Client
from govpr.http.replies import expect
from govpr.settings import DatabaseSettings

KEY = "kunci/rahasia 7?é"
PLAIN = "kunci-rahasia"
CEK = DatabaseSettings(name="cek", kind="cek", url="https://cek.example/api", credential="env:KUNCI")
FORM = Call("POST", "https://cek.example/api/cari", Form({"key": Secret("key"), "value": "banjir"}))
PATH = Call(
    "POST", "https://cek.example/api/lapor/{key}?bahasa=id", Form({"teks": "x"}), effect=Effect.ONCE, fills="key"
)
NO_TERMS = Terms()
PLACES = {
    "header": (Signing(header="X-Cek-Key", scheme=""), Call("GET", "https://cek.example/api/cari")),
    "form": (Signing(header=""), FORM),
    "path": (Signing(header=""), PATH),
}


@frozen
class Cek:
    """A database that only says where its key goes."""

    signing: Signing
    name: str = "cek"
    hosts: frozenset[str] = frozenset()
    terms: Terms = NO_TERMS
    pace: float = 0.0

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        expect((yield Call("GET", f"{database.url}/cari")))
        return Page()


def sent(
    signing: Signing, call: Call, key: str, reply: Callable[[httpx.Request], httpx.Response] | None = None
) -> tuple[Reply, httpx.Request]:
    seen: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return (reply or (lambda _request: httpx.Response(200, json={})))(request)

    one = Cek(signing)
    with Client(transport=httpx.MockTransport(serve)) as client:
        send = client.sender(session(one, CEK, find=lambda _reference: key), hosts(one, CEK))
        return send(call), seen[0]


def test_a_header_of_any_name_carries_it() -> None:
    _, request = sent(*PLACES["header"], PLAIN)
    assert (request.headers["x-cek-key"], "authorization" in request.headers) == (PLAIN, False)


def test_a_form_carries_it_and_no_header() -> None:
    _, request = sent(*PLACES["form"], KEY)
    assert request.content == b"key=kunci%2Frahasia+7%3F%C3%A9&value=banjir"
    assert not {"authorization", ""} & set(request.headers)


def test_the_path_carries_it_encoded_and_the_address_does_not_show_it() -> None:
    reply, request = sent(*PLACES["path"], KEY)
    assert request.extensions["target"] == b"/api/lapor/kunci%2Frahasia%207%3F%C3%A9?bahasa=id"
    assert reply.url == "https://cek.example/api/lapor/{key}"
    assert "kunci" not in f"{request.url}{request.content!r}{reply!r}"


class Heard(BaseHTTPRequestHandler):
    """Notes what it is asked for, as it came over the line."""

    paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


def test_the_path_is_what_is_asked_of_the_service() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Heard) as server, Client() as client:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        call = Call("GET", f"http://127.0.0.1:{server.server_port}/lapor/{{key}}?a=1", fills="key")
        one = session(Cek(Signing(header="")), CEK, find=lambda _reference: KEY)
        status = client.sender(one, {"127.0.0.1"})(call).status
        server.shutdown()
        thread.join()
    assert (status, Heard.paths) == (204, ["/lapor/kunci%2Frahasia%207%3F%C3%A9?a=1"])


@pytest.mark.parametrize("place", PLACES)
def test_no_log_and_no_error_has_it(place: str, caplog: pytest.LogCaptureFixture) -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        words = f"{PLAIN} is not allowed at {request.extensions.get('target', b'')!r}"
        return httpx.Response(403, json={"message": words})

    caplog.set_level(logging.DEBUG)
    reply, _ = sent(*PLACES[place], PLAIN, echo)
    with pytest.raises(DeliveryError) as told:
        expect(reply)
    assert "***" in str(told.value)
    assert PLAIN not in f"{told.value}{reply.body!r}{caplog.text}"


def test_awaited_it_goes_to_the_same_places() -> None:
    async def ask() -> None:
        async with AsyncClient(transport=httpx.MockTransport(serve)) as client:
            for signing, call in PLACES.values():
                one = session(Cek(signing), CEK, find=lambda _reference: PLAIN)
                await client.sender(one, {"cek.example"})(call)

    def serve(request: httpx.Request) -> httpx.Response:
        target = request.extensions.get("target", b"").decode()
        seen.append(f"{request.headers.get('x-cek-key')} {request.content.decode()} {target}")
        return httpx.Response(200)

    seen: list[str] = []
    asyncio.run(ask())
    assert seen == [f"{PLAIN}  ", f"None key={PLAIN}&value=banjir ", f"None teks=x /api/lapor/{PLAIN}?bahasa=id"]


def test_where_a_key_is_needed_and_none_is_named_it_says_so() -> None:
    one = session(Cek(Signing(required=True)), DatabaseSettings(name="cek", kind="cek", url="https://cek.example"))
    with (
        Client(transport=httpx.MockTransport(lambda _request: httpx.Response(200))) as client,
        pytest.raises(Misconfigured, match=r"cek: it answers nobody without a key; name it in govpr\.toml"),
    ):
        client.sender(one, {"cek.example"})(FORM)


@pytest.mark.parametrize("call", [FORM, PATH])
def test_without_a_session_a_call_with_a_place_for_it_is_not_made(call: Call) -> None:
    with (
        Client(transport=httpx.MockTransport(lambda _request: httpx.Response(200))) as client,
        pytest.raises(Misconfigured, match="the session has no 'key'"),
    ):
        client.sender(None, {"cek.example"})(call)


def test_a_place_in_an_address_that_asks_for_nothing_stays_as_it_is() -> None:
    _, request = sent(Signing(header=""), Call("GET", "https://cek.example/api/{key}"), PLAIN)
    assert ("target" in request.extensions, request.url.raw_path) == (False, b"/api/%7Bkey%7D")


def test_a_key_that_is_refused_is_not_tried_twice() -> None:
    with pytest.raises(Unauthorized, match="does not accept"):
        sent(*PLACES["header"], PLAIN, lambda _request: httpx.Response(401))
