"""Where an account's calls may go, and what signs them."""

from pathlib import Path

import pytest
from attrs import evolve

from govpr.errors import Misconfigured
from govpr.http.sessions import Tokens
from govpr.http.tokens import FileTokens
from govpr.models import Account
from govpr.platforms.access import hosts, session
from govpr.platforms.bluesky import Bluesky
from govpr.platforms.mastodon import Mastodon
from govpr.testing import answer, converse, scripted

ACCOUNT = Account(
    id="humas",
    platform="bluesky",
    handle="humas.go.id",
    agency="contoh",
    server="https://PDS.contoh.go.id:8443",
    credential="env:SANDI",
)
TOKENS = {"accessJwt": "a", "refreshJwt": "r", "did": "did:plc:humas"}


def test_calls_may_go_to_the_platform_and_to_the_accounts_server() -> None:
    assert hosts(Mastodon(), ACCOUNT) == {"pds.contoh.go.id"}
    assert {"bsky.social", "public.api.bsky.app"} <= hosts(Bluesky(), evolve(ACCOUNT, server=None))


def test_an_account_without_a_credential_says_so_when_it_has_to_sign() -> None:
    own = session(Mastodon(), evolve(ACCOUNT, credential=None))
    error = converse(own.renewal(None), scripted({})).error
    assert isinstance(error, Misconfigured)
    assert "humas" in str(error)


def test_tokens_of_one_server_handle_or_credential_never_sign_for_another(tmp_path: Path) -> None:
    kept = FileTokens(tmp_path, bytes(32))
    routes = {"POST /*": answer(TOKENS)}
    signed_in = converse(session(Bluesky(), ACCOUNT, kept=kept).renewal(None), scripted(routes))
    assert signed_in.result == Tokens(access="a", refresh="r", identity="did:plc:humas")
    again = converse(session(Bluesky(), ACCOUNT, kept=kept).renewal(None), scripted(routes))
    assert again.calls == ()
    for other in (
        evolve(ACCOUNT, handle="lain.go.id"),
        evolve(ACCOUNT, server="https://lain.go.id"),
        evolve(ACCOUNT, credential="env:LAIN"),
    ):
        assert converse(session(Bluesky(), other, kept=kept).renewal(None), scripted(routes)).calls != ()


@pytest.fixture(autouse=True)
def _sandi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDI", "rahasia")
    monkeypatch.setenv("LAIN", "rahasia-lain")
