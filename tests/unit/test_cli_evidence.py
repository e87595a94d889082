"""`govpr hoax evidence` on a workspace."""

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from govpr import Workspace
from govpr.cli import main
from govpr.http.client import Client
from govpr.models.evidence import Copy

URL = "https://bps.example.go.id/statistik"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """A copy in a workspace that is the current folder."""
    monkeypatch.chdir(tmp_path)
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, content=b"Inflasi 2,1 persen"))
    client = Client(transport=transport, clock=lambda: datetime(2026, 11, 3, 9, tzinfo=UTC))
    Workspace.init(tmp_path).close()
    with Workspace.open(tmp_path, client=client) as workspace:
        return workspace.evidence.archive(URL)


def test_copies_are_listed(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hoax", "evidence", "list", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)["copies"]
    assert (listed["url"], listed["digest"], listed["file"]) == (URL, copy.digest, copy.file)
    assert main(["hoax", "evidence", "list", "--url", "https://lain.example/"]) == 0
    assert capsys.readouterr().out == "none\n"


def test_tampering_needs_a_person(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hoax", "evidence", "verify"]) == 0
    assert capsys.readouterr().out == "All copies are what was archived (1).\n"
    Path(copy.reference).write_bytes(b"")
    assert main(["hoax", "evidence", "verify"]) == 1
    assert "was changed since it was written" in capsys.readouterr().out


@pytest.mark.usefixtures("copy")
def test_addresses_that_cannot_be_kept_are_named_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hoax", "evidence", "archive", "https://10.0.0.1/", "https://localhost/", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["url"] for one in told["failed"]] == ["https://10.0.0.1/", "https://localhost/"]
    assert "no public address" in told["failed"][0]["why"]
