"""Bluesky's video service in small: it puts a film on the account's server, with the token that came along."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx


@contextmanager
def video_service(pds: str) -> Iterator[str]:
    """Its address on loopback, until the tests are done with it.

    Args:
        pds: The account's server.
    """
    blobs: dict[str, object] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            film = self.rfile.read(int(self.headers["Content-Length"]))
            token = {"Authorization": self.headers["Authorization"], "Content-Type": self.headers["Content-Type"]}
            address = f"{pds}/xrpc/com.atproto.repo.uploadBlob"
            blobs["7"] = httpx.post(address, content=film, headers=token).raise_for_status().json()["blob"]
            self._say({"jobId": "7", "did": "did:plc:any", "state": "JOB_STATE_CREATED"})

        def do_GET(self) -> None:
            done = {"jobId": "7", "did": "did:plc:any", "state": "JOB_STATE_COMPLETED", "blob": blobs["7"]}
            self._say({"jobStatus": done})

        def log_message(self, *_args: object) -> None:
            pass

        def _say(self, value: object) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
