"""The house stays as it was drawn: floors, no cycles, small files."""

import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "govpr").rglob("*.py"))


def test_every_package_imports_only_from_floors_below() -> None:
    # In a process of its own: import-linter switches off the loggers of the process that it runs in.
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()", "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "0 broken" in checked.stdout


def test_files_are_small() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert median(lines.values()) < 150
    assert max(lines.values()) < 350
