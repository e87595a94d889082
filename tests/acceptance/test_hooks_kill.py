"""A process killed while it tells a hook: no notice is lost, and a repeat has the id of the first."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from attrs import define, field
from tests.office import AGENCY, Office, for_account

from govpr.models import DeliveryState

ACCOUNTS = [f"papan-{number}" for number in range(1, 5)]


@define
class Receiver:
    """What was told, and when the one who tells is killed: at its second request, before or after the answer."""

    url: str = ""
    phase: str = ""
    child: int = 0
    requests: int = 0
    told: list[tuple[str, str]] = field(factory=list)

    def kill(self, phase: str) -> None:
        if self.child and self.requests == 2 and phase == self.phase:
            os.kill(self.child, signal.SIGKILL)


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        receiver = self.receiver
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        receiver.requests += 1
        receiver.told.append((body["data"]["post"], self.headers["webhook-id"]))
        receiver.kill("before")
        self.send_response(204)
        self.end_headers()
        self.wfile.flush()
        receiver.kill("after")

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": receiver}))
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/kait"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield receiver
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> Office:
    """Posts for four boards on this machine, and a hook."""
    monkeypatch.setenv("KAIT", "whsec_cmFoYXNpYS1zZWthbGk=")
    office = Office(tmp_path)
    boards = "".join(
        f'\n[[accounts]]\nid = "{name}"\nplatform = "sandbox"\nhandle = "{name}"\nagency = "kemenag-contoh"\n'
        for name in ACCOUNTS
    )
    campaign = for_account().replace('["kanal"]', json.dumps(ACCOUNTS))
    with office.found(agency=AGENCY + boards) as ws:
        ws.approve(ws.plan(office.campaign(ws, campaign)), by="ketua")
    office.go_live()
    settings = office.folder / "kantor" / "govpr.toml"
    hook = f'\n[[hooks]]\nurl = "{receiver.url}"\nsecret = "env:KAIT"\n'
    settings.write_text(settings.read_text("utf-8") + hook, "utf-8")
    return office


def run_and_kill(office: Office, receiver: Receiver) -> int:
    command = [sys.executable, "-m", "govpr", "deliver", "-w", str(office.folder / "kantor")]
    receiver.requests = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        receiver.child = process.pid
        code = process.wait(120)
        receiver.child = 0
    return code


@pytest.mark.parametrize("phase", ["before", "after"])
def test_killed_while_it_tells_then_told_to_the_end(office: Office, receiver: Receiver, phase: str) -> None:
    receiver.phase = phase
    assert run_and_kill(office, receiver) == -signal.SIGKILL
    assert run_and_kill(office, receiver) in {-signal.SIGKILL, 0}
    office.clock.now = datetime.now(UTC) + timedelta(days=1)
    with office.open() as ws:
        (left,) = ws.notify()
        assert (left.waiting, left.given_up) == (0, 0)
        sent = {delivery.post for delivery in ws.deliveries(DeliveryState.SENT)}
    assert len(sent) == len(ACCOUNTS)
    assert {post for post, _id in receiver.told} == sent
    names = Counter(post for post, _id in set(receiver.told))
    assert set(names.values()) == {1}, "each post has one id, however often it was told"
    assert len(receiver.told) > len(sent) or phase == "after"
