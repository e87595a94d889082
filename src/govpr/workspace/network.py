"""What sends an account's calls: the newsroom's folder, or a client with the account's session."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from attrs import Factory, field, frozen

from govpr.errors import Misconfigured
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.http.client import Client
from govpr.http.credentials import resolve
from govpr.http.guards import host_of
from govpr.http.sessions import Session
from govpr.http.tokens import FileTokens
from govpr.models import Account
from govpr.platforms.protocol import Platform, SignsIn
from govpr.workspace.context import Context
from govpr.workspace.delivering import NEWSROOM, newsroom_of


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

    def sync(self, client: Client) -> Callable[[Account], Callable[[Call], Reply]]:
        """Gives what sends the calls of an account."""

        def sender(account: Account) -> Callable[[Call], Reply]:
            if account.platform == NEWSROOM:
                return newsroom_of(self._context).send
            return client.sender(self._session(account), self._hosts(account))

        return sender

    def asynchronous(self, client: AsyncClient) -> Callable[[Account], Callable[[Call], Awaitable[Reply]]]:
        """Gives what sends the calls of an account, to be awaited."""

        def sender(account: Account) -> Callable[[Call], Awaitable[Reply]]:
            if account.platform == NEWSROOM:
                return _awaitable(newsroom_of(self._context).send)
            return client.sender(self._session(account), self._hosts(account))

        return sender

    def _hosts(self, account: Account) -> frozenset[str]:
        own = {host_of(account.server)} if account.server else set()
        return self._platforms[account.platform].hosts | own

    def _session(self, account: Account) -> Session:
        if account.id not in self._sessions:
            self._sessions[account.id] = self._new_session(account)
        return self._sessions[account.id]

    def _new_session(self, account: Account) -> Session:
        platform, kept = self._platforms[account.platform], FileTokens(self._context.home.sessions)
        credential = partial(_credential, account)
        if not isinstance(platform, SignsIn):
            return Session(credential)
        return Session(
            credential,
            sign_in=partial(platform.sign_in, account),
            renew=partial(platform.renew, account),
            load=partial(kept.load, account.id),
            save=partial(kept.save, account.id),
        )


def _credential(account: Account) -> str:
    if account.credential is None:
        raise Misconfigured(f"the account {account.id} has no credential; name one in the agency's file")
    return resolve(account.credential)


def _awaitable(send: Callable[[Call], Reply]) -> Callable[[Call], Awaitable[Reply]]:
    async def answer(call: Call) -> Reply:
        return send(call)

    return answer
