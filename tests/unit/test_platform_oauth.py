"""Accounts that are connected by OAuth: the consent page, the code, and tokens that are renewed in time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from attrs import evolve, frozen

from govpr.content.rules import Length, Rules
from govpr.errors import Misconfigured, ProtocolError, Unauthorized
from govpr.http.calls import Call, Flow
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.replies import expect
from govpr.http.sessions import Session, Tokens
from govpr.http.tokens import FileTokens
from govpr.models import Account, Receipt
from govpr.platforms.access import joining, session
from govpr.platforms.facebook import Facebook
from govpr.platforms.instagram import Instagram
from govpr.platforms.oauth import OAuth, Pkce, Proof, at_server, consent_url, exchange, lengthen
from govpr.platforms.protocol import Outgoing

NOW = datetime(2026, 12, 1, tzinfo=UTC)
HOSTS = frozenset({"kanal.example"})
OAUTH = OAuth(
    authorize="https://kanal.example/izin",
    token="https://kanal.example/token",
    scopes=("tulis", "baca"),
    ahead=timedelta(minutes=5),
    source="https://kanal.example/dokumen",
)
ACCOUNT = Account(
    id="humas",
    platform="kanal",
    handle="humas",
    agency="contoh",
    options={"client_id": "app-7", "client_secret": "env:APP"},
)


@frozen
class Channel:
    """It is connected by OAuth."""

    oauth: OAuth = OAUTH
    name = "kanal"
    hosts = HOSTS
    rules = Rules(text=Length(limit=500), source="x")

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        body = expect((yield Call("POST", "https://kanal.example/kirim")))
        return Receipt(id=body["id"])


class Service:
    """Its tokens last an hour; each refresh token works once."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, list[str]], str]] = []
        self.turn = 1

    def __call__(self, request: httpx.Request) -> httpx.Response:
        target = request.extensions.get("target", request.url.raw_path).decode()
        form = parse_qs(request.content.decode()) | parse_qs(urlsplit(target).query)
        signed = request.headers.get("authorization", "")
        self.asked.append((urlsplit(target).path, form, signed))
        if request.url.path == "/kirim":
            return httpx.Response(200 if signed == f"Bearer a{self.turn}" else 401, json={"id": "1"})
        if form.get("refresh_token", [f"r{self.turn}"]) != [f"r{self.turn}"]:
            return httpx.Response(400, json={"error": "invalid_grant"})
        self.turn += 1
        given = {"access_token": f"a{self.turn}", "refresh_token": f"r{self.turn}", "expires_in": 3600}
        return httpx.Response(200, json=given)


def client(service: Callable[[httpx.Request], httpx.Response], now: list[datetime]) -> Client:
    return Client(transport=httpx.MockTransport(service), clock=lambda: now[0], sleep=lambda _: None)


def connected(kept: FileTokens, oauth: OAuth = OAUTH) -> Session:
    return session(Channel(oauth), ACCOUNT, kept=kept, find={"env:APP": "rahasia-app"}.__getitem__)


def asking(service: Service, own: Session, now: list[datetime]) -> int:
    with client(service, now) as http:
        return http.sender(own, HOSTS)(Call("POST", "https://kanal.example/kirim")).status


def give(kept: FileTokens, tokens: Tokens) -> None:
    """Keep tokens as a connected account has them, under whatever name the session looks for."""

    class Spy(FileTokens):
        def load(self, name: str) -> Tokens | None:
            kept.save(name, tokens)
            return None

    with pytest.raises(Unauthorized):
        run(session(Channel(), ACCOUNT, kept=Spy(kept.folder, kept.key)).renewal(None), lambda _: pytest.fail("asked"))


def test_the_challenge_is_that_of_the_standard() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636, appendix B
    query = parse_qs(urlsplit(consent_url(OAUTH, "app-7", "https://a.example/", "s", verifier)).query)
    assert query["code_challenge"] == ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"]
    assert query["scope"] == ["tulis baca"]
    assert verifier not in str(query)
    digits = evolve(OAUTH, pkce=Pkce.HEX, separator=",", client="client_key", extra={"prompt": "consent"})
    other = parse_qs(urlsplit(consent_url(digits, "app-7", "https://a.example/", "s", verifier)).query)
    assert len(other["code_challenge"][0]) == 64
    assert (other["scope"], other["client_key"], other["prompt"]) == (["tulis,baca"], ["app-7"], ["consent"])
    assert "code_challenge" not in consent_url(evolve(OAUTH, pkce=Pkce.NONE), "a", "https://a.example/", "s", verifier)


def traded(oauth: OAuth) -> tuple[Service, Tokens]:
    service = Service()
    own = Session(
        lambda: "",
        sign_in=lambda: exchange(oauth, ACCOUNT, "https://a.example/"),
        app=lambda: ("app-7", "rahasia-app"),
        given={"code": "kode", "verifier": "bukti"},
    )
    with client(service, [NOW]) as http:
        return service, http.tokens(own, HOSTS)


def test_a_code_becomes_tokens_and_the_app_proves_itself_as_the_service_wants() -> None:
    service, tokens = traded(OAUTH)
    assert tokens == Tokens(access="a2", refresh="r2", expires=NOW + timedelta(hours=1))
    (_, form, signed), *_ = service.asked
    assert form["code"] == ["kode"]
    assert (form["code_verifier"], form["client_secret"], form["client_id"]) == (["bukti"], ["rahasia-app"], ["app-7"])
    assert signed == ""
    service, _ = traded(evolve(OAUTH, proof=Proof.BASIC))
    (_, form, signed), *_ = service.asked
    assert signed == "Basic YXBwLTc6cmFoYXNpYS1hcHA="
    assert "client_secret" not in form
    service, _ = traded(evolve(OAUTH, proof=Proof.NONE, pkce=Pkce.NONE))
    assert {"client_secret", "code_verifier"}.isdisjoint(service.asked[0][1])


def test_a_token_is_renewed_before_it_ends_and_written_before_it_is_used(tmp_path: Path) -> None:
    kept, service, now = FileTokens(tmp_path, bytes(32)), Service(), [NOW]
    give(kept, Tokens(access="a1", refresh="r1", expires=NOW + timedelta(minutes=30)))
    own = connected(kept)
    assert asking(service, own, now) == 200
    assert [path for path, _, _ in service.asked] == ["/kirim"]
    now[0] += timedelta(minutes=26)
    assert asking(service, own, now) == 200
    assert [path for path, _, _ in service.asked] == ["/kirim", "/token", "/kirim"]
    assert asking(service, connected(kept), now) == 200  # another process finds what this one was given


def test_a_refusal_in_time_does_no_harm_and_of_two_processes_the_slower_takes_the_others_tokens(tmp_path: Path) -> None:
    kept, service, now = FileTokens(tmp_path, bytes(32)), Service(), [NOW]
    give(kept, Tokens(access="a1", refresh="r1", expires=NOW + timedelta(minutes=30)))
    slow, fast = connected(kept), connected(kept)
    assert asking(service, slow, now) == asking(service, fast, now) == 200
    now[0] += timedelta(minutes=26)
    busy = Service()
    down = lambda request: busy(request) if request.url.path == "/kirim" else httpx.Response(503)  # noqa: E731
    with client(down, now) as http:
        assert http.sender(slow, HOSTS)(Call("POST", "https://kanal.example/kirim")).status == 200
    assert asking(service, fast, now) == 200
    assert asking(service, slow, now) == 200
    assert service.turn == 2


def test_who_is_not_connected_is_told_how(tmp_path: Path) -> None:
    with pytest.raises(Unauthorized, match="govpr account connect humas"):
        asking(Service(), connected(FileTokens(tmp_path, bytes(32))), [NOW])
    nothing = session(Channel(), evolve(ACCOUNT, options={}), kept=FileTokens(tmp_path, bytes(32)))
    with pytest.raises(Misconfigured, match="no credential"):
        asking(Service(), nothing, [NOW])


def test_long_tokens_stand_in_no_address_that_anybody_sees() -> None:
    seen: list[str] = []

    def service(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/token":
            return httpx.Response(200, json={"access_token": "pendek", "expires_in": 3600})
        seen.append(request.extensions["target"].decode())
        assert "pendek" not in str(request.url)
        return httpx.Response(200, json={"access_token": "panjang", "expires_in": 5_184_000})

    meta = evolve(OAUTH, longer="https://kanal.example/panjang?id={client_id}&kunci={client}&token={access}")
    app = lambda: ("app-7", "rahasia-app")  # noqa: E731
    own = Session(
        lambda: "",
        sign_in=lambda: exchange(meta, ACCOUNT, "https://a.example/"),
        lengthen=[lambda: lengthen(meta, ACCOUNT, meta.longer)],
        app=app,
        given={"code": "kode", "verifier": "bukti"},
    )
    with client(service, [NOW]) as http:
        tokens = http.tokens(own, HOSTS)
    assert seen == ["/panjang?id=app-7&kunci=rahasia-app&token=pendek"]
    assert tokens.expires == NOW + timedelta(days=60)


def test_a_person_consents_and_the_token_of_the_page_is_kept(tmp_path: Path) -> None:
    """Facebook: a code gives a short token of a person, that a long one, and that the Page's own, which has no end."""
    seen: list[str] = []
    answers: dict[str, list[dict[str, object]]] = {
        "/v26.0/oauth/access_token": [{"access_token": "pendek", "expires_in": 3600}, {"access_token": "panjang"}],
        "/v26.0/1000": [{"id": "1000", "access_token": "halaman"}],
    }

    def service(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions.get("target", request.url.raw_path).decode())
        assert not any(token in str(request.url) for token in ("pendek", "panjang", "rahasia"))
        return httpx.Response(200, json=answers[request.url.path].pop(0))

    account = evolve(ACCOUNT, platform="facebook", options={**ACCOUNT.options, "page": "1000"})
    kept, find = FileTokens(tmp_path, bytes(32)), {"env:APP": "rahasia-app"}.__getitem__
    own = joining(Facebook.oauth, account, redirect="https://a.example/", given={"code": "kode"}, kept=kept, find=find)
    with client(service, [NOW]) as http:
        assert http.tokens(own, Facebook.hosts) == Tokens(access="halaman")
    assert [one.partition("?")[2] for one in seen] == [
        "",
        "grant_type=fb_exchange_token&client_id=app-7&client_secret=rahasia-app&fb_exchange_token=pendek",
        "fields=access_token&access_token=panjang",
    ]
    with pytest.raises(Unauthorized, match="govpr account connect humas"):  # nothing renews it
        run(
            session(Facebook(), account, kept=kept, find=find).renewal(Tokens(access="halaman")),
            lambda _: pytest.fail("asked"),
        )


@pytest.mark.parametrize("listed", [True, False])
def test_instagram_gives_its_tokens_in_a_list_or_as_they_are(listed: bool, tmp_path: Path) -> None:
    granted = {"access_token": "pendek", "user_id": 1020, "permissions": "instagram_business_basic"}
    answers: dict[str, object] = {
        "/oauth/access_token": {"data": [granted]} if listed else granted,
        "/access_token": {"access_token": "panjang", "token_type": "bearer", "expires_in": 5_183_944},
        "/refresh_access_token": {"access_token": "baru", "token_type": "bearer", "expires_in": 5_183_944},
    }
    service = lambda request: httpx.Response(200, json=answers[request.url.path])  # noqa: E731
    kept, find = FileTokens(tmp_path, bytes(32)), {"env:APP": "rahasia-app"}.__getitem__
    account = evolve(ACCOUNT, platform="instagram")
    own = joining(Instagram.oauth, account, redirect="https://a.example/", given={"code": "kode"}, kept=kept, find=find)
    with client(service, [NOW]) as http:
        assert http.tokens(own, Instagram.hosts).access == "panjang"
        later = session(Instagram(), account, kept=kept, find=find)
        assert http.tokens(later, Instagram.hosts).access == "panjang"
        assert http.tokens(later, Instagram.hosts).access == "baru"


@pytest.mark.parametrize("body", [{"data": []}, {"data": [7]}, {"data": None}, []])
def test_a_list_without_a_grant_is_no_grant(body: object) -> None:
    sign_in = lambda: exchange(Instagram.oauth, ACCOUNT, "https://a.example/")  # noqa: E731
    own = Session(lambda: "", sign_in=sign_in, app=lambda: ("app-7", "rahasia-app"), given={"code": "kode"})
    with client(lambda _: httpx.Response(200, json=body), [NOW]) as http, pytest.raises(ProtocolError):
        http.tokens(own, Instagram.hosts)


def test_kept_tokens_are_encrypted(tmp_path: Path) -> None:
    FileTokens(tmp_path, bytes(32)).save("humas", Tokens(access="akses-rahasia", refresh="segar-rahasia"))
    (file,) = tmp_path.iterdir()
    assert b"rahasia" not in file.read_bytes()
    assert FileTokens(tmp_path, b"k" * 32).load("humas") is None
    assert FileTokens(tmp_path, bytes(32)).load("humas") == Tokens(access="akses-rahasia", refresh="segar-rahasia")


def test_an_ended_grant_is_said_whatever_the_status() -> None:
    ended = lambda _request: httpx.Response(200, json={"error": "invalid_grant"})  # noqa: E731  (TikTok's way)
    own = Session(
        lambda: "",
        sign_in=lambda: exchange(OAUTH, ACCOUNT, "https://a.example/"),
        app=lambda: ("app-7", "rahasia-app"),
        given={"code": "kode", "verifier": "bukti"},
    )
    with client(ended, [NOW]) as http, pytest.raises(Unauthorized, match="connect the account again"):
        http.tokens(own, HOSTS)


def test_a_service_of_many_servers_is_asked_at_the_accounts_own() -> None:
    many = evolve(OAUTH, authorize="{server}/izin", token="{server}/token")
    own = at_server(many, evolve(ACCOUNT, server="https://sosial.example/"))
    assert (own.authorize, own.token) == ("https://sosial.example/izin", "https://sosial.example/token")
