"""What a program would do that knew the rows already: nothing but executemany, into the same tables."""

import csv
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

_AT_ONCE = 10_000
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL")
_OFFICERS = {
    "officers": "SELECT * FROM officers WHERE id LIKE 'asn-%' ORDER BY rowid",
    "accounts": "SELECT * FROM accounts WHERE officer IS NOT NULL ORDER BY rowid",
    "consents": "SELECT * FROM consents ORDER BY rowid",
}
_POSTS = {"posts": "SELECT * FROM posts ORDER BY rowid", "deliveries": "SELECT * FROM deliveries ORDER BY rowid"}


def officers(source: str, target: str, file: str) -> dict[str, Any]:
    """A CSV file read, and the rows that came of it inserted.

    Args:
        source: A database with the officers.
        target: One without.
        file: The file.
    """
    began = time.perf_counter()
    with Path(file).open(encoding="utf-8", newline="") as lines:
        read = sum(1 for _ in csv.reader(lines))
    reading = time.perf_counter() - began
    count, seconds = _copied(source, target, _OFFICERS)
    return {"count": count, "seconds": seconds + reading, "read": read}


def posts(source: str, target: str) -> dict[str, Any]:
    """Posts and their deliveries inserted.

    Args:
        source: A database with the posts.
        target: One with the same accounts, without posts.
    """
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        new.executemany("INSERT OR IGNORE INTO campaigns VALUES (?, ?, ?)", old.execute("SELECT * FROM campaigns"))
        new.commit()
    count, seconds = _copied(source, target, _POSTS)
    return {"count": count, "seconds": seconds}


def _copied(source: str, target: str, tables: Mapping[str, str]) -> tuple[int, float]:
    """Rows as they are, in the order in which they were written, committed as often; reading them is not counted."""
    spent, count = 0.0, 0
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        for pragma in _PRAGMAS:
            new.execute(f"PRAGMA {pragma}")
        rows: dict[str, Iterator[tuple[Any, ...]]] = {name: old.execute(query) for name, query in tables.items()}
        while any(portion := [list(islice(some, _AT_ONCE)) for some in rows.values()]):
            began = time.perf_counter()
            for name, some in zip(rows, portion, strict=True):
                if some:
                    new.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(some[0]))})", some)
            new.commit()
            spent += time.perf_counter() - began
            count += len(portion[0])
    return count, spent
