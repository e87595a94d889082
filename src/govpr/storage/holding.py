"""Who holds an SQLite file when others cannot write: Linux tells it, so that a person knows what to do."""

import os
from pathlib import Path

_WRITE_LOCK = "120"
"""The byte of the file beside the database that its writer locks: https://www.sqlite.org/walformat.html#wal_locks"""
_LOCKS = Path("/proc/locks")
"""See proc_locks(5)."""


def who_writes(file: Path) -> str:
    """What to say of the process that is writing a database, and to do about it; "" where that is not known.

    Args:
        file: The database, in WAL mode.
    """
    try:
        # It is only looked at: closing it once would let go of all locks that this process has on it.
        shared = file.with_name(f"{file.name}-shm").stat()
        place = f"{os.major(shared.st_dev):02x}:{os.minor(shared.st_dev):02x}:{shared.st_ino}"
        process = next((p for kind, p, *where in _locks() if (kind, *where[:2]) == ("WRITE", place, _WRITE_LOCK)), "")
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (OSError, ValueError, IndexError):  # another system, or it is over by now
        return ""
    if state in {"T", "t"}:
        return f"process {process} holds it and is stopped: let it go on with kill -CONT {process}, or end it"
    return f"process {process} holds it: see what it does"


def _locks() -> list[list[str]]:
    """Kind, process, file, first and last byte of each lock that somebody has."""
    lines = (line.split() for line in _LOCKS.read_text("ascii").splitlines())
    return [words[3:] for words in lines if words[1:2] != ["->"]]
