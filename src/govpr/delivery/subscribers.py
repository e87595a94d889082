"""The file of those who asked for a mailing: CSV with their addresses, and when they asked.

Addresses are personal data: they are in this file and in what is sent, and nowhere else.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from govpr.errors import InvalidFile, Problem

COLUMNS = ("address", "consented", "until")
_SHOWN = 50


def subscribers(path: Path, today: date) -> Iterator[str]:
    """Addresses to write to, one at a time, in the order of the file.

    Args:
        path: A CSV file in UTF-8 with the columns `address` and `consented`, the day on which its owner asked for the
            mailing; `until` may hold the day on which that ends, or ended.
        today: The day.

    Raises:
        InvalidFile: The file cannot be read, or a row has no address or no day; lines are named, addresses never.
    """
    problems: list[Problem] = []
    for line, row in _rows(path):
        address, since, until = ((row.get(column) or "").strip() for column in COLUMNS)
        asked, ends = _day(since), _day(until) if until else date.max
        if not address:
            problems.append(Problem("address", "is missing", "write an address, or take the row out", line))
        elif asked is None or ends is None:
            problems.append(Problem("consented", "is no day", "write the day they asked for it, as 2026-01-31", line))
        elif asked <= today < ends and not problems:
            yield address
        if len(problems) >= _SHOWN:
            break
    if problems:
        raise InvalidFile(problems, path.name)


def check(path: Path, today: date) -> int:
    """How many would be written to; nothing is sent before the whole file was looked through.

    Args:
        path: As for `subscribers`.
        today: The day.

    Raises:
        InvalidFile: As for `subscribers`.
    """
    return sum(1 for _ in subscribers(path, today))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in COLUMNS[:2] if name not in (reader.fieldnames or ())]
            if missing:
                advice = f"begin the file with {','.join(COLUMNS)}"
                raise InvalidFile([Problem(name, "is no column", advice, 1) for name in missing], path.name)
            for row in reader:
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        what = error.strerror if isinstance(error, OSError) and error.strerror else "is no CSV file in UTF-8"
        raise InvalidFile(
            [Problem("file", f"cannot be read: {what}", "put the subscribers' file there")], path.name
        ) from None


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
