"""`govpr status --watch`: a live view on a terminal, a line for each change elsewhere, one document as JSON."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.office import Office, for_account

from govpr.cli import main

COMMAND = [sys.executable, "-m", "govpr", "status", "--watch", "-w"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """One planned post for the newsroom."""
    office = Office(tmp_path)
    with office.found() as ws:
        ws.plan(office.campaign(ws, for_account("situs")))
    return office


@contextmanager
def running(office: Office, output: int) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [*COMMAND, str(office.folder / "kantor")], stdout=output, stderr=subprocess.PIPE, text=True
    )
    try:
        with process:
            yield process
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
            assert process.stderr is not None
            assert process.stderr.read() == ""
    finally:
        process.kill()


def test_elsewhere_than_on_a_terminal_each_change_is_a_line(office: Office) -> None:
    with running(office, subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        with office.open() as ws:
            ws.approve(ws.plan("layanan"), by="ketua")
        second = process.stdout.readline()
    assert "1 planned" in first
    assert "1 approved; the oldest is due since 03 Nov 09:00 WIB" in second


def test_on_a_terminal_the_view_is_redrawn(office: Office) -> None:
    ours, theirs = pty.openpty()
    shown = ""
    with running(office, theirs):
        os.close(theirs)
        while "newsroom" not in shown:
            shown += os.read(ours, 4096).decode()
    os.close(ours)
    assert "nothing is due" in shown
    assert "planned" in shown


def test_as_json_it_is_one_document(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--watch", "--json", "-w", str(office.folder / "kantor")]) == 0
    assert json.loads(capsys.readouterr().out)["deliveries"] == {"planned": 1}
