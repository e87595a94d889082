"""Servers as plain callables: a call goes in, a reply comes out."""

import json
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from govpr.errors import GovprError
from govpr.http.calls import Call, Reply

Server: TypeAlias = Callable[[Call], Reply]
Routes: TypeAlias = Mapping[str, Reply | Sequence[Reply]]


def answer(value: Any = None, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """A reply with a JSON body.

    Args:
        value: What the body says; None leaves it empty.
        status: The HTTP status.
        headers: Names in lower case.

    Example:
        >>> answer({"id": "7"}, 201).body
        b'{"id": "7"}'
    """
    body = b"" if value is None else json.dumps(value).encode()
    return Reply(status, headers={"content-type": "application/json", **(headers or {})}, body=body)


def scripted(routes: Routes) -> Server:
    """A server that knows its answers beforehand.

    Args:
        routes: Answers by method and path, as `POST /api/v1/statuses` or `GET /api/v1/media/*`; the first that fits
            counts. Of several answers each call gets the next one, and the last one stays.

    Example:
        >>> server = scripted({"GET /media/*": [answer(None, 206), answer({"id": "9"})]})
        >>> [server(Call("GET", "https://sosial.example/media/9")).status for _ in range(3)]
        [206, 200, 200]
    """
    served: dict[str, int] = {}

    def serve(call: Call) -> Reply:
        asked = f"{call.method} {urlsplit(call.url).path}"
        for pattern, replies in routes.items():
            if fnmatchcase(asked, pattern):
                row = [replies] if isinstance(replies, Reply) else list(replies)
                turn = served.get(pattern, 0)
                served[pattern] = turn + 1
                return row[min(turn, len(row) - 1)]
        raise AssertionError(f"no answer is written for {asked}; known: {', '.join(routes)}")

    return serve


def failing(server: Server, turn: int, trouble: Reply | GovprError) -> Server:
    """The same server, but for one call.

    Args:
        server: What answers the other calls.
        turn: Which call fails, from 0.
        trouble: The refusal that it gives, or the error that is raised.

    Example:
        >>> server = failing(scripted({"GET /a": answer()}), 1, answer(None, 503))
        >>> [server(Call("GET", "https://sosial.example/a")).status for _ in range(3)]
        [200, 503, 200]
    """
    made = 0

    def serve(call: Call) -> Reply:
        nonlocal made
        made += 1
        if made != turn + 1:
            return server(call)
        if isinstance(trouble, GovprError):
            raise trouble
        return trouble

    return serve
