"""A worker that is stopped in mid-transaction: `python -m tests.stopped_worker FOLDER TIME STATEMENT [NUMBER]`.

It delivers what is due in a workspace; before its NUMBER-th statement that begins with STATEMENT it is stopped as by
`kill -STOP`. When it goes on it prints the error of the store that it meets, or nothing.
"""

import os
import signal
import sys
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks._queue import PLATFORMS
from sqlalchemy import Engine, event

from govpr.errors import StoreError
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.workspace import Workspace


def main(folder: str, time: str, statement: str, number: str = "1") -> None:
    now, met = datetime.fromisoformat(time), count(1)

    def look(_connection: Any, _cursor: Any, text: str, *_more: Any) -> None:
        if text.startswith(statement) and next(met) == int(number):
            os.kill(os.getpid(), signal.SIGSTOP)

    event.listen(Engine, "before_cursor_execute", look)
    client = Client(policy=Policy(attempts=1), clock=lambda: now)
    try:
        with Workspace.open(Path(folder), clock=lambda: now, platforms=PLATFORMS, client=client) as workspace:
            workspace.deliver()
    except StoreError as error:
        sys.stdout.write(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
