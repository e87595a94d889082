"""The search for secrets in logs and output finds them: a suite that leaks fails."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.leaks import Watch, secrets_in

ROOT = Path(__file__).parents[2]
LEAKY = {
    "record": 'get_logger("govpr.contoh").debug("contoh.terjadi", token="rahasia-sekali")',
    "number": 'print("petugas 19800101 200501 1 001")',
    "header": 'print("Authorization: Bearer abcdefgh"); capsys.readouterr()',
    "credential": 'monkeypatch.setenv("KUNCI", "aBcD-1234"); print("aBcD-1234")',
    "process": "subprocess.run([sys.executable, '-c', 'print(\"whsec_\" + \"a\" * 20)'], capture_output=True)",
}


def suite(folder: Path, bodies: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    tests = [f"def test_{name}(capsys, monkeypatch):\n    {body}\n" for name, body in bodies.items()]
    imports = "import subprocess, sys\nfrom govpr.logs import get_logger\n"
    (folder / "test_contoh.py").write_text(imports + "".join(tests))
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-c", str(folder / "pytest.ini")]
    return subprocess.run([*command, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_suite_that_leaks_fails(tmp_path: Path) -> None:
    done = suite(tmp_path, LEAKY)
    assert done.returncode == 1, done.stdout
    assert "5 passed, 1 error" in done.stdout
    assert [name for name in LEAKY if f"test_contoh.py::test_{name}: " not in done.stdout] == []


def test_a_suite_that_says_nothing_wrong_passes(tmp_path: Path) -> None:
    done = suite(tmp_path, {"post": 'get_logger("govpr.contoh").info("contoh.terjadi", post="post-cddecc11fc8177f5")'})
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "the credential env:RAHASIA is empty",
        "post-198001012005011001aa",
        "https://sosial.example/@kanal/110123456789012345",
        "at 2026-11-24T13:32:04+07:00",
        "OfficerNumber('nip', ...001)",
    ],
)
def test_what_only_looks_like_a_secret_may_be_said(line: str) -> None:
    assert list(secrets_in(line)) == []


def test_where_it_leaked_is_told_and_never_what() -> None:
    watch = Watch()
    watch.learn("KUNCI", "aBcD-1234")
    watch.learn("GOVPR_LOG", "debug")
    watch.look("in debug it says aBcD-1234", "the output", "tests/contoh.py::test_contoh")
    assert watch.found == ["the output of tests/contoh.py::test_contoh: in debug it says ***"]
    assert "aBcD" not in repr(watch)
