"""JSON lines: one object a line."""

import json
from collections.abc import Iterable, Iterator

from govpr.errors import Problem
from govpr.hoaxes.readers.claimreview import is_review, review_row
from govpr.hoaxes.readers.rows import Place

Rows = tuple[list[tuple[Place, dict[str, object]]], list[Problem]]


def json_lines(text: str) -> Rows:
    """The objects of a file, each with its line, and what is wrong with the other lines.

    Args:
        text: The whole file; empty lines are passed over. A line may also hold a ClaimReview.
    """
    problems: list[Problem] = []
    return list(line_rows(text.split("\n"), problems)), problems


def line_rows(lines: Iterable[str], problems: list[Problem]) -> Iterator[tuple[Place, dict[str, object]]]:
    """The objects of lines, one after the other.

    Args:
        lines: The lines of a file.
        problems: Gets what is wrong with the others.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row = _object(line)
        if row is None:
            problems.append(Problem("", "is no JSON object", 'write {"cid": ..., "text": ...} on one line', number))
        else:
            yield Place(line=number), review_row(row) if is_review(row) else row


def _object(line: str) -> dict[str, object] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None
