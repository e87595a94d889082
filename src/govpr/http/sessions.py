"""Sessions: who is signed in, how a call is signed, and how tokens are renewed once for all who wait.

A session decides; it sends nothing. Its `renewal` is a flow like any other, which a client runs under the session's
lock: of fifty callers whose token ended, one renews it and the others find it renewed. No flow ever sees a token.
"""

import asyncio
import threading
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import quote

from attrs import field, frozen

from govpr.errors import Misconfigured, Unauthorized
from govpr.http.calls import Call, Flow, Reply
from govpr.http.replies import refusal

CLIENT = "client"
"""The name of an OAuth app's own secret, and of the calls that it alone signs."""


@frozen(kw_only=True)
class Tokens:
    """What a sign-in gave. Never in a repr.

    Args:
        access: Signs ordinary calls.
        refresh: Signs the call that renews, or "".
        identity: Who the service says this is, as a DID, or "".
        expires: When `access` ends, where known.
    """

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    identity: str = ""
    expires: datetime | None = None


@frozen(kw_only=True)
class Grant:
    """What a single try may use.

    Args:
        headers: What signs it.
        secrets: What stands for each `Secret` in its body, or in its path.
        seal: Gives the headers that sign what goes out, from the headers so far, the body's bytes and the time.
    """

    headers: Mapping[str, str] = field(factory=dict, repr=False)
    secrets: Mapping[str, str] = field(factory=dict, repr=False)
    seal: Callable[[Mapping[str, str], bytes, datetime], Mapping[str, str]] | None = field(default=None, repr=False)


Seal: TypeAlias = Callable[[str, Mapping[str, str], bytes, datetime], Mapping[str, str]]
"""Gives headers for a secret, the headers so far, the bytes of a body and the time of sending."""


@frozen(kw_only=True)
class Signing:
    """How a service wants its calls signed.

    Args:
        header: The header that carries the credential; "" where calls ask for it themselves, as `Secret("key")`.
        scheme: The word before it, or "".
        basic: Whether it is a password that goes with the account's handle, as HTTP Basic (RFC 7617).
        seal: Signs the bytes of each call, in place of any header.
    """

    header: str = "Authorization"
    scheme: str = "Bearer"
    basic: bool = False
    seal: Seal | None = None


def lent(call: Call) -> Grant:
    """What signs a call that the session does not sign: the token that it was lent, or nothing.

    Args:
        call: The call.
    """
    return Grant(headers={"Authorization": f"Bearer {call.lent}"}) if call.lent else Grant()


class Session:
    """One account's credentials, for any number of callers at once.

    Args:
        credential: Gives the credential: a bearer token, or a password where there is a `sign_in`.
        sign_in: The flow that trades the credential for tokens; None where the credential signs calls itself.
        lengthen: Flows that trade the tokens of a sign-in for better ones, each with what the one before it gave.
        renew: The flow that trades old tokens for new ones.
        load: Gives the tokens of the last run, if any are kept.
        save: Keeps tokens for the next run.
        name: Whose session it is, for errors.
        scheme: The word before the token in its header, or ""; the Internet Archive says `LOW`.
        header: The header that carries the token; "" where calls ask for it themselves, as `Secret("key")`.
        user: The name that goes with a password, for HTTP Basic; "" where the token stands alone.
        seal: Signs the bytes of each call, in place of any header.
        app: Gives the id and the secret of an OAuth app, for sign-in and renewal; None where there is none.
        ahead: How long before its end a token is renewed.
        given: Secrets that a sign-in needs once, as the code of a consent page, by name.

    Example:
        >>> Session(lambda: "rahasia")
        Session(bearer, signed out)
    """

    def __init__(
        self,
        credential: Callable[[], str],
        *,
        sign_in: Callable[[], Flow[Tokens]] | None = None,
        lengthen: Sequence[Callable[[], Flow[Tokens]]] = (),
        renew: Callable[[Tokens], Flow[Tokens]] | None = None,
        load: Callable[[], Tokens | None] = lambda: None,
        save: Callable[[Tokens], None] = lambda _tokens: None,
        name: str = "",
        scheme: str = "Bearer",
        header: str = "Authorization",
        user: str = "",
        seal: Seal | None = None,
        app: Callable[[], tuple[str, str]] | None = None,
        ahead: timedelta = timedelta(minutes=1),
        given: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.name, self._scheme, self._header, self._user, self._seal = name, scheme, header, user, seal
        self.lock = threading.Lock()
        self.held: Tokens | None = None
        self._credential, self._sign_in, self._lengthen, self._renew = credential, sign_in, lengthen, renew
        self._load, self._save = load, save
        self._app, self._ahead, self._given = app, ahead, given
        self._refused: str | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task_lock = asyncio.Lock()

    def __repr__(self) -> str:
        kind = "bearer" if self._sign_in is None else "sign-in"
        return f"Session({kind}, {'signed out' if self.held is None else 'signed in'})"

    def task_lock(self) -> asyncio.Lock:
        """The lock of the running event loop's tasks; a lock cannot go from one loop to the next."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._task_lock = loop, asyncio.Lock()
        return self._task_lock

    def ending(self, now: datetime) -> bool:
        """Whether the token should be renewed before it is used: it ends soon, and can be renewed.

        Args:
            now: The time.
        """
        held = self.held
        return held is not None and held.expires is not None and self._renew is not None and self._near(held, now)

    def over(self, now: datetime) -> bool:
        """Whether the token has ended.

        Args:
            now: The time.
        """
        return self.held is not None and self.held.expires is not None and self.held.expires <= now

    def _near(self, held: Tokens, now: datetime) -> bool:
        return held.expires is not None and held.expires - self._ahead <= now

    def grant(self, call: Call, tokens: Tokens) -> Grant:
        """What signs an ordinary call.

        Args:
            call: The call.
            tokens: The session's tokens.

        Raises:
            Misconfigured: The token holds a line break, or letters beyond ASCII. It is never repeated.
        """
        if not call.signed:
            return Grant()
        token = tokens.refresh if call.token == "refresh" else tokens.access  # noqa: S105  (a kind of token)
        secrets = {"key": token} if self._sign_in is None else {}
        if self._seal is not None:
            return Grant(secrets=secrets, seal=partial(self._seal, token))
        if not self._header:
            return Grant(secrets=secrets)
        if not (token.isascii() and token.isprintable()):  # the error of a lower layer would repeat it
            raise Misconfigured(
                "the credential has a character that no header can carry: is it one line?", where=self.name
            )
        shown = b64encode(f"{self._user}:{token}".encode()).decode() if self._user else token
        return Grant(headers={self._header: f"{self._scheme} {shown}".strip()}, secrets=secrets)

    def own_grant(self, call: Call) -> Grant:
        """What a call of `renewal` may use: it alone may have the password in its body.

        Args:
            call: The call.
        """
        tokens = self.held or Tokens(access="")
        if self._app is not None:
            return self._app_grant(call, tokens, *self._app())
        secrets = {"refresh": tokens.refresh} if tokens.refresh else {"password": self._credential()}
        return Grant(headers=self.grant(call, tokens).headers, secrets=secrets)

    def _app_grant(self, call: Call, tokens: Tokens, client: str, secret: str) -> Grant:
        proof = b64encode(f"{quote(client, safe='')}:{quote(secret, safe='')}".encode()).decode()  # RFC 6749, 2.3.1
        headers = {"Authorization": f"Basic {proof}"} if call.token == CLIENT else {}
        known = {"refresh": tokens.refresh, "access": tokens.access, CLIENT: secret, **self._given}
        return Grant(headers=headers, secrets={name: value for name, value in known.items() if value})

    def renewal(self, used: Tokens | None) -> Flow[Tokens]:
        """Tokens other than those that were used: someone else's, or new ones.

        Args:
            used: What the service did not accept, or None at the start.

        Raises:
            Unauthorized: The credential itself is not accepted.
        """
        held = self._other(used)
        if held is None:
            held = yield from self._anew(used)
            self._save(held)
        self.held = held
        return held

    def _other(self, used: Tokens | None) -> Tokens | None:
        for tokens in (self.held, self._load()):
            if tokens is not None and (used is None or tokens.access != used.access):
                return tokens
        return None

    def _anew(self, used: Tokens | None) -> Flow[Tokens]:
        if self._sign_in is None:
            return self._reread(used)
        if self._renew is not None and used is not None and (used.refresh or self._app is not None):
            try:
                self.held = used
                return (yield from self._renew(used))
            except Unauthorized:  # the refresh token has ended too: perhaps because another process was faster
                newer = self._other(used)
                if newer is not None:
                    return newer
        self.held = None
        tokens = yield from self._signed_in(self._sign_in)
        for better in self._lengthen:
            self.held = tokens
            tokens = yield from better()
        return tokens

    def _reread(self, used: Tokens | None) -> Tokens:
        tokens = Tokens(access=self._credential())
        if used is not None and tokens.access == used.access:
            raise Unauthorized("the service does not accept the token", where=self.name)
        return tokens

    def _signed_in(self, sign_in: Callable[[], Flow[Tokens]]) -> Flow[Tokens]:
        password = self._credential() if self._app is None else None
        if (
            password is not None and password == self._refused
        ):  # services count sign-ins, and lock accounts that fail too often
            what = "the service has refused this credential before; it is not tried again"
            raise Unauthorized(what, where=self.name)
        try:
            return (yield from sign_in())
        except Unauthorized:
            self._refused = password
            raise


def ended(reply: Reply) -> bool:
    """Whether the service says that the token has ended: 401, or the 400 `ExpiredToken` of AT Protocol servers.

    Args:
        reply: The answer.

    Example:
        >>> ended(Reply(400, body=b'{"error": "ExpiredToken"}')), ended(Reply(400, body=b'{"error": "InvalidRequest"}'))
        (True, False)
    """
    return reply.status in (400, 401) and isinstance(refusal(reply), Unauthorized)
