"""The synchronous client: the one place, with its asynchronous twin, where calls leave the machine."""

import time
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing
from datetime import UTC, datetime
from time import monotonic
from types import TracebackType
from typing import Any, Self

import httpx
from tenacity import Retrying

from govpr.errors import Misconfigured, Throttled, Unreachable
from govpr.http.bodies import Encoded
from govpr.http.calls import Call, Reply
from govpr.http.drivers import run
from govpr.http.guards import answered_by, check, followed, host_of, looked_up, refuse_private
from govpr.http.replies import lost, unsent
from govpr.http.retry import Policy, plan
from govpr.http.sessions import Grant, Session, Tokens, ended, lent
from govpr.http.transports import is_direct, outward, request
from govpr.http.wire import MOST, USER_AGENT, Outbound, about_to_go, inbound, outbound, refuse_late, too_long

_REDIRECTS = 3


class Client:
    """Sends calls over HTTP; may be shared by threads.

    Args:
        timeout: Seconds to connect, and between two bytes of an answer.
        policy: When a call is made again at once.
        transport: An httpx transport, for tests and proxies.
        user_agent: Who asks.
        clock: The time, aware.
        sleep: Waits for some seconds.
        most: The most bytes of an answer that are read.

    Example:
        >>> with Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json={"id": "1"}))) as client:
        ...     send = client.sender(hosts={"sosial.example"})
        ...     send(Call("GET", "https://sosial.example/api")).status
        200
    """

    def __init__(
        self,
        *,
        timeout: float = 30.0,
        policy: Policy | None = None,
        transport: httpx.BaseTransport | None = None,
        user_agent: str = USER_AGENT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        most: int = MOST,
    ) -> None:
        self._transport = transport or outward()
        self._direct = transport is None and is_direct()  # else somebody further on knows who is called
        self._timeout = httpx.Timeout(timeout).as_dict()
        self._policy, self._user_agent, self._most = policy or Policy(), user_agent, most
        self._clock, self._sleep = clock, sleep

    def sender(self, session: Session | None = None, hosts: AbstractSet[str] = frozenset()) -> Callable[[Call], Reply]:
        """What `run` sends calls with.

        Args:
            session: Signs the calls; None leaves them unsigned.
            hosts: Hosts that may be called.
        """
        return lambda call: self._send(call, session, hosts)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, call: Call, session: Session | None, hosts: AbstractSet[str]) -> Reply:
        check(call, hosts)
        if call.after > 0:
            self._sleep(call.after)
        if session is None or not call.signed or call.lent:
            return self._led(call, hosts)
        tokens = self._ready(session, hosts)
        reply = self._tried(call, session.grant(call, tokens))
        if ended(reply):
            tokens = self._renewed(session, tokens, hosts)
            reply = self._tried(call, session.grant(call, tokens))
        return reply

    def _ready(self, session: Session, hosts: AbstractSet[str]) -> Tokens:
        """The session's tokens, renewed before they end: a call in time is better than a refusal."""
        held = session.held or self._renewed(session, None, hosts)
        if not session.ending(self._clock()):
            return held
        try:
            return self._renewed(session, held, hosts)
        except (Unreachable, Throttled):
            if session.over(self._clock()):
                raise
            return held  # it still counts; the next call tries again

    def _led(self, call: Call, hosts: AbstractSet[str]) -> Reply:
        reply = self._tried(call, lent(call))
        for _ in range(_REDIRECTS):
            further = None if call.lent else followed(call, reply, hosts)
            if further is None:
                break
            check(further, hosts)
            call, reply = further, self._tried(further, Grant())
        return reply

    def tokens(self, session: Session, hosts: AbstractSet[str]) -> Tokens:
        """Sign in anew, whatever is kept.

        Args:
            session: Whose.
            hosts: Hosts that may be called.

        Raises:
            DeliveryError: The service gives no tokens.
        """
        return self._renewed(session, session.held, hosts)

    def _renewed(self, session: Session, used: Tokens | None, hosts: AbstractSet[str]) -> Tokens:
        def send(call: Call) -> Reply:
            check(call, hosts)
            return self._tried(call, session.own_grant(call))

        with session.lock:
            return run(session.renewal(used), send)

    def _tried(self, call: Call, grant: Grant) -> Reply:
        return Retrying(**plan(call, self._policy), sleep=self._sleep)(self._once, call, grant)

    def _once(self, call: Call, grant: Grant) -> Reply:
        ready, began = outbound(call, grant, self._user_agent, self._clock()), monotonic()
        content = None if ready.body is None else _content(ready.body, call.still)
        if call.public:
            refuse_private(call.url, looked_up(call.url) if self._direct else ())
        try:
            extensions = {**_extensions(call, ready), "timeout": self._timeout}
            asked = request(call.method, call.url, ready.headers, content, extensions)
            with closing(self._transport.handle_request(asked)) as answer:
                if call.public and self._direct:  # the name may lead elsewhere by now
                    refuse_private(call.url, answered_by(answer.extensions.get("network_stream")))
                body = bytearray()
                for chunk in answer.iter_bytes():
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


def _content(body: Encoded, still: Callable[[], None] | None) -> bytes | Iterator[bytes]:
    """The body's bytes, with the last look in the instant before they go out."""
    if still is None:
        return body.whole or body.open()
    return _looked_at(body, still)


def _looked_at(body: Encoded, still: Callable[[], None]) -> Iterator[bytes]:
    for chunk in body.open():
        still()
        yield chunk


def _extensions(call: Call, ready: Outbound) -> dict[str, Any]:
    """What httpx passes on to its transport: a path with a secret in it, and the last look where there is no body."""
    still = call.still
    if still is None or ready.body is not None:
        return {**ready.extensions}

    def trace(event: str, _info: object) -> None:
        if about_to_go(event):
            still()

    return {**ready.extensions, "trace": trace}
