"""OAuth 2 for accounts: the consent page, the code that comes back, and tokens that are renewed (RFC 6749, RFC 7636).

A platform declares an `OAuth`; everything that services do differently is a field of it. No flow here sees a secret:
the code, its verifier and the client's own secret are places that the session fills.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable
from urllib.parse import quote, urlencode

from attrs import evolve, field, frozen

from govpr.errors import Unauthorized
from govpr.http.calls import Call, Flow, Form, Reply, Secret
from govpr.http.replies import expect, required, said
from govpr.http.sessions import CLIENT, Tokens
from govpr.models import Account

CLIENT_ID, CLIENT_SECRET = "client_id", "client_secret"
"""The options of an account that is connected by OAuth: the app's id, and a reference to its secret."""
_ENDED = frozenset({"invalid_grant", "invalid_request", "access_denied"})


class Pkce(StrEnum):
    """How the verifier is shown beforehand (RFC 7636)."""

    S256 = "S256"
    HEX = "hexadecimal S256"
    """TikTok writes the digest in hexadecimal digits."""
    NONE = "none"


class Proof(StrEnum):
    """How the app proves that it is itself."""

    BODY = "body"
    BASIC = "basic"
    NONE = "none"


@frozen(kw_only=True)
class OAuth:
    """How a service connects accounts.

    Args:
        authorize: The address of its consent page; `{server}` stands for the account's server, in all addresses.
        token: Where codes and old tokens are traded for new ones.
        scopes: What is asked for.
        separator: What stands between scopes.
        pkce: How the verifier is shown.
        proof: How the app proves itself.
        client: What the service calls the app's id.
        extra: What the consent page needs besides.
        longer: For services whose first token is short: the address that gives a long one for it, with the places
            `{access}` and `{client}`, which are filled on the wire; "" elsewhere.
        own: For services where the token of a person gives the one of the account: the address that does so, with the
            place `{access}` and the names of the account's options, as `{page}`; "" elsewhere.
        renewal: For services that renew an access token by itself: the address, in the same way; "" where there are
            refresh tokens.
        ahead: How long before its end a token is renewed.
        lasts: How long a token lasts where the service does not say.
        warns: How many days before the end of what only a person can renew it is told.
        source: Where the service documents it.
    """

    authorize: str
    token: str
    scopes: tuple[str, ...]
    separator: str = " "
    pkce: Pkce = Pkce.S256
    proof: Proof = Proof.BODY
    client: str = "client_id"
    extra: Mapping[str, str] = field(factory=dict)
    longer: str = ""
    own: str = ""
    renewal: str = ""
    ahead: timedelta = timedelta(minutes=5)
    lasts: timedelta | None = None
    warns: int = 14
    source: str


@runtime_checkable
class Connects(Protocol):
    """Its accounts are connected by OAuth: `govpr account connect`."""

    @property
    def oauth(self) -> OAuth:
        """How."""


def at_server(oauth: OAuth, account: Account) -> OAuth:
    """How the account's own server does it, for services that are many servers.

    Args:
        oauth: How such servers do it.
        account: What names one.
    """
    own = (account.server or "").rstrip("/")
    names = ("authorize", "token", "longer", "own", "renewal")
    return evolve(oauth, **{name: getattr(oauth, name).replace("{server}", own) for name in names})


def consent_url(oauth: OAuth, client: str, redirect: str, state: str, verifier: str) -> str:
    """The address of the page where the account's owner says yes.

    Args:
        oauth: How the service does it.
        client: The app's id.
        redirect: Where the owner is sent afterwards, as registered with the service.
        state: A random text that comes back: it ties the answer to this question.
        verifier: A random text of 43 characters at least, kept until the code comes.

    Example:
        >>> x = OAuth(authorize="https://x.example/yes", token="https://x.example/t", scopes=("post",), source="")
        >>> consent_url(x, "7", "https://a.example", "s", "v" * 43).partition("&code_challenge=")[0]
        'https://x.example/yes?response_type=code&client_id=7&redirect_uri=https%3A%2F%2Fa.example&scope=post&state=s'
    """
    query = {
        "response_type": "code",
        oauth.client: client,
        "redirect_uri": redirect,
        "scope": oauth.separator.join(oauth.scopes),
        "state": state,
        **_challenge(oauth.pkce, verifier),
        **oauth.extra,
    }
    return f"{oauth.authorize}?{urlencode(query)}"


def _challenge(pkce: Pkce, verifier: str) -> dict[str, str]:
    if pkce is Pkce.NONE:
        return {}
    digest = hashlib.sha256(verifier.encode())
    shown = digest.hexdigest() if pkce is Pkce.HEX else urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
    return {"code_challenge": shown, "code_challenge_method": "S256"}


def exchange(oauth: OAuth, account: Account, redirect: str) -> Flow[Tokens]:
    """Trade the code for tokens; the session has it as `Secret("code")`, and the verifier as `Secret("verifier")`.

    Args:
        oauth: How the service does it.
        account: Whose app id it is.
        redirect: The same as on the consent page.

    Raises:
        Unauthorized: The service does not take the code: it is old, or was used before.
    """
    fields: dict[str, str | Secret] = {
        "grant_type": "authorization_code",
        "code": Secret("code"),
        "redirect_uri": redirect,
        **({} if oauth.pkce is Pkce.NONE else {"code_verifier": Secret("verifier")}),
    }
    return (yield from _traded(oauth, account, fields))


def lengthen(oauth: OAuth, account: Account, address: str) -> Flow[Tokens]:
    """Trade a token for a better one, where the service does it so: Meta's long ones last sixty days.

    Args:
        oauth: How the service does it.
        account: Whose app id and options they are.
        address: One of its addresses: `longer` or `own`.
    """
    return (yield from _read(oauth, account, address))


def renew(oauth: OAuth, account: Account) -> Flow[Tokens]:
    """Trade what an earlier answer gave for new tokens; the session has it as `Secret("refresh")`.

    Args:
        oauth: How the service does it.
        account: Whose app id it is.

    Raises:
        Unauthorized: It has ended: the account has to be connected again.
    """
    if oauth.renewal:
        return (yield from _read(oauth, account, oauth.renewal))
    return (yield from _traded(oauth, account, {"grant_type": "refresh_token", "refresh_token": Secret("refresh")}))


def _read(oauth: OAuth, account: Account, template: str) -> Flow[Tokens]:
    address = template
    for name, value in account.options.items():
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    places = " ".join(name for name in ("access", CLIENT) if f"{{{name}}}" in address)
    reply = yield Call("GET", address, token="", fills=places)
    return _tokens(oauth, expect(_honest(reply)), reply)


def _traded(oauth: OAuth, account: Account, fields: Mapping[str, str | Secret]) -> Flow[Tokens]:
    known: dict[str, str | Secret] = {oauth.client: account.options.get(CLIENT_ID, "")}
    if oauth.proof is Proof.BODY:
        known["client_secret"] = Secret(CLIENT)
    proof = CLIENT if oauth.proof is Proof.BASIC else ""
    reply = yield Call("POST", oauth.token, Form({**fields, **known}), token=proof)
    return _tokens(oauth, expect(_honest(reply)), reply)


def _honest(reply: Reply) -> Reply:
    """Services refuse a grant that has ended with a code for it (RFC 6749, 5.2): that is no fault of the request."""
    if reply.status < 500 and said(reply)[0] in _ENDED:  # noqa: PLR2004  (TikTok says so with a 200)
        what = "the service does not take this grant any more; connect the account again: govpr account connect"
        raise Unauthorized(what, code=said(reply)[0], status=reply.status)
    return reply


def _tokens(oauth: OAuth, body: Any, reply: Reply) -> Tokens:
    if isinstance(body, dict) and isinstance(body.get("data"), list):
        body = next(iter(body["data"]), None)  # Instagram documents a list of one grant
    access = required(body, reply, "access_token")
    refresh = body.get("refresh_token")
    kept = refresh if isinstance(refresh, str) and not oauth.renewal else ""
    identity = body.get("open_id") or body.get("user_id") or ""
    return Tokens(access=access, refresh=kept, identity=str(identity), expires=_end(oauth, body, reply.at))


def _end(oauth: OAuth, body: Mapping[str, Any], now: datetime | None) -> datetime | None:
    seconds = body.get("expires_in")
    known = isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 < seconds < 10**10
    span = timedelta(seconds=float(seconds)) if known and seconds is not None else oauth.lasts
    return None if span is None or now is None else now + span
