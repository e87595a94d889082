"""Alerts through Apprise itself, to a receiver on loopback."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from govpr.errors import InDoubt, Misconfigured
from govpr.http.calls import Call, Json
from govpr.lines import AppriseLine
from govpr.models import DeliveryState
from govpr.platforms.apprise import Apprise
from tests.office import Office, for_account, with_account

CALL = Call("POST", "apprise://siaga/alerts", Json({"title": "Siaga", "text": "Air naik [satu](x) *dua*"}))


@contextmanager
def receiver(status: int = 200) -> Iterator[tuple[str, list[dict[str, str]]]]:
    taken: list[dict[str, str]] = []

    class Room(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Room) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"json://127.0.0.1:{server.server_port}/ruang-rahasia", taken
        server.shutdown()


def test_the_exact_words_arrive() -> None:
    with receiver() as (address, taken):
        assert AppriseLine(lambda: address).send(CALL).status == 200
    assert [(one["title"], one["message"]) for one in taken] == [("Siaga", "Air naik [satu](x) *dua*")]


def test_what_did_not_work_is_in_doubt_and_shows_no_address() -> None:
    with receiver(500) as (address, _), pytest.raises(InDoubt) as caught:
        AppriseLine(lambda: address).send(CALL)
    assert "rahasia" not in str(caught.value)
    with pytest.raises(Misconfigured, match="no address that Apprise knows") as wrong:
        AppriseLine(lambda: "bukan-alamat-rahasia").send(CALL)
    assert "rahasia" not in str(wrong.value)


def test_alerts_leave_this_machine_only_when_delivery_is_live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, platforms={"apprise": Apprise()})
    with receiver() as (address, taken):
        monkeypatch.setenv("SIAGA", address)
        with office.found(with_account("apprise", "siaga", credential="env:SIAGA")) as workspace:
            workspace.approve(workspace.plan(office.campaign(workspace, for_account("siaga"))), by="ketua")
            assert len(workspace.deliver().held) == 1
        office.go_live()
        with office.open() as workspace:
            (sent,) = workspace.deliver().sent
    assert sent.state is DeliveryState.SENT
    assert len(taken) == 1
