"""What sends an account's calls: what stands behind their scheme on this machine, or a client with its session."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import cache, partial
from typing import Protocol

from attrs import Factory, field, frozen

from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.http.client import Client
from govpr.http.credentials import resolve
from govpr.http.sessions import Session
from govpr.http.tokens import FileTokens
from govpr.lines import APPRISE, MAIL, OUTWARD, AppriseLine, MailLine
from govpr.models import Account
from govpr.observing.spans import watched, watched_async
from govpr.platforms.access import credential_of, hosts, session
from govpr.platforms.protocol import Platform
from govpr.sandbox import SandboxFolder
from govpr.workspace.context import Context
from govpr.workspace.delivering import newsroom_of

_WEB = frozenset({"http", "https"})


class Line(Protocol):
    """What answers calls of one scheme."""

    def send(self, call: Call) -> Reply:
        """Answer a call."""


@frozen
class Lines:
    """A line to each account, for one round: callers of one account share its session.

    Args:
        context: The workspace.
        platforms: The platforms of the round, by name.
    """

    _context: Context
    _platforms: Mapping[str, Platform]
    _sessions: dict[str, Session] = field(init=False, repr=False, default=Factory(dict))
    _lines: dict[tuple[str, str], Line] = field(init=False, repr=False, default=Factory(dict))

    def sync(self, client: Client) -> Callable[[Account], Callable[[Call], Reply]]:
        """Gives what sends the calls of an account."""

        def sender(account: Account) -> Callable[[Call], Reply]:
            over_http = cache(lambda: client.sender(self._session(account), self._hosts(account)))

            def send(call: Call) -> Reply:
                line = self._line(account, _scheme(call))
                return over_http()(call) if line is None else line.send(call)

            return watched(send)

        return sender

    def asynchronous(self, client: AsyncClient) -> Callable[[Account], Callable[[Call], Awaitable[Reply]]]:
        """Gives what sends the calls of an account, to be awaited."""

        def sender(account: Account) -> Callable[[Call], Awaitable[Reply]]:
            over_http = cache(lambda: client.sender(self._session(account), self._hosts(account)))

            async def send(call: Call) -> Reply:
                scheme = _scheme(call)
                line = self._line(account, scheme)
                if line is None:
                    return await over_http()(call)
                if scheme in OUTWARD:  # in a thread, so that the event loop goes on while the line waits
                    return await asyncio.to_thread(line.send, call)
                return line.send(call)

            return watched_async(send)

        return sender

    def close(self) -> None:
        """Let go of connections that are this round's alone."""
        for line in self._lines.values():
            if isinstance(line, MailLine):
                line.close()

    def _line(self, account: Account, scheme: str) -> Line | None:
        """One for each account, so that its messages go through one connection; None where a client sends."""
        if scheme in _WEB:
            return None
        key = account.id, scheme
        if key not in self._lines:
            line = self._made(account, scheme)
            if line is None:
                return None
            self._lines[key] = line
        return self._lines[key]

    def _made(self, account: Account, scheme: str) -> Line | None:
        if scheme in MAIL:
            user = account.options.get("user", account.handle) if account.credential else ""
            return MailLine(user, partial(credential_of, account, resolve))
        if scheme == APPRISE:
            return AppriseLine(partial(credential_of, account, resolve))
        if scheme == "newsroom":
            return newsroom_of(self._context)
        return SandboxFolder(self._context.home.sandbox) if scheme == "sandbox" else None

    def _hosts(self, account: Account) -> frozenset[str]:
        return hosts(self._platforms[account.platform], account)

    def _session(self, account: Account) -> Session:
        if account.id not in self._sessions:
            kept = FileTokens(self._context.home.sessions, self._context.key)
            self._sessions[account.id] = session(self._platforms[account.platform], account, kept=kept)
        return self._sessions[account.id]


def _scheme(call: Call) -> str:
    return call.url.partition(":")[0]
