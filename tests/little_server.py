"""A little server that publishes, and fails when told to: enough of Mastodon's API, over real sockets on loopback."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from attrs import define, field


@define
class LittleServer:
    """What it holds, and what goes wrong next.

    Faults, each for one publishing call: `busy` (503), `slow down` (429), `never` (422), `who` (401), `drop` (take it,
    then hang up without an answer), `deaf` (hang up without taking it). `meanwhile` is called with the number of each
    post that was taken, before its answer.
    """

    url: str = ""
    honours_keys: bool = True
    now: datetime = field(factory=lambda: datetime.now(UTC))
    faults: deque[str] = field(factory=deque)
    statuses: list[dict[str, Any]] = field(factory=list)
    keys: dict[str, dict[str, Any]] = field(factory=dict)
    calls: list[str] = field(factory=list)
    gone: set[str] = field(factory=set)
    meanwhile: Callable[[int], None] = lambda _number: None

    def texts(self) -> list[str]:
        return [status["text"] for status in self.statuses]

    def publish(self, key: str, body: dict[str, Any]) -> dict[str, Any]:
        if self.honours_keys and key in self.keys:
            return self.keys[key]
        number, text = str(len(self.statuses) + 1), body["status"] if "status" in body else body["data"]["text"]
        status = {
            "id": number,
            "url": f"{self.url}/@kanal/{number}",
            "visibility": "public",
            "created_at": self.now.isoformat(),
            "in_reply_to_id": body.get("in_reply_to_id"),
            "text": text,
            "content": "".join(f"<p>{_lines(part)}</p>" for part in text.split("\n\n")),
            "favourites_count": 3,
            "reblogs_count": 2,
            "replies_count": 1,
        }
        self.statuses.append(status)
        if key:
            self.keys[key] = status
        return status


def _lines(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


class _Server(ThreadingHTTPServer):
    def __init__(self, state: LittleServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.state = state
        state.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        state = self.server.state
        state.calls.append(f"POST {self.path}")
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fault = state.faults.popleft() if state.faults else ""
        refusal = {"busy": 503, "slow down": 429, "never": 422, "who": 401}.get(fault)
        if refusal:
            self._answer(refusal, {"error": fault}, {"Retry-After": "120"} if refusal == 429 else {})
            return
        status = None if fault == "deaf" else state.publish(self.headers.get("Idempotency-Key", ""), body)
        state.meanwhile(len(state.statuses))
        if fault in {"deaf", "drop"}:
            self.close_connection = True
        else:
            self._answer(200, status)

    def do_GET(self) -> None:
        state = self.server.state
        state.calls.append(f"GET {self.path}")
        if self.path.startswith("/api/v1/accounts/verify_credentials"):
            self._answer(200, {"id": "me"})
        elif self.path.startswith("/api/v1/accounts/me/statuses"):
            self._answer(200, [] if "max_id" in self.path else state.statuses[::-1])
        elif self.path.rpartition("/")[2] in state.gone:
            self._answer(404, {"error": "gone"})
        else:
            self._answer(200, state.statuses[int(self.path.rpartition("/")[2]) - 1])

    def _answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def little_server() -> Iterator[LittleServer]:
    """A server on a free port of this machine, for the length of a `with` block."""
    state = LittleServer()
    server = _Server(state)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
