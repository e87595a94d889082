"""The examples run as a reader runs them: as processes of their own, in folders of their own."""

import json
import os
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from govpr import Workspace
from govpr.models import DeliveryState
from govpr.platforms.protocol import Platform

EXAMPLES = Path(__file__).parents[2] / "examples"
WARTA = EXAMPLES / "warta"


def run(*arguments: str | Path, at: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONUTF8": "1"} | ({"PYTHONPATH": str(path)} if path else {})
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, check=False)


def test_a_campaign_is_set_up_unattended_and_again(tmp_path: Path) -> None:
    first = run(EXAMPLES / "set_up_campaign.py", "kota", at=tmp_path)
    assert (first.returncode, first.stderr) == (0, "")
    assert "approved now: 2, sent now: 2" in first.stdout
    assert (tmp_path / "kota" / "newsroom" / "site" / "index.html").is_file()
    assert (tmp_path / "kota" / "reports" / "siaga-banjir" / "report.html").is_file()
    again = run(EXAMPLES / "set_up_campaign.py", "kota", at=tmp_path)
    assert "approved now: 0, sent now: 0" in again.stdout
    with Workspace.open(tmp_path / "kota") as workspace:
        assert len(workspace.deliveries(DeliveryState.SENT)) == 2
        assert workspace.verify() is None


@pytest.mark.parametrize(
    ("message", "code", "said"),
    [
        ("Pemerintah membagikan bantuan sosial Rp7 juta sampai Rp50 juta berdasarkan NIK di KTP", 1, "turnbackhoax.id"),
        ("Besok jalan ditutup untuk karnaval", 0, "that does not make it true"),
    ],
)
def test_a_message_is_checked(tmp_path: Path, message: str, code: int, said: str) -> None:
    done = run(EXAMPLES / "check_message.py", "rumor", message, at=tmp_path)
    assert (done.returncode, done.stderr) == (code, "")
    assert said in done.stdout


def test_a_wrong_file_is_explained(tmp_path: Path) -> None:
    done = run(EXAMPLES / "check_message.py", "rumor", "Halo", WARTA / "pyproject.toml", at=tmp_path)
    assert done.returncode == 2
    assert "pyproject.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_plug_in_keeps_the_contract(tmp_path: Path) -> None:
    pytest_of_warta = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", WARTA / "pyproject.toml", WARTA / "tests")
    done = run(*pytest_of_warta, at=tmp_path, path=WARTA / "src")
    assert done.returncode == 0, done.stdout
    listed = run(*pytest_of_warta, "--co", at=tmp_path, path=WARTA / "src").stdout
    assert "publishing has one effect" in listed
    assert "timeout after the body" in listed
    assert len((WARTA / "src" / "govpr_warta" / "__init__.py").read_text("utf-8").splitlines()) <= 60


@pytest.mark.skipif(
    "warta" not in {point.name for point in entry_points(group="govpr.platforms")},
    reason="the plug-in is not installed: pip install examples/warta",
)
def test_an_installed_plug_in_is_found_by_name(tmp_path: Path) -> None:
    shown = run("-m", "govpr", "platforms", "show", "warta", at=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "the developers' handbook of Warta, chapter 2" in shown.stdout
    assert "warta" in run("-m", "govpr", "platforms", "list", at=tmp_path).stdout.split()


def test_the_entry_point_names_a_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(WARTA / "src"))
    project = tomllib.loads((WARTA / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, name = project["entry-points"]["govpr.platforms"]["warta"].partition(":")
    platform = getattr(import_module(module), name)()
    assert isinstance(platform, Platform)
    assert platform.name == "warta"


def test_texts_are_screened_on_a_cluster(tmp_path: Path) -> None:
    """A real one, with two processes besides this one; the rows are those that one process makes."""
    with Workspace.init(tmp_path / "desk") as workspace:
        workspace.hoaxes.load(EXAMPLES / "hoaxes.csv")
        texts = ["Token listrik gratis, daftar di tautan ini", "bansos lewat NIK KTP", "KAI buka rekrutmen"]
        queries = [{"qid": f"q{place}", "text": texts[place % 3]} for place in range(30)]
        expected = list(workspace.hoaxes.match(queries, top=3))
    assert {row["qid"] for row in expected} == {query["qid"] for query in queries}
    (tmp_path / "queries.jsonl").write_text("".join(json.dumps(query) + "\n" for query in queries), "utf-8")
    done = run(EXAMPLES / "screen_with_dask.py", "desk", "queries.jsonl", "rows", at=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2 processes" in done.stdout
    lines = [line for file in sorted((tmp_path / "rows").iterdir()) for line in file.read_text("utf-8").splitlines()]
    assert [json.loads(line) for line in lines] == expected
