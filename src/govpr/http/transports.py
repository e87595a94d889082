"""Where requests leave the machine: straight through httpx's transport, or by the proxies that the machine names.

A transport alone is half the work of an httpx client, which also follows redirects, keeps cookies and merges defaults;
the clients here do neither, so it is used alone. Only a client knows the ways through proxies.
"""

from collections.abc import AsyncIterable, Iterable, Mapping
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.request import getproxies

import httpx

_CODINGS = "gzip, deflate"
"""What httpx decodes without further packages."""


class Proxied(httpx.BaseTransport):
    """By the proxies that the machine names."""

    def __init__(self) -> None:
        self._client = httpx.Client(cookies=_no_cookies())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        return self._client.send(request, stream=True)

    def close(self) -> None:
        """Close all connections."""
        self._client.close()


class AsyncProxied(httpx.AsyncBaseTransport):
    """By the proxies that the machine names."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(cookies=_no_cookies())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        return await self._client.send(request, stream=True)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()


def is_direct() -> bool:
    """Whether no proxy is named: else somebody further on knows who is called."""
    return not getproxies()


def outward() -> httpx.BaseTransport:
    """What sends requests of a client that was given no transport."""
    return httpx.HTTPTransport() if is_direct() else Proxied()


def outward_async() -> httpx.AsyncBaseTransport:
    """What sends requests of an asynchronous client that was given no transport."""
    return httpx.AsyncHTTPTransport() if is_direct() else AsyncProxied()


def request(
    method: str,
    url: str,
    headers: Mapping[str, str],
    content: bytes | Iterable[bytes] | AsyncIterable[bytes] | None,
    extensions: Mapping[str, Any],
) -> httpx.Request:
    """A request for a transport.

    Args:
        method: An HTTP method.
        url: The address.
        headers: All headers that say something.
        content: The body, or None.
        extensions: As in https://www.python-httpx.org/advanced/extensions/.

    Raises:
        httpx.InvalidURL: The address is none.
    """
    known = {"Accept-Encoding": _CODINGS, "Connection": "keep-alive", **headers}
    return httpx.Request(method, _address(url), headers=known, content=content, extensions=dict(extensions))


@lru_cache(256)
def _address(url: str) -> httpx.URL:
    """Taken apart once: most calls of an account go to few addresses."""
    return httpx.URL(url)


def _no_cookies() -> CookieJar:
    """Accounts share a client, and a cookie of one must not go out with another's call."""
    return CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
