"""How the agency's accounts stand, and how they are connected."""

import json
import threading
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from attrs import frozen
from tests.office import MORNING, Office, with_account

from govpr.cli import main
from govpr.cli.callback import answered, pasted
from govpr.content.rules import Length, Rules
from govpr.errors import InputError, NotFound, Unauthorized
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Flow
from govpr.http.client import Client
from govpr.http.replies import expect
from govpr.models import Account, Receipt
from govpr.platforms.oauth import OAuth
from govpr.platforms.protocol import Option, Outgoing, Standing, Version
from govpr.platforms.sandbox import Sandbox
from govpr.workspace import AsyncWorkspace

OAUTH = OAuth(
    authorize="https://kanal.example/izin", token="https://kanal.example/token", scopes=("tulis",), source="dokumen"
)
APP = '{ client_id = "app-7", client_secret = "env:KUNCI", kanal = "9" }'
DOOR = "http://127.0.0.1:8799/"


@frozen
class Channel:
    """It is connected by OAuth and says how an account stands."""

    ends: date = date(2026, 12, 31)
    name = "kanal"
    hosts = frozenset({"kanal.example"})
    rules = Rules(text=Length(limit=500), source="dokumen")
    oauth = OAUTH
    options = (Option(name="kanal", help="the channel's number", example="9", required=True),)

    @property
    def version(self) -> Version:
        return Version(name="2026-01", ends=self.ends, source="dokumen")

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        body = expect((yield Call("POST", "https://kanal.example/kirim")))
        return Receipt(id=body["id"])

    def inspect(self, account: Account) -> Flow[Standing]:
        body = expect((yield Call("GET", "https://kanal.example/saya")))
        return Standing(name=body["name"], scopes=("tulis",), used=3, quota=50, can_post=body["open"])


class Service:
    """It gives a token for the right code, and knows whose it is."""

    def __init__(self) -> None:
        self.open, self.asked = True, list[str]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if request.url.path == "/token":
            form = parse_qs(request.content.decode())
            if form["code"] != ["kode-benar"] or form["client_secret"] != ["rahasia-app"]:
                return httpx.Response(400, json={"error": "invalid_grant"})
            return httpx.Response(200, json={"access_token": "akses-1", "refresh_token": "r", "expires_in": 864_000})
        if request.headers.get("authorization") != "Bearer akses-1":
            return httpx.Response(401, json={})
        return httpx.Response(200, json={"name": "Humas Contoh", "open": self.open})


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setenv("KUNCI", "rahasia-app")
    return Service()


@pytest.fixture
def office(tmp_path: Path, service: Service) -> Office:
    client = lambda: Client(transport=httpx.MockTransport(service), clock=lambda: MORNING)  # noqa: E731
    return Office(tmp_path, platforms={"kanal": Channel()}, client=client)


def test_an_account_is_connected_once_and_says_how_it_stands(office: Office, service: Service) -> None:
    with office.found(with_account("kanal", options=APP)) as workspace:
        (before,) = workspace.accounts.check("kanal")
        assert not before.can_post
        assert "govpr account connect kanal" in before.problems[0]
        question = workspace.accounts.consenting("kanal", DOOR)
        asked = parse_qs(urlsplit(question.url).query)
        assert (asked["client_id"], asked["redirect_uri"]) == (["app-7"], [DOOR])
        assert question.verifier not in repr(question)
        with pytest.raises(InputError, match="another question"):
            workspace.accounts.connect(question, "kode-benar", "lain")
        with pytest.raises(Unauthorized):
            workspace.accounts.connect(question, "kode-salah", question.state)
        assert workspace.accounts.connect(question, "kode-benar", question.state) == MORNING + timedelta(days=10)
        (after,) = workspace.accounts.check("kanal")
    assert (after.can_post, after.name, after.scopes, after.used, after.quota) == (
        True,
        "Humas Contoh",
        ("tulis",),
        3,
        50,
    )
    assert after.expires == MORNING + timedelta(days=10)
    assert [text.partition(":")[0] for text in after.warnings] == [
        "its credential ends in 10 days, on 2026-11-13",
        "the service switches version 2026-01 of its API off on 2026-12-31",
    ]
    with office.open() as workspace:  # kept between runs
        assert workspace.accounts.check("kanal")[0].can_post
        service.open = False
        assert not workspace.accounts.check("kanal")[0].can_post
        workspace.accounts.disconnect("kanal")
        assert not workspace.accounts.check("kanal")[0].can_post


def test_offline_nobody_is_asked_and_every_mistake_of_the_options_is_named(office: Office, service: Service) -> None:
    wrong = '{ client_id = "app-7", client_secret = "rahasia-langsung", kanel = "9" }'
    with office.found(with_account("kanal", options=wrong)) as workspace:
        found = {one.account: one for one in workspace.accounts.check(ask=False)}
        assert found["situs"].can_post
        missing, secret, unknown = found["kanal"].problems
        assert "kanal is missing: the channel's number" in missing
        assert "client_secret is no reference" in secret
        assert "rahasia-langsung" not in str(found)
        assert "kanel; use kanal, client_id, client_secret" in unknown
        workspace.accounts.check("kanal")  # what is written down wrong is not asked about either
        with pytest.raises(NotFound, match="kanal"):
            workspace.accounts.check("tidak-ada")
        with pytest.raises(InputError, match="not connected by OAuth"):
            workspace.accounts.consenting("situs", DOOR)
    assert service.asked == []


@pytest.mark.anyio
async def test_awaited_it_is_the_same(office: Office, service: Service) -> None:
    office.found(with_account("kanal", options=APP)).close()
    client = AsyncClient(transport=httpx.MockTransport(service), clock=lambda: MORNING)
    folder = office.folder / "kantor"
    async with await AsyncWorkspace.open(folder, client=client, platforms=office.platforms) as workspace:
        question = await workspace.accounts.consenting("kanal", DOOR)
        assert await workspace.accounts.connect(question, "kode-benar", question.state) == MORNING + timedelta(days=10)
        found = {one.account: one for one in await workspace.accounts.check()}
        assert found["kanal"].name == "Humas Contoh"
        assert {one.id for one in await workspace.accounts.all()} == {"kanal", "situs"}
        await workspace.accounts.disconnect("kanal")
        assert not (await workspace.accounts.check("kanal", ask=True))[0].can_post


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def knocking(*addresses: str) -> Callable[[str], object]:
    """A browser: it asks for an icon as well, and then comes back from the consent page."""

    def open_page(_page: str) -> object:
        def visit() -> None:
            for address in addresses:
                try:
                    urllib.request.urlopen(address, timeout=10).close()
                except OSError:
                    continue

        threading.Thread(target=visit, daemon=True).start()
        return None

    return open_page


def test_the_door_on_this_machine_opens_once(capsys: pytest.CaptureFixture[str]) -> None:
    comes_back = knocking(f"{DOOR}favicon.ico", f"{DOOR}?code=kode&state=s")
    assert answered("https://kanal.example/izin?x=1", DOOR, open_page=comes_back) == ("kode", "s")
    assert "kode" not in capsys.readouterr().err
    with pytest.raises(InputError, match="was not given: pemilik menolak"):
        answered("https://x.example", DOOR, open_page=knocking(f"{DOOR}?error=x&error_description=pemilik%0Amenolak"))
    with pytest.raises(InputError, match="no address of this machine"):
        answered("https://x.example", "https://contoh.go.id/balik", open_page=knocking())


@pytest.mark.parametrize(
    ("line", "said"), [("https://a.example/?code=k", "no code and state"), ("https://[", "no code and state")]
)
def test_what_is_pasted_without_a_code(monkeypatch: pytest.MonkeyPatch, line: str, said: str) -> None:
    monkeypatch.setattr("sys.stdin.readline", lambda: f"{line}\n", raising=False)
    with pytest.raises(InputError, match=said):
        pasted("https://x.example", "https://a.example/", open_page=knocking())


def test_the_commands(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.found().close()
    folder = str(office.folder / "kantor")
    assert main(["account", "check", "--offline", "-w", folder, "--json"]) == 0
    (checked,) = json.loads(capsys.readouterr().out)["accounts"]
    assert (checked["account"], checked["can_post"]) == ("situs", True)
    assert main(["account", "list", "-w", folder, "--json"]) == 0
    assert main(["account", "disconnect", "situs", "-w", folder]) == 0
    assert main(["account", "connect", "situs", "-w", folder]) == 2
    assert "not connected by OAuth" in capsys.readouterr().err


def test_a_version_that_has_ended_is_said(office: Office) -> None:
    office.platforms = {"kanal": Channel(ends=date(2026, 1, 1))}
    with office.found(with_account("kanal", options=APP)) as workspace:
        (found,) = workspace.accounts.check("kanal", ask=False)
    assert "switched version 2026-01 of its API off" in found.warnings[0]


def test_offline_a_credential_that_leads_nowhere_and_a_connection_that_was_never_made_are_seen(office: Office) -> None:
    office.platforms = {"kanal": Channel(), "sandbox": Sandbox()}
    with office.found(with_account("kanal", options=APP)) as workspace:
        (found,) = workspace.accounts.check("kanal", ask=False)
        assert not found.can_post
        assert "govpr account connect kanal" in found.problems[0]
    with office.found(with_account("sandbox", "coba", credential="env:TIDAK_ADA")) as workspace:
        (found,) = workspace.accounts.check("coba", ask=False)
        assert not found.can_post
        assert "env:TIDAK_ADA" in found.problems[0]
