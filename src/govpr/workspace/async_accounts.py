"""Accounts in an asynchronous workspace: services are asked all at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from attrs import frozen

from govpr.content.rules import Rules
from govpr.errors import DeliveryError
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.http.drivers import arun
from govpr.models import Account
from govpr.platforms.inspection import AccountCheck
from govpr.platforms.protocol import Adapts, Inspects
from govpr.workspace.accounts import Accounts, Consenting, Inquiry, connection, inquiries, on_platform
from govpr.workspace.async_parts import aside
from govpr.workspace.limits import keep_limits
from govpr.workspace.network import Lines


@frozen
class AsyncAccounts:
    """As `govpr.workspace.accounts.Accounts`."""

    _sync: Accounts
    _client: AsyncClient

    async def all(self) -> tuple[Account, ...]:
        """As `Accounts.all`."""
        return await aside(self._sync.all)

    async def check(self, *accounts: str, ask: bool = True) -> tuple[AccountCheck, ...]:
        """As `Accounts.check`."""
        context, known = self._sync._context, await self.all()  # noqa: SLF001  (its other half)
        asked = await aside(lambda: tuple(inquiries(context, known, accounts, ask=ask)))
        lines = Lines(context, context.platforms(known)).asynchronous(self._client)
        return tuple(await asyncio.gather(*(self._checked(one, lines) for one in asked)))

    async def limits(self, account: str) -> Rules:
        """As `Accounts.limits`."""
        context, known = self._sync._context, await self.all()  # noqa: SLF001  (its other half)
        own, platform = on_platform(context, known, account)
        if not isinstance(platform, Adapts):
            return platform.rules
        lines = Lines(context, {own.platform: platform}).asynchronous(self._client)
        rules = await arun(platform.limits(own), lines(own))
        await aside(keep_limits, context, own, rules)
        return rules

    async def consenting(self, account: str, redirect: str) -> Consenting:
        """As `Accounts.consenting`."""
        return await aside(self._sync.consenting, account, redirect)

    async def connect(self, question: Consenting, code: str, state: str) -> datetime | None:
        """As `Accounts.connect`."""
        own, allowed = await aside(connection, self._sync._context, question, code, state)  # noqa: SLF001
        return (await self._client.tokens(own, allowed)).expires

    async def disconnect(self, account: str) -> None:
        """As `Accounts.disconnect`."""
        await aside(self._sync.disconnect, account)

    async def _checked(
        self, asked: Inquiry, lines: Callable[[Account], Callable[[Call], Awaitable[Reply]]]
    ) -> AccountCheck:
        if not asked.ask or not isinstance(asked.platform, Inspects):
            return asked.answer(None)
        try:
            return asked.answer(await arun(asked.platform.inspect(asked.account), lines(asked.account)))
        except DeliveryError as error:
            return asked.answer(error)
