"""`import govpr` and `govpr --help` stay light: judged by the modules that they load, which no busy machine changes."""

import json
import subprocess
import sys

import pytest

import govpr

HEAVY = {
    "alembic",
    "asyncio",
    "attrs",
    "cattrs",
    "cyclopts",
    "holidays",
    "httpx",
    "icalendar",
    "jinja2",
    "linkify_it",
    "regex",
    "rich",
    "snowballstemmer",
    "sqlalchemy",
    "structlog",
    "tenacity",
}


def loaded_by(code: str) -> set[str]:
    """All modules that a fresh interpreter has loaded after some code."""
    report = f"import contextlib, io, json, sys\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_import_loads_nothing_heavy_and_little_of_our_own() -> None:
    loaded = loaded_by("import govpr")
    assert loaded & HEAVY == set()
    assert {name for name in loaded if name.startswith("govpr")} == {"govpr"}


def test_help_loads_no_command_and_no_part_of_the_workspace() -> None:
    quiet = "with contextlib.redirect_stdout(io.StringIO()): assert main(['--help']) == 0"
    loaded = loaded_by(f"from govpr.cli import main\n{quiet}")
    assert loaded & HEAVY == {"attrs", "cyclopts", "rich"}
    ours = {name for name in loaded if name.startswith("govpr.")}
    assert ours == {"govpr.cli", "govpr.cli.problems", "govpr.errors"}


def test_help_of_one_command_opens_no_database() -> None:
    quiet = "with contextlib.redirect_stdout(io.StringIO()): assert main(['status', '--help']) == 0"
    assert not loaded_by(f"from govpr.cli import main\n{quiet}") & {"sqlalchemy", "httpx", "alembic", "jinja2"}


@pytest.mark.parametrize("name", govpr.__all__)
def test_every_public_name_loads(name: str) -> None:
    assert getattr(govpr, name)
    assert name in dir(govpr)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Workspce'"):
        _ = govpr.Workspce  # type: ignore[attr-defined]
