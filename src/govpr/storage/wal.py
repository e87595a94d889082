"""SQLite's write-ahead log, taken up by whoever opens a file first."""

import sqlite3

from tenacity import Retrying, retry_if_exception_message, stop_after_delay, wait_random

_ASK_AGAIN = wait_random(0.001, 0.02)


def keep_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Let a file be read by many while one writes: https://www.sqlite.org/wal.html.

    A new file changes its journal under a lock for which SQLite lets nobody wait: of several that open it at once,
    all but one are told "database is locked" at once, whatever their busy timeout.

    Args:
        connection: To the file.
        patience: Seconds until the lock is somebody's who will not let go.

    Raises:
        sqlite3.OperationalError: It is locked for longer, or cannot be written.
    """
    for attempt in Retrying(
        retry=retry_if_exception_message("database is locked"),
        stop=stop_after_delay(patience),
        wait=_ASK_AGAIN,
        reraise=True,
    ):
        with attempt:
            connection.execute("PRAGMA journal_mode=WAL")
