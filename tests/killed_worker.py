"""A worker that is killed at a chosen instant: `python -m tests.killed_worker FOLDER before|after NUMBER TIME`.

It delivers what is due in a workspace; around its NUMBER-th request it is killed like by `kill -9`: no clean-up runs.
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import httpx
from benchmarks._queue import PLATFORMS

from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.workspace import Workspace


class Killing(httpx.BaseTransport):
    """The real transport, until the chosen instant."""

    def __init__(self, phase: str, number: int) -> None:
        self._real, self._phase, self._left = httpx.HTTPTransport(), phase, number

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._left -= 1
        if self._left == 0 and self._phase == "before":
            _die()
        response = self._real.handle_request(request)
        response.read()
        if self._left == 0:
            _die()
        return response


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit


def main(folder: str, phase: str, number: str, time: str) -> None:
    now = datetime.fromisoformat(time)
    client = Client(transport=Killing(phase, int(number)), policy=Policy(attempts=1), clock=lambda: now)
    with Workspace.open(Path(folder), clock=lambda: now, client=client, platforms=PLATFORMS) as workspace:
        workspace.deliver()


if __name__ == "__main__":
    main(*sys.argv[1:])
