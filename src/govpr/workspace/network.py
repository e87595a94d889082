"""What sends an account's calls: a folder on this machine, or a client with the account's session."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from attrs import Factory, field, frozen

from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.http.client import Client
from govpr.http.credentials import resolve
from govpr.http.sessions import Session
from govpr.http.tokens import FileTokens
from govpr.lines import APPRISE, LINES, NEWSLETTER, AppriseLine, MailLine
from govpr.models import Account
from govpr.observing.spans import watched, watched_async
from govpr.platforms.access import credential_of, hosts, session
from govpr.platforms.protocol import Platform
from govpr.sandbox import SandboxFolder
from govpr.workspace.context import Context
from govpr.workspace.delivering import NEWSROOM, newsroom_of

SANDBOX = "sandbox"


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
    _mail: dict[str, MailLine] = field(init=False, repr=False, default=Factory(dict))

    def sync(self, client: Client) -> Callable[[Account], Callable[[Call], Reply]]:
        """Gives what sends the calls of an account."""

        def sender(account: Account) -> Callable[[Call], Reply]:
            here = self._here(account)
            return watched(here or client.sender(self._session(account), self._hosts(account)))

        return sender

    def asynchronous(self, client: AsyncClient) -> Callable[[Account], Callable[[Call], Awaitable[Reply]]]:
        """Gives what sends the calls of an account, to be awaited."""

        def sender(account: Account) -> Callable[[Call], Awaitable[Reply]]:
            here = self._here(account)
            if here is None:
                return watched_async(client.sender(self._session(account), self._hosts(account)))
            return watched_async(_aside(here) if account.platform in LINES else _awaitable(here))

        return sender

    def _here(self, account: Account) -> Callable[[Call], Reply] | None:
        """What answers in place of a client: a folder on this machine, or a line of another kind."""
        if account.platform == NEWSROOM:
            return newsroom_of(self._context).send
        if account.platform == NEWSLETTER:
            return self._mail_line(account).send
        if account.platform == APPRISE:
            return AppriseLine(partial(credential_of, account, resolve)).send
        return SandboxFolder(self._context.home.sandbox).send if account.platform == SANDBOX else None

    def _mail_line(self, account: Account) -> MailLine:
        """One for each account: its messages go through one connection."""
        if account.id not in self._mail:
            user = account.options.get("user", account.handle) if account.credential else ""
            self._mail[account.id] = MailLine(user, partial(credential_of, account, resolve))
        return self._mail[account.id]

    def close(self) -> None:
        """Let go of connections that are this round's alone."""
        for line in self._mail.values():
            line.close()

    def _hosts(self, account: Account) -> frozenset[str]:
        return hosts(self._platforms[account.platform], account)

    def _session(self, account: Account) -> Session:
        if account.id not in self._sessions:
            kept = FileTokens(self._context.home.sessions, self._context.key)
            self._sessions[account.id] = session(self._platforms[account.platform], account, kept=kept)
        return self._sessions[account.id]


def _awaitable(send: Callable[[Call], Reply]) -> Callable[[Call], Awaitable[Reply]]:
    async def answer(call: Call) -> Reply:
        return send(call)

    return answer


def _aside(send: Callable[[Call], Reply]) -> Callable[[Call], Awaitable[Reply]]:
    """In a thread, so that the event loop goes on while a line waits."""

    async def answer(call: Call) -> Reply:
        return await asyncio.to_thread(send, call)

    return answer
