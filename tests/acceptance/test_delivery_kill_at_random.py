"""Workers killed as by `kill -9`, or stopped, at instants that nobody chose: nothing is lost, nothing goes out twice.

A few rounds of what `python -m benchmarks kill` does 500 times, several workers at once, on both stores.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.postgres import Postgres

ROOT = Path(__file__).parents[2]
ROUNDS = 10
Figures = dict[str, dict[str, Any]]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> list[str]:
    """The options that choose a store."""
    if request.param == "sqlite":
        return ["--store", "sqlite"]
    server: Postgres = request.getfixturevalue("postgres")
    return ["--store", "postgresql", "--server", server.database()]


def told(*how: str) -> Figures:
    command = [sys.executable, "-m", "benchmarks", "kill", "--json", *how]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    found: Figures = json.loads(done.stdout)
    return found


def check(found: dict[str, Any], rounds: int) -> None:
    assert found["rounds"] == rounds
    assert found["disturbed"] >= rounds
    assert (found["lost"], found["doubled"]) == (0, 0)
    assert found["receipts"] == found["posts"]
    assert found["sound"]


def test_killed_at_random_instants(store: list[str]) -> None:
    found = told("--rounds", str(ROUNDS), *store)
    assert [trial.split(",")[0] for trial in found] == ["mastodon", "find", "webhook"]
    for trial, figures in found.items():
        check(figures, ROUNDS)
        assert figures["claimed"] + figures["marked"] + figures["taken"] > 0  # it struck in the middle of the work
        # Where nobody can look, a person is asked; where the platform can be asked, nobody else is.
        assert (figures["in_doubt"] > 0) == trial.startswith("webhook")


def test_killed_at_one_step_after_the_other(store: list[str]) -> None:
    (figures,) = told("--sweep", "25", "--platform", "find", *store).values()
    check(figures, figures["rounds"])
    assert figures["rounds"] > 3  # one after the other, until a worker was done before its step came
    assert figures["claimed"] + figures["marked"] > 0
    assert figures["in_doubt"] == 0


def test_stopped_for_longer_than_a_lease_and_continued(store: list[str]) -> None:
    for figures in told("--rounds", "3", "--stop", "--platform", "find", "--platform", "webhook", *store).values():
        check(figures, 3)
