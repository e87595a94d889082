"""A reading killed at any request, over real sockets: it goes on there, and nothing is lost or doubled."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.hoax_sources import Listed, Remote, desk, fact

from govpr.http.calls import Call
from govpr.workspace import Workspace

ROOT = Path(__file__).parents[2]


class Served(ThreadingHTTPServer):
    """The remote database, on a free port of this machine."""

    def __init__(self, remote: Remote) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.remote = remote
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Served

    def do_GET(self) -> None:
        reply = self.server.remote.send(Call("GET", self.path))
        self.send_response(reply.status)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served() -> Iterator[Served]:
    remote = Remote()
    for number in range(8):
        remote.publish(date(2026, 11, 1), fact(f"c{number}", f"Kabar bohong nomor {number}"))
    server = Served(remote)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("phase", "number"), [("before", 1), ("after", 1), ("before", 3), ("after", 3)])
def test_killed_around_a_page_then_run_again(tmp_path: Path, served: Served, phase: str, number: int) -> None:
    folder = desk(tmp_path, f'\n[databases.cek]\nkind = "listed"\nurl = "{served.url}"\n')
    command = [sys.executable, "-m", "tests.killed_reader", str(folder), phase, str(number)]
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=60).returncode == -9
    with Workspace.open(folder, databases={"listed": Listed()}) as workspace:
        (told,) = workspace.databases.sync()
        assert (told.problem, told.resumed, told.added) == ("", number > 1, 8 - 3 * (number - 1))
        assert workspace.hoaxes.count() == len(served.remote.truth())
        assert workspace.databases.all()[0].entries == 8
        assert workspace.verify() is None
