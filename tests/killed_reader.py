"""A reading that is killed at a chosen instant: `python -m tests.killed_reader FOLDER URL before|after NUMBER`.

It reads a hoax database through; around its NUMBER-th request it is killed like by `kill -9`: no clean-up runs.
"""

import sys
from pathlib import Path

from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.workspace import Workspace
from tests.hoax_sources import Listed
from tests.killed_worker import Killing


def main(folder: str, phase: str, number: str) -> None:
    client = Client(transport=Killing(phase, int(number)), policy=Policy(attempts=1))
    with Workspace.open(Path(folder), databases={"listed": Listed()}, client=client) as workspace:
        workspace.databases.sync()


if __name__ == "__main__":
    main(*sys.argv[1:])
