"""Reports as they come in: from a form, a hotline's table, or another program."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import evolve, field, fields, frozen
from attrs.validators import optional

from govpr.errors import InputError, InvalidFile, InvalidValue, Problem
from govpr.hoaxes.readers.table import table_rows
from govpr.models import _checks as check
from govpr.models.converter import from_data

_LARGEST, _DIGITS = 64_000_000, 16


@frozen(kw_only=True)
class NewReport:
    """A report that is coming in.

    Args:
        text: What was passed on.
        channel: How it came in, as `whatsapp`.
        id: A short name, or None to make one: the same for the same report.
        at: When it came in, or None for now.
        where: Where it was seen: an address, or words.
        seen: When it was seen.
        picture: The name or digest of the picture that came with it.
        image: That picture's file: it is compared with known ones, and remembered. In a table, a place
            beside it.
        language: BCP 47 tag, or None to guess.
        region: Province (ISO 3166-2:ID), or `ID`.
        reach: How many have seen it there, where known.
        reply_to: Who gets the answer on that channel. Personal data: in no repr, log or address; kept apart.
    """

    text: str = field(validator=check.filled, repr=False)
    channel: str = field(validator=check.slug)
    id: str | None = field(default=None, validator=optional(check.slug))
    at: datetime | None = field(default=None, validator=check.maybe_aware)
    where: str = field(default="", repr=False)
    seen: datetime | None = field(default=None, validator=check.maybe_aware)
    picture: str = ""
    image: Path | None = None
    language: str | None = field(default=None, validator=optional(check.language))
    region: str = field(default="ID", validator=check.province)
    reach: int | None = field(default=None, validator=check.maybe_count)
    reply_to: str = field(default="", repr=False)


NAMES = tuple(attribute.name for attribute in fields(NewReport))


def reporter_of(report: NewReport, key: bytes) -> str | None:
    """A keyed digest of whose report it is: it recognises the same person again, and tells nothing else.

    Args:
        report: The report.
        key: The workspace's secret key; without it telephone numbers could be guessed.

    Example:
        >>> tip = NewReport(text="Bansos cair", channel="whatsapp", reply_to="0812 3456 7890")
        >>> "3456" in repr(tip), reporter_of(tip, b"key") == reporter_of(tip, b"other")
        (False, False)
    """
    handle = "".join(report.reply_to.split()).casefold()
    if not handle:
        return None
    return hmac.new(key, f"reporter:{report.channel}:{handle}".encode(), hashlib.sha256).hexdigest()


def read_reports(path: Path, *, channel: str = "") -> tuple[NewReport, ...]:
    """Reports from a table (CSV with a header) or from JSON lines; all of them or none.

    Args:
        path: The file; columns or fields are those of `NewReport`, `text` is required.
        channel: How they came in, for rows that do not say.

    Raises:
        InvalidFile: Lists everything that is wrong, with its line; no contact is ever repeated.
    """
    problems: list[Problem] = []
    found: list[NewReport] = []
    for line, row in _rows(path, problems):
        given = {name: value for name, value in row.items() if value not in ("", None)}
        try:
            found.append(_beside(path, from_data({"channel": channel, **_numbers(given)}, NewReport)))
        except (InputError, InvalidValue) as error:
            problems += [Problem(_bare(one.path), _silent(one), one.advice, line) for one in error.problems]
    if problems:
        raise InvalidFile(sorted(problems, key=lambda one: one.line or 0), path.name)
    return tuple(found)


def _beside(table: Path, new: NewReport) -> NewReport:
    """A report with its picture's place; a table of a stranger leads to no file outside of its own folder."""
    if new.image is None:
        return new
    try:
        place = (table.parent / new.image).resolve()
        inside = place.is_relative_to(table.parent.resolve())
    except (OSError, ValueError):
        inside = False
    if not inside:
        raise InvalidValue("image", "leads out of the table's folder", "put the picture beside the table")
    return evolve(new, image=place)


def _rows(path: Path, problems: list[Problem]) -> Iterator[tuple[int | None, Mapping[str, Any]]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise InvalidFile((Problem("", "is too large", "split it into files of 64 MB"),), path.name)
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile((Problem("", "is not UTF-8 text", "save it as UTF-8"),), path.name) from None
    except OSError as error:
        raise InvalidFile((Problem("", f"cannot be read: {error.strerror}", "check the path"),), str(path)) from None
    if text.lstrip().startswith("{"):
        yield from _objects(text, problems)
        return
    rows, wrong = table_rows(text)
    problems += wrong
    yield from ((place.line, row) for place, row in rows)


def _objects(text: str, problems: list[Problem]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            row = json.loads(line) if line.strip() else {}
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            problems.append(Problem("", "is no JSON object", 'write {"text": ..., "channel": ...} on one line', number))
        elif row:
            yield number, row


def _numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    """A table's cells are text; a count in one is a number all the same."""
    reach = row.get("reach")
    if isinstance(reach, str) and reach.strip().isdecimal() and len(reach) < _DIGITS:
        return {**row, "reach": int(reach)}
    return dict(row)


def _bare(path: str) -> str:
    return path.removeprefix("NewReport.")


def _silent(problem: Problem) -> str:
    """What is wrong, without what stood there: it may be somebody's number."""
    return "cannot be used" if "reply_to" in problem.path else problem.message
