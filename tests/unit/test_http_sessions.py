"""Tokens are fetched once, renewed once, and kept by their owner alone."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import httpx
import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from govpr.errors import Misconfigured, StoreError, Unauthorized
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Flow, Json, Secret
from govpr.http.client import Client
from govpr.http.credentials import resolve
from govpr.http.replies import expect
from govpr.http.sessions import Session, Tokens
from govpr.http.tokens import FileTokens

BASE = "https://sosial.example"
HOSTS = frozenset({"sosial.example"})
CALLERS = 50


class Service:
    """A service whose tokens end: `a1` after the first sign-in, then what each renewal gives."""

    def __init__(self) -> None:
        self.sign_ins, self.renewals, self.valid, self.refresh = 0, 0, "", ""
        self.code = 401

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path, signed = request.url.path, request.headers.get("Authorization", "").removeprefix("Bearer ")
        if path == "/masuk":
            return self._enter(request)
        if path == "/perbarui":
            return self._renew(signed)
        if signed == self.valid:
            return httpx.Response(200, json={})
        return httpx.Response(self.code, json={"error": "ExpiredToken", "message": "Token has expired"})

    def _enter(self, request: httpx.Request) -> httpx.Response:
        self.sign_ins += 1
        if b'"rahasia"' not in request.content:
            return httpx.Response(401, json={"error": "AuthenticationRequired"})
        return self._tokens()

    def _renew(self, signed: str) -> httpx.Response:
        self.renewals += 1
        return self._tokens() if signed == self.refresh else httpx.Response(400, json={"error": "ExpiredToken"})

    def _tokens(self) -> httpx.Response:
        number = self.sign_ins + self.renewals
        self.valid, self.refresh = f"a{number}", f"r{number}"
        return httpx.Response(200, json={"access": self.valid, "refresh": self.refresh})


def sign_in() -> Flow[Tokens]:
    body = expect((yield Call("POST", f"{BASE}/masuk", Json({"password": Secret("password")}), signed=False)))
    return Tokens(access=body["access"], refresh=body["refresh"])


def renew(_tokens: Tokens) -> Flow[Tokens]:
    body = expect((yield Call("POST", f"{BASE}/perbarui", token="refresh")))
    return Tokens(access=body["access"], refresh=body["refresh"])


def session(password: str = "rahasia", kept: FileTokens | None = None) -> Session:
    if kept is None:
        return Session(lambda: password, sign_in=sign_in, renew=renew)
    return Session(
        lambda: password,
        sign_in=sign_in,
        renew=renew,
        load=lambda: kept.load("humas"),
        save=lambda tokens: kept.save("humas", tokens),
    )


def in_threads(service: Service, own: Session) -> list[int]:
    together = Barrier(CALLERS)
    with Client(transport=httpx.MockTransport(service)) as client, ThreadPoolExecutor(CALLERS) as pool:
        send = client.sender(own, HOSTS)

        def ask(_: int) -> int:
            together.wait(10)
            return send(Call("GET", f"{BASE}/api")).status

        return list(pool.map(ask, range(CALLERS)))


def in_tasks(service: Service, own: Session) -> list[int]:
    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return service(request)

    async def ask() -> list[int]:
        async with AsyncClient(transport=httpx.MockTransport(answer)) as client:
            send = client.sender(own, HOSTS)
            replies = await asyncio.gather(*(send(Call("GET", f"{BASE}/api")) for _ in range(CALLERS)))
            return [reply.status for reply in replies]

    return asyncio.run(ask())


@pytest.mark.parametrize("ask", [in_threads, in_tasks])
@pytest.mark.parametrize("code", [400, 401])
def test_fifty_callers_sign_in_once_and_renew_once(ask: Callable[[Service, Session], list[int]], code: int) -> None:
    service, own = Service(), session()
    service.code = code
    assert set(ask(service, own)) == {200}
    service.valid = "ended"
    assert set(ask(service, own)) == {200}
    assert (service.sign_ins, service.renewals) == (1, 1)


def test_when_the_refresh_token_has_ended_too_the_password_is_used() -> None:
    service, own = Service(), session()
    in_tasks(service, own)
    service.valid = service.refresh = "ended"
    assert set(in_tasks(service, own)) == {200}
    assert (service.sign_ins, service.renewals) == (2, 1)


def test_a_refused_password_is_not_tried_again() -> None:
    service, own = Service(), session("salah")
    with Client(transport=httpx.MockTransport(service)) as client:
        for _ in range(5):
            with pytest.raises(Unauthorized):
                client.sender(own, HOSTS)(Call("GET", f"{BASE}/api"))
    assert service.sign_ins == 1


def test_a_second_run_and_another_process_use_what_is_kept(tmp_path: Path) -> None:
    service, kept = Service(), FileTokens(tmp_path / "sesi", bytes(32))
    first, other = session(kept=kept), session("tidak dipakai", kept)
    assert set(in_tasks(service, first)) == {200}
    assert set(in_tasks(service, other)) == {200}
    service.valid = "ended"
    assert set(in_tasks(service, other)) == {200}
    assert set(in_tasks(service, first)) == {200}
    assert (service.sign_ins, service.renewals) == (1, 1)
    assert (tmp_path / "sesi").stat().st_mode & 0o777 == 0o700
    assert [file.stat().st_mode & 0o777 for file in (tmp_path / "sesi").iterdir()] == [0o600]


def test_a_bearer_token_that_is_refused_is_read_again_once() -> None:
    service, tokens = Service(), iter(["lama", "baru", "baru"])
    service.valid = "baru"
    own = Session(lambda: next(tokens))
    with Client(transport=httpx.MockTransport(service)) as client:
        assert client.sender(own, HOSTS)(Call("GET", f"{BASE}/api")).status == 200
        service.valid = "lain"
        with pytest.raises(Unauthorized):
            client.sender(own, HOSTS)(Call("GET", f"{BASE}/api"))


def test_kept_tokens_that_cannot_be_read_are_no_tokens(tmp_path: Path) -> None:
    kept = FileTokens(tmp_path, bytes(32))
    for text in ("", "[]", '{"access": "a"}', '{"access": "a", "refresh": "r", "identity": "", "expires": "x"}'):
        (tmp_path / "humas.token").write_text(text)
        assert kept.load("humas") is None
    with pytest.raises(StoreError):
        FileTokens(tmp_path / "humas.token" / "x", bytes(32)).save("humas", Tokens(access="a"))


def test_credentials_come_from_references_and_never_show(tmp_path: Path) -> None:
    file = tmp_path / "sandi"
    file.write_text(" rahasia\n")
    assert resolve(f"file:{file}") == resolve("env:SANDI", {"SANDI": "rahasia"}) == "rahasia"
    for reference in ("env:TIDAK_ADA", f"file:{tmp_path / 'tidak-ada'}"):
        with pytest.raises(Misconfigured, match=reference):
            resolve(reference, {})
    with pytest.raises(Misconfigured) as caught:
        resolve("rahasia-langsung")
    assert "rahasia-langsung" not in str(caught.value)
    assert "a1-token" not in repr(Tokens(access="a1-token", refresh="a1-token"))


class Ring(KeyringBackend):
    """A key store of the system, in memory."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        if service == "terkunci":
            raise KeyringError("locked")
        return "rahasia" if (service, username) == ("govpr", "humas") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


def test_credentials_from_the_key_store_of_the_system() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())  # type: ignore[no-untyped-call]
    try:
        assert resolve("keyring:govpr/humas") == "rahasia"
        for absent in ("keyring:govpr/lain", "keyring:terkunci/humas"):
            with pytest.raises(Misconfigured, match="keyring set SERVICE NAME"):
                resolve(absent)
    finally:
        keyring.set_keyring(before)
