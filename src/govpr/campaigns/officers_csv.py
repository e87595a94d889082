"""Officers, their accounts and consents from a CSV file: read row by row, taken over whole or not at all."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from govpr.campaigns.officer_rows import COLUMNS, REQUIRED, Person, Row, masked, read_row
from govpr.campaigns.toml_file import read_text
from govpr.errors import InvalidFile, Problem
from govpr.models import Account, Agency, Consent, Finding, Officer, Severity
from govpr.models.converter import unknown_key


@frozen(kw_only=True)
class OfficersFile:
    """What an officers' file holds.

    Args:
        officers: Officers, in the order of the file.
        accounts: Their own accounts.
        consents: Their consents, one for each account.
        findings: What is odd but possible.
    """

    officers: tuple[Officer, ...]
    accounts: tuple[Account, ...] = field(default=())
    consents: tuple[Consent, ...] = field(default=())
    findings: tuple[Finding, ...] = field(default=())


def read_officers(path: Path, *, agency: Agency) -> OfficersFile:
    """Officers with their accounts and consents.

    Args:
        path: A CSV file in UTF-8, with commas or semicolons, its columns in any order: `id`, `name` and `unit` are
            required; `number`, `kind`, `languages`, `region`, `zone`, `course`, `completed`, `badge`, `badge_issued`,
            `badge_expires`, `accounts`, `consent` and `consent_version` may be absent or empty.
        agency: Whose officers they are; their units are checked against it.

    Raises:
        InvalidFile: Lists everything that is wrong with line and column. No officer's number is ever repeated.
    """
    text = read_text(path)
    problems: list[Problem] = []
    people = list(_people(text, agency, problems))
    if problems:
        raise InvalidFile(sorted(problems, key=lambda problem: problem.line or 0), path.name)
    return OfficersFile(
        officers=tuple(person.officer for person in people),
        accounts=tuple(account for person in people for account in person.accounts),
        consents=tuple(consent for person in people for consent in person.consents),
        findings=tuple(_implausible(people)),
    )


def _people(text: str, agency: Agency, problems: list[Problem]) -> Iterator[Person]:
    seen: dict[tuple[str, str], int] = {}
    for row in _rows(text, problems):
        problems.extend(_repeated(row, seen))
        person = read_row(row, agency, problems)
        if person is not None:
            yield person


def _rows(text: str, problems: list[Problem]) -> Iterator[Row]:
    """Each row that is not blank, with its line."""
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        found = _header(header)
        problems.extend(found)
        yield from _filled(reader, header, problems) if not found else ()
    except csv.Error as error:
        problems.append(Problem("", f"this is no CSV: {error}", "check the quotes in this line", reader.line_num))


def _filled(reader: Any, header: Sequence[str], problems: list[Problem]) -> Iterator[Row]:
    line = reader.line_num + 1
    for cells in reader:
        if len(cells) != len(header) and any(cells):
            advice = "check its separators, and put cells that hold one in quotes"
            problems.append(Problem("", f"has {len(cells)} cells, the header has {len(header)}", advice, line))
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


def _repeated(row: Row, seen: dict[tuple[str, str], int]) -> Iterator[Problem]:
    """Ids, numbers and accounts that stand in an earlier row too; a number is named by its lines alone."""
    line, cells = row
    for column, value, shown in _keys(cells):
        first = seen.setdefault((column, value), line)
        if first != line:
            yield Problem(column, f"{masked(shown)} as in line {first}", "keep one of them", line)


def _keys(cells: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """What may stand in one row only: column, value, and what an error shows of it."""
    number = "".join(character for character in cells.get("number", "") if character.isdigit())
    if cells["id"]:
        yield "id", cells["id"], f"is {cells['id']!r}"
    if number:
        yield "number", number, "is the same"
    yield from (("accounts", name.lower(), f"has {name!r}") for name in cells.get("accounts", "").split())


def _implausible(people: Sequence[Person]) -> Iterator[Finding]:
    for person in people:
        if person.officer.number is not None and not person.officer.number.plausible:
            yield Finding(
                code="officer.number-implausible",
                severity=Severity.WARNING,
                message=f"the NIP of {person.officer.id} says an appointment at an age outside 16 to 59",
                advice=f"compare line {person.line} with the officer's decree",
                path=f"officers[{person.officer.id}].number",
            )
