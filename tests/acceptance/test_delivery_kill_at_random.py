"""Workers killed as by `kill -9`, or stopped, at instants that nobody chose: nothing is lost, nothing goes out twice.

A few rounds of what `python -m benchmarks kill` does 500 times.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.postgres import Postgres

ROOT = Path(__file__).parents[2]
ROUNDS = 5


def told(kind: str, rounds: int, *how: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks._killing", kind, str(rounds), *how]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("kind", ["mastodon", "papan", "webhook"], ids=["keys", "find", "neither"])
def test_killed_at_random_instants(kind: str) -> None:
    found = told(kind, ROUNDS)
    assert found["rounds"] == ROUNDS
    assert (found["lost"], found["doubled"]) == (0, 0)
    assert found["receipts"] == found["posts"]
    assert found["sound"]
    # Where nobody can look, a person is asked; where the platform can be asked, nobody else is.
    assert (found["doubtful"] > 0) == (kind == "webhook")


@pytest.mark.parametrize("kind", ["mastodon", "papan", "webhook"], ids=["keys", "find", "neither"])
def test_killed_at_random_instants_on_postgresql(kind: str, postgres: Postgres) -> None:
    found = told(kind, 3, "--store", postgres.database())
    assert (found["lost"], found["doubled"]) == (0, 0)
    assert found["receipts"] == found["posts"]
    assert found["sound"]


@pytest.mark.parametrize("kind", ["mastodon", "webhook"], ids=["keys", "neither"])
def test_stopped_for_longer_than_a_lease_and_continued(kind: str) -> None:
    found = told(kind, 3, "--stop")
    assert found["rounds"] == 3
    assert (found["lost"], found["doubled"]) == (0, 0)
    assert found["receipts"] == found["posts"]
    assert found["sound"]
