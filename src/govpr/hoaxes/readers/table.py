"""Tables: CSV with commas, semicolons (as spreadsheets write it in Indonesia) or tabs."""

import csv
import io
from collections.abc import Iterable, Iterator

from govpr.errors import Problem
from govpr.hoaxes.readers.rows import TEXT_FIELDS, Place

Rows = tuple[list[tuple[Place, dict[str, object]]], list[Problem]]


def table_rows(text: str) -> Rows:
    """The rows of a table as objects, each with its line, and what is wrong with the others.

    Args:
        text: The whole file; its first row names the columns.
    """
    problems: list[Problem] = []
    header = text.lstrip("\r\n").partition("\n")[0]
    return list(cell_rows(io.StringIO(text, newline=""), header, problems)), problems


def cell_rows(lines: Iterable[str], header: str, problems: list[Problem]) -> Iterator[tuple[Place, dict[str, object]]]:
    """The rows of a table as objects, one after the other.

    Args:
        lines: The lines of a file, with their ends.
        header: The first line that is not empty: it says what stands between cells.
        problems: Gets what is wrong with the others.
    """
    told = _lines(lines, max(",;\t", key=header.count))
    _, first = next(told, (1, []))
    names = [] if isinstance(first, Problem) else [name.strip().lower() for name in first]
    if not set(names) & set(TEXT_FIELDS):
        advice = "begin with a row of names, such as cid,text,verdict"
        problems.append(Problem("", "has no column for the claim", advice, 1))
        return
    for start, cells in told:
        if isinstance(cells, Problem):
            problems.append(cells)
        elif cells and len(cells) != len(names):
            message = f"has {len(cells)} cells where the first row names {len(names)}"
            problems.append(Problem("", message, "put text that holds the separator in double quotes", start))
        elif any(cell.strip() for cell in cells):
            yield Place(line=start), dict(zip(names, cells, strict=True))


def _lines(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str] | Problem]]:
    """Each row with the line that it starts on; the last may be what broke the table."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        advice = 'close every double quote, and write "" for one inside text'
        yield start, Problem("", f"is no table row ({error})", advice, start)
