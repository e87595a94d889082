"""Many pictures at once: a folder, a CSV file, or what fact-checks name."""

import csv
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import frozen

from govpr.errors import InputError, InvalidFile, NotFound, Problem
from govpr.hoaxes.images.reading import read_picture
from govpr.storage import pictures as stored
from govpr.storage import rumours
from govpr.storage.database import batches
from govpr.workspace.context import Context
from govpr.workspace.picture_store import Row, keep, row_of
from govpr.workspace.progress import Progress

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".avif"})
_COLUMNS = ("file", "factcheck", "report")
_BATCH = 64


@frozen
class Place:
    """A picture's file, and what it belongs to.

    Args:
        path: The file.
        name: What problems call it.
        factcheck: The cid of a fact-check, or None.
        report: The id of a report, or None.
        line: Its line in a CSV file, counted from 1.
    """

    path: Path
    name: str
    factcheck: str | None = None
    report: str | None = None
    line: int | None = None


@frozen
class LoadedPictures:
    """What was taken over.

    Args:
        count: How many pictures.
        problems: What could not be, each with its file or address.
    """

    count: int
    problems: tuple[Problem, ...] = ()


def places_of(context: Context, place: Path) -> list[Place]:
    """The pictures of a folder or of a CSV file.

    Raises:
        InvalidFile: The file cannot be read, has no column `file`, or is neither.
    """
    if place.is_dir():
        files = sorted(path for path in place.rglob("*") if path.suffix.lower() in _SUFFIXES)
        with context.database.read() as connection:
            known = {
                cid
                for stems in batches(path.stem for path in files)
                for cid in rumours.factchecks_of(connection, stems)
            }
        return [Place(path, str(path.relative_to(place)), path.stem if path.stem in known else None) for path in files]
    try:
        with place.open(encoding="utf-8-sig", newline="") as file:
            return list(_listed(csv.DictReader(file), place))
    except (OSError, ValueError, csv.Error) as error:
        why = getattr(error, "strerror", None) or "it is no CSV file in UTF-8"
        raise InvalidFile((Problem("", f"cannot be read: {why}", "name a folder or a CSV file"),), place.name) from None


def take_over(context: Context, places: Sequence[Place], progress: Progress) -> LoadedPictures:
    """Read and keep pictures, some at a time; problems are listed, the rest is kept."""
    problems: list[Problem] = []
    count = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # decoding and shrinking run outside of Python's lock
        for start in range(0, len(places), _BATCH):
            batch = places[start : start + _BATCH]
            rows: list[Row] = []
            for place, row in zip(batch, pool.map(_read, batch), strict=True):
                trouble = row if isinstance(row, InputError) else _stranger(context, row)
                if trouble is not None:
                    problems.append(_problem(place, trouble))
                elif isinstance(row, Row):
                    rows.append(row)
            count += keep(context, rows)
            progress(start + len(batch), len(places))
    return LoadedPictures(count, tuple(problems))


def wanted(context: Context, limit: int) -> list[tuple[str, str]]:
    """Fact-checks that name pictures and have none yet: cid and address."""
    with context.database.read() as connection:
        having = stored.linked(connection, "factcheck")
        due = (fact for fact in rumours.all_factchecks(connection) if fact.images and fact.cid not in having)
        chosen = [fact for fact, _ in zip(due, range(limit), strict=False)]
    return [(fact.cid, url) for fact in chosen for url in fact.images]


def _listed(rows: "csv.DictReader[str]", place: Path) -> Iterator[Place]:
    if "file" not in (rows.fieldnames or ()):
        advice = f"its first line names the columns: {', '.join(_COLUMNS)}"
        raise InvalidFile((Problem("file", "is no column", advice, 1),), place.name)
    for row in rows:
        name = row["file"] or ""
        yield Place(place.parent / name, name, row.get("factcheck") or None, row.get("report") or None, rows.line_num)


def _read(place: Place) -> Row | InputError:
    try:
        return row_of(place.path.name, read_picture(place.path), place.factcheck, place.report)
    except InputError as error:
        return error


def _stranger(context: Context, row: Row) -> NotFound | None:
    """Whether the row names a fact-check or report that nobody knows."""
    with context.database.read() as connection:
        if row.factcheck and row.factcheck not in rumours.factchecks_of(connection, [row.factcheck]):
            return NotFound("fact-check", row.factcheck)
        if row.report and not stored.report_exists(connection, row.report):
            return NotFound("report", row.report)
    return None


def _problem(place: Place, error: InputError | NotFound) -> Problem:
    if isinstance(error, NotFound):
        advice = "import it first, or leave the cell empty"
        return Problem(
            place.name, f"belongs to the {error.kind} {error.name!r}, which is not known", advice, place.line
        )
    first = error.problems[0]
    return Problem(place.name, first.message, first.advice, place.line)
