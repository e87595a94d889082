"""A worker whose disk is full soon: `python -m tests.cramped_worker FOLDER pages|file NUMBER TIME`.

`pages`: the database may take NUMBER pages more, as with `PRAGMA max_page_count`. `file`: no file may grow by more than
NUMBER kB, as with a quota. It delivers what is due, and prints the error of the store that stops it.
"""

import resource
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks._queue import PLATFORMS
from sqlalchemy import Engine, event

from govpr.errors import StoreError
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.workspace import Workspace


def main(folder: str, kind: str, number: str, time: str) -> None:
    now, home = datetime.fromisoformat(time), Path(folder)
    if kind == "file":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        most = max(path.stat().st_size for path in home.glob("govpr.db*")) + int(number) * 1024
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    else:
        event.listen(Engine, "connect", lambda raw, _record: _cramp(raw, int(number)))
    client = Client(policy=Policy(attempts=1), clock=lambda: now)
    try:
        with Workspace.open(home, clock=lambda: now, client=client, platforms=PLATFORMS) as workspace:
            workspace.deliver()
    except StoreError as error:
        sys.stdout.write(str(error))


def _cramp(raw: Any, more: int) -> None:
    (pages,) = raw.execute("PRAGMA page_count").fetchone()
    raw.execute(f"PRAGMA max_page_count = {pages + more}")


if __name__ == "__main__":
    main(*sys.argv[1:])
