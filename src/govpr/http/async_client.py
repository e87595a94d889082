"""The asynchronous client: the twin of `client`, with the same decisions."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from collections.abc import Set as AbstractSet
from contextlib import aclosing
from datetime import UTC, datetime
from time import monotonic
from types import TracebackType
from typing import Any, Self

import httpx
from tenacity import AsyncRetrying

from govpr.errors import Misconfigured, Throttled, Unreachable
from govpr.http.bodies import Encoded
from govpr.http.calls import Call, Reply
from govpr.http.drivers import arun
from govpr.http.guards import answered_by, check, followed, host_of, looked_up, refuse_private
from govpr.http.replies import lost, unsent
from govpr.http.retry import Policy, plan
from govpr.http.sessions import Grant, Session, Tokens, ended, lent
from govpr.http.transports import is_direct, outward_async, request
from govpr.http.wire import MOST, USER_AGENT, Outbound, about_to_go, inbound, outbound, refuse_late, too_long

_REDIRECTS = 3


class AsyncClient:
    """Sends calls over HTTP; may be shared by the tasks of one event loop.

    Args:
        timeout: Seconds to connect, and between two bytes of an answer.
        policy: When a call is made again at once.
        transport: An httpx transport, for tests and proxies.
        user_agent: Who asks.
        clock: The time, aware.
        sleep: Waits for some seconds when awaited.
        most: The most bytes of an answer that are read.
    """

    def __init__(
        self,
        *,
        timeout: float = 30.0,
        policy: Policy | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        user_agent: str = USER_AGENT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        most: int = MOST,
    ) -> None:
        self._transport = transport or outward_async()
        self._direct = transport is None and is_direct()  # else somebody further on knows who is called
        self._timeout = httpx.Timeout(timeout).as_dict()
        self._policy, self._user_agent, self._most = policy or Policy(), user_agent, most
        self._clock, self._sleep = clock, sleep

    def sender(
        self, session: Session | None = None, hosts: AbstractSet[str] = frozenset()
    ) -> Callable[[Call], Awaitable[Reply]]:
        """What `arun` sends calls with.

        Args:
            session: Signs the calls; None leaves them unsigned.
            hosts: Hosts that may be called.
        """
        return lambda call: self._send(call, session, hosts)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _send(self, call: Call, session: Session | None, hosts: AbstractSet[str]) -> Reply:
        check(call, hosts)
        if call.after > 0:
            await self._sleep(call.after)
        if session is None or not call.signed or call.lent:
            return await self._led(call, hosts)
        tokens = await self._ready(session, hosts)
        reply = await self._tried(call, session.grant(call, tokens))
        if ended(reply):
            tokens = await self._renewed(session, tokens, hosts)
            reply = await self._tried(call, session.grant(call, tokens))
        return reply

    async def _ready(self, session: Session, hosts: AbstractSet[str]) -> Tokens:
        """The session's tokens, renewed before they end: a call in time is better than a refusal."""
        held = session.held or await self._renewed(session, None, hosts)
        if not session.ending(self._clock()):
            return held
        try:
            return await self._renewed(session, held, hosts)
        except (Unreachable, Throttled):
            if session.over(self._clock()):
                raise
            return held  # it still counts; the next call tries again

    async def _led(self, call: Call, hosts: AbstractSet[str]) -> Reply:
        reply = await self._tried(call, lent(call))
        for _ in range(_REDIRECTS):
            further = None if call.lent else followed(call, reply, hosts)
            if further is None:
                break
            check(further, hosts)
            call, reply = further, await self._tried(further, Grant())
        return reply

    async def tokens(self, session: Session, hosts: AbstractSet[str]) -> Tokens:
        """Sign in anew, whatever is kept.

        Args:
            session: Whose.
            hosts: Hosts that may be called.

        Raises:
            DeliveryError: The service gives no tokens.
        """
        return await self._renewed(session, session.held, hosts)

    async def _renewed(self, session: Session, used: Tokens | None, hosts: AbstractSet[str]) -> Tokens:
        async def send(call: Call) -> Reply:
            check(call, hosts)
            return await self._tried(call, session.own_grant(call))

        async with session.task_lock():
            return await arun(session.renewal(used), send)

    async def _tried(self, call: Call, grant: Grant) -> Reply:
        return await AsyncRetrying(**plan(call, self._policy), sleep=self._sleep)(self._once, call, grant)

    async def _once(self, call: Call, grant: Grant) -> Reply:
        ready, began = outbound(call, grant, self._user_agent, self._clock()), monotonic()
        content = None if ready.body is None else _content(ready.body, call.still)
        if call.public:
            refuse_private(call.url, await asyncio.to_thread(looked_up, call.url) if self._direct else ())
        try:
            extensions = {**_extensions(call, ready), "timeout": self._timeout}
            asked = request(call.method, call.url, ready.headers, content, extensions)
            async with aclosing(await self._transport.handle_async_request(asked)) as answer:
                if call.public and self._direct:  # the name may lead elsewhere by now
                    refuse_private(call.url, answered_by(answer.extensions.get("network_stream")))
                body = bytearray()
                async for chunk in answer.aiter_bytes():
                    body += chunk
                    if len(body) > self._most:
                        raise too_long(call, answer.status_code, self._most)
                    refuse_late(call, monotonic() - began)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise unsent(call) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise Misconfigured("the address is no web address", where=host_of(call.url)) from error
        except httpx.RequestError as error:
            raise lost(call, f"the answer was lost ({type(error).__name__})") from error
        return inbound(call, grant, (answer.status_code, answer.headers, bytes(body)), self._clock())


def _content(body: Encoded, still: Callable[[], None] | None) -> bytes | AsyncIterator[bytes]:
    """The body's bytes, with the last look in the instant before they go out."""
    if still is None:
        return body.whole or _chunks(body)
    return _looked_at(body, still)


async def _looked_at(body: Encoded, still: Callable[[], None]) -> AsyncIterator[bytes]:
    async for chunk in _chunks(body):
        still()
        yield chunk


async def _chunks(body: Encoded) -> AsyncIterator[bytes]:
    """The body's bytes; files are read in a thread, so that the event loop goes on."""
    if body.whole:
        yield body.whole
        return
    chunks = body.open()
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield chunk


def _extensions(call: Call, ready: Outbound) -> dict[str, Any]:
    """What httpx passes on to its transport: a path with a secret in it, and the last look where there is no body."""
    still = call.still
    if still is None or ready.body is not None:
        return {**ready.extensions}

    async def trace(event: str, _info: object) -> None:
        if about_to_go(event):
            still()

    return {**ready.extensions, "trace": trace}
