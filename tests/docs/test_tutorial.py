"""The tutorial, typed as it stands: each command runs, and what the page shows is what comes out."""

import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from govpr.cli import main

ROOT = Path(__file__).parents[2]
ALL_DUE = datetime(2026, 11, 10, 12, tzinfo=UTC)
BLOCK = re.compile(r'^```(console|diff title="([^"]+)")\n(.*?)^```$', re.MULTILINE | re.DOTALL)
BY_THE_CLOCK = ("deliver", "status", "report")


def steps(text: str) -> Iterator[tuple[str, list[str]]]:
    """What is typed, with the lines shown below it; edits of files have the file's name."""
    for info, file, body in BLOCK.findall(text):
        if info != "console":
            yield f"edit {file}", body.splitlines()
            continue
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, *shown = part.splitlines()
            yield command, [line for line in shown if line != "..."]


def edit(path: Path, hunk: list[str]) -> None:
    """Put each line that begins with + below the line before it."""
    lines = path.read_text("utf-8").splitlines()
    place = -1
    for line in hunk:
        if line.startswith("+"):
            lines.insert(place + 1, line[1:])
            place += 1
        else:
            place = lines.index(line[1:])
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_tutorial_is_true(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "src" / "govpr" / "demo" / "data", tmp_path / "govpr-demo")
    monkeypatch.chdir(tmp_path / "govpr-demo")
    monkeypatch.setenv("GOVPR_WORKSPACE", "../latihan")
    text = (ROOT / "docs" / "tutorial" / f"index.{language}.md").read_text("utf-8")
    done = 0
    for typed, shown in steps(text):
        if typed.startswith("edit "):
            edit(Path(typed.removeprefix("edit ")), shown)
            continue
        words = shlex.split(typed)
        main(words[1:])
        captured = capsys.readouterr()
        rest = said = " ".join((captured.out + captured.err).split())
        if words[1] in BY_THE_CLOCK and datetime.now(UTC) < ALL_DUE:
            continue  # before the campaign's end nothing, or less, is due
        for line in shown:
            _, found, rest = rest.partition(" ".join(line.split()))
            assert found, f"{typed}: {line!r} is not, or not in this order, in: {said}"
        done += 1
    assert done > 10
