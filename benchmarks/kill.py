"""Workers killed at random instants as by `kill -9`: what was lost, what went out twice, what waits for a person.

500 rounds for each kind of server, over real sockets: Mastodon's API with keys; a board that publishes repeats again,
can be looked through, and drops 30% of its answers; a webhook that does neither and drops 20%. `--quick`: 20 rounds.
"""

import json
import subprocess
import sys

from benchmarks._queue import KINDS

_NAMES = {"mastodon": "keys", "papan": "no keys, find, answers dropped", "webhook": "no keys, no find, answers dropped"}


def run(*, quick: bool) -> dict[str, int | str]:
    figures: dict[str, int | str] = {}
    for kind in KINDS:
        command = [sys.executable, "-m", "benchmarks._killing", kind, "20" if quick else "500"]
        # what the workers log about their troubles goes to the standard error output, as it does for users
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        told.pop("kind")
        figures |= {f"{_NAMES[kind]}: {name}": value for name, value in told.items()}
    return figures
