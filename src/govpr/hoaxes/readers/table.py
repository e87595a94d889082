"""Tables: CSV with commas, semicolons (as spreadsheets write it in Indonesia) or tabs."""

import csv
import io
from collections.abc import Iterator

from govpr.errors import Problem
from govpr.hoaxes.readers.rows import TEXT_FIELDS, Place

Rows = tuple[list[tuple[Place, dict[str, object]]], list[Problem]]


def table_rows(text: str) -> Rows:
    """The rows of a table as objects, each with its line, and what is wrong with the others.

    Args:
        text: The whole file; its first row names the columns.
    """
    lines = _lines(text)
    _, first = next(lines, (1, []))
    names = [] if isinstance(first, Problem) else [name.strip().lower() for name in first]
    if not set(names) & set(TEXT_FIELDS):
        advice = "begin with a row of names, such as cid,text,verdict"
        return [], [Problem("", "has no column for the claim", advice, 1)]
    rows: list[tuple[Place, dict[str, object]]] = []
    problems: list[Problem] = []
    for start, cells in lines:
        if isinstance(cells, Problem):
            problems.append(cells)
        elif cells and len(cells) != len(names):
            message = f"has {len(cells)} cells where the first row names {len(names)}"
            problems.append(Problem("", message, "put text that holds the separator in double quotes", start))
        elif any(cell.strip() for cell in cells):
            rows.append((Place(line=start), dict(zip(names, cells, strict=True))))
    return rows, problems


def _lines(text: str) -> Iterator[tuple[int, list[str] | Problem]]:
    """Each row with the line that it starts on; the last may be what broke the table."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        advice = 'close every double quote, and write "" for one inside text'
        yield start, Problem("", f"is no table row ({error})", advice, start)


def _delimiter(text: str) -> str:
    header = text.lstrip("\r\n").partition("\n")[0]
    return max(",;\t", key=header.count)
