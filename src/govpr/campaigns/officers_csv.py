"""Officers, their accounts and consents from a CSV or Parquet file of any length: read row by row."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from attrs import define, field

from govpr.campaigns.officer_rows import COLUMNS, REQUIRED, Naming, Person, Row, masked, read_row
from govpr.campaigns.officers_parquet import parquet_rows
from govpr.campaigns.repeated import Repeated, keys_of
from govpr.errors import InvalidFile, Problem
from govpr.models import Agency, Finding, Severity
from govpr.models.converter import unknown_key

_MOST = 200


@define
class Problems:
    """What is wrong with a file: the first 200 problems, and how many more there are."""

    kept: list[Problem] = field(factory=list)
    more: int = 0

    def extend(self, some: Iterable[Problem]) -> None:
        """Add problems."""
        for problem in some:
            if len(self.kept) < _MOST:
                self.kept.append(problem)
            else:
                self.more += 1

    def refuse(self, name: str) -> None:
        """Stop where there are any.

        Args:
            name: The file's name.

        Raises:
            InvalidFile: Lists the problems, in the order of their lines.
        """
        if not self.kept:
            return
        found = sorted(self.kept, key=lambda problem: problem.line or 0)
        if self.more:
            found.append(Problem("", f"has {self.more} more problems", "mend these first, then load the file again"))
        raise InvalidFile(found, name)


def people_in(
    path: Path, *, agency: Agency, naming: Naming, also: Callable[[Person], Iterable[Problem]] = lambda _person: ()
) -> Iterator[Person]:
    """Each officer of a file, with accounts and consents. Take nothing over before the last one came.

    Args:
        path: A CSV file in UTF-8, with commas or semicolons, or a Parquet file (`.parquet`), its columns in any order:
            `id`, `name` and `unit` are required; `number`, `kind`, `languages`, `region`, `zone`, `course`,
            `completed`, `badge`, `badge_issued`, `badge_expires`, `accounts`, `consent` and `consent_version` may be
            absent or empty.
        agency: Whose officers they are; their units are checked against it.
        naming: How the handles of a platform are written.
        also: Finds more that is wrong with somebody.

    Raises:
        InvalidFile: After the last row: lists what is wrong with line and column, the first 200 problems of it. No
            officer's number is ever repeated.
    """
    problems, repeated = Problems(), Repeated()
    for row in _rows(path, problems):
        repeated.add(row)
        found: list[Problem] = []
        person = read_row(row, agency, found, naming)
        problems.extend(found)
        if person is not None:
            problems.extend(also(person))
            yield person
    problems.extend(_twice(path, repeated))
    problems.refuse(path.name)


def _twice(path: Path, repeated: Repeated) -> Iterator[Problem]:
    """Ids, numbers and accounts that stand in an earlier row too; a number is named by its lines alone."""
    suspects = repeated.suspects()
    if not suspects:
        return
    seen: dict[tuple[str, str], int] = {}
    for line, cells in _rows(path, Problems()):
        if line not in suspects:
            continue
        for column, value, shown in keys_of(cells):
            first = seen.setdefault((column, value), line)
            if first != line:
                yield Problem(column, f"{masked(shown)} as in line {first}", "keep one of them", line)


def _rows(path: Path, problems: Problems) -> Iterator[Row]:
    """Each row that is not blank, with its line."""
    if path.suffix.lower() == ".parquet":
        header, rows = parquet_rows(path)
        found = _header(header)
        problems.extend(found)
        yield from rows if not found else ()
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _csv_rows(file, problems)
    except UnicodeDecodeError:
        problem = Problem("", "this is not UTF-8 text", "save the file as UTF-8", _undecodable(path))
        raise InvalidFile((problem,), path.name) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = Problem("", f"cannot be opened: {reason}", "check its name and place")
        raise InvalidFile((problem,), path.name) from None


def _undecodable(path: Path) -> int:
    """The first line that is no UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def _csv_rows(lines: Iterable[str], problems: Problems) -> Iterator[Row]:
    left = iter(lines)
    first = next(left, "")
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(chain([first], left), delimiter=separator, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        found = _header(header)
        problems.extend(found)
        yield from _filled(reader, header, problems) if not found else ()
    except csv.Error as error:
        problem = Problem("", f"this is no CSV: {error}", "check the quotes in this line", reader.line_num)
        problems.extend([problem])


def _filled(reader: Any, header: Sequence[str], problems: Problems) -> Iterator[Row]:
    line = reader.line_num + 1
    for cells in reader:
        if len(cells) != len(header) and any(cells):
            advice = "check its separators, and put cells that hold one in quotes"
            problems.extend([Problem("", f"has {len(cells)} cells, the header has {len(header)}", advice, line)])
        elif any(cell.strip() for cell in cells):
            yield line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        line = reader.line_num + 1


def _header(header: Sequence[str]) -> list[Problem]:
    if not set(header) & set(COLUMNS):
        return [Problem("", "the first line is no header", f"begin with {','.join(COLUMNS)}", 1)]
    missing = [Problem(name, "is missing from the header", "add the column") for name in REQUIRED if name not in header]
    foreign = [
        unknown_key(name, COLUMNS, masked(name) or "a column without name") for name in header if name not in COLUMNS
    ]
    twice = sorted({name for name in header if header.count(name) > 1})
    repeated = [Problem(name, "stands twice in the header", "remove one of the columns") for name in twice]
    return [Problem(p.path, p.message, p.advice, 1) for p in (*missing, *foreign, *repeated)]


def implausible(person: Person) -> Iterator[Finding]:
    """What is odd but possible about somebody.

    Args:
        person: The officer.
    """
    if person.officer.number is not None and not person.officer.number.plausible:
        yield Finding(
            code="officer.number-implausible",
            severity=Severity.WARNING,
            message=f"the NIP of {person.officer.id} says an appointment at an age outside 16 to 59",
            advice=f"compare line {person.line} with the officer's decree",
            path=f"officers[{person.officer.id}].number",
        )
