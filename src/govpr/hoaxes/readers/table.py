"""Tables: CSV with commas, semicolons (as spreadsheets write it in Indonesia) or tabs."""

import csv
import io

from govpr.errors import Problem
from govpr.hoaxes.readers.rows import TEXT_FIELDS, Place

Rows = tuple[list[tuple[Place, dict[str, object]]], list[Problem]]


def table_rows(text: str) -> Rows:
    """The rows of a table as objects, each with its line, and what is wrong with the others.

    Args:
        text: The whole file; its first row names the columns.
    """
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        names = [name.strip().lower() for name in next(lines, [])]
    except csv.Error as error:
        return [], [_broken(error, lines.line_num)]
    if not set(names) & set(TEXT_FIELDS):
        return [], [
            Problem("", "has no column for the claim", "begin with a row of names, such as cid,text,verdict", 1)
        ]
    return _body(lines, names)


def _body(lines: "csv._reader", names: list[str]) -> Rows:
    rows: list[tuple[Place, dict[str, object]]] = []
    problems: list[Problem] = []
    start = lines.line_num + 1
    try:
        for cells in lines:
            if len(cells) > len(names) or 0 < len(cells) < len(names):
                message = f"has {len(cells)} cells where the first row names {len(names)}"
                problems.append(Problem("", message, "put text that holds the separator in double quotes", start))
            elif any(cell.strip() for cell in cells):
                rows.append((Place(line=start), dict(zip(names, cells, strict=True))))
            start = lines.line_num + 1
    except csv.Error as error:
        problems.append(_broken(error, start))
    return rows, problems


def _broken(error: csv.Error, line: int) -> Problem:
    return Problem("", f"is no table row ({error})", 'close every double quote, and write "" for one inside text', line)


def _delimiter(text: str) -> str:
    header = text.lstrip("\r\n").partition("\n")[0]
    return max(",;\t", key=header.count)
