"""A little HTTP/1.1 server in a process of its own that keeps what it took: `python -m benchmarks._server [--keys]`.

It speaks enough of Mastodon's API to post and to be looked through, takes webhooks and Apprise's JSON, says under
`/taken` what it has, and `/clock?now=` sets its clock. With `--keys` it drops repeats of a key; with `--drop 0.2` it
takes a fifth of what comes and then hangs up without an answer; with `--slow 0.03` an answer may take 30 ms. No web
framework: what is measured is who calls it.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from attrs import define, field

_PAGE = 40


@define
class Taken:
    """What the server holds.

    Args:
        keys: Whether it drops repeats of a key.
        drop: Which share of what it takes gets no answer.
        slow: How many seconds the answer to a post may take.
        now: The time, until it is told another.
    """

    keys: bool = False
    drop: float = 0.0
    slow: float = 0.0
    now: str = field(factory=lambda: datetime.now(UTC).isoformat())
    chance: random.Random = field(factory=lambda: random.Random(7))
    statuses: list[dict[str, Any]] = field(factory=list)
    known: dict[str, dict[str, Any]] = field(factory=dict)

    def post(self, key: str, data: dict[str, Any]) -> dict[str, Any] | None:
        """Take something; None where the answer is to be lost."""
        status = self.known.get(key) if self.keys else None
        if status is None:
            text = str(data.get("status") or data.get("message") or data.get("data", {}).get("text", ""))
            number = str(len(self.statuses) + 1)
            status = {"id": number, "url": f"https://sosial.example/{number}", "text": text, "key": key}
            status |= {"created_at": self.now, "content": escape(text), "in_reply_to_id": None}
            self.statuses.append(status)
            self.known[key] = status
        return None if self.chance.random() < self.drop else status

    def get(self, target: str) -> Any:
        """Answer a question."""
        path, query = urlsplit(target).path, parse_qs(urlsplit(target).query)
        if path == "/taken":
            return [[one["id"], one["text"]] for one in self.statuses]
        if path == "/clock":
            self.now = query["now"][0]
        if path.endswith("/statuses"):
            end = int(query["max_id"][0]) - 1 if "max_id" in query else len(self.statuses)
            return self.statuses[max(0, end - _PAGE) : end][::-1]
        return {"id": "kanal"}


class Talk(asyncio.Protocol):
    """One connection: requests one after the other, with bodies of a known length."""

    def __init__(self, taken: Taken) -> None:
        self._taken, self._left = taken, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._left += data
        while (end := self._left.find(b"\r\n\r\n")) >= 0:
            first, *lines = self._left[:end].decode().split("\r\n")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
            length = int(headers.get("content-length", 0))
            if len(self._left) < end + 4 + length:
                return
            body, self._left = self._left[end + 4 : end + 4 + length], self._left[end + 4 + length :]
            method, target, _ = first.split(" ")
            key = headers.get("idempotency-key") or headers.get("webhook-id") or ""
            if method == "POST":
                self._take(key, json.loads(body))
            else:
                self._answer(self._taken.get(target))

    def _take(self, key: str, body: dict[str, Any]) -> None:
        status = self._taken.post(key, body)
        if self._taken.slow:
            asyncio.get_running_loop().call_later(self._taken.chance.random() * self._taken.slow, self._answer, status)
        else:
            self._answer(status)

    def _answer(self, value: Any) -> None:
        if value is None:
            self._transport.abort()
            return
        data = json.dumps(value).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        self._transport.write(head.encode() + data)


async def _serve(taken: Taken) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Talk(taken), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def serving(*, keys: bool = False, drop: float = 0.0, slow: float = 0.0) -> Iterator[str]:
    """The address of a server, for the length of a `with` block.

    Args:
        keys: Whether it drops repeats of a key.
        drop: Which share of what it takes gets no answer.
        slow: How many seconds the answer to a post may take.
    """
    how = ["--drop", str(drop), "--slow", str(slow), *(["--keys"] if keys else [])]
    command = [sys.executable, "-m", "benchmarks._server", *how]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", action="store_true")
    parser.add_argument("--drop", type=float, default=0.0)
    parser.add_argument("--slow", type=float, default=0.0)
    chosen = parser.parse_args()
    asyncio.run(_serve(Taken(keys=chosen.keys, drop=chosen.drop, slow=chosen.slow)))
