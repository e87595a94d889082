"""A TOML file that people write: read it, and say on which line each problem stands."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve

from govpr.campaigns.toml_lines import line_of, lines_of
from govpr.errors import InputError, InvalidFile, Problem
from govpr.models.converter import envelope_problems, from_data

T = TypeVar("T")
_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


def read_text(path: Path) -> str:
    """The text of a file, with or without a byte order mark.

    Args:
        path: The file.

    Raises:
        InvalidFile: It cannot be opened, or is no UTF-8; then with the line.
    """
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidFile(
            (Problem("", f"cannot be opened: {reason}", "check its name and place"),), path.name
        ) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = Problem("", "this is not UTF-8 text", "save the file as UTF-8", line)
        raise InvalidFile((problem,), path.name) from None


def open_toml(text: str, name: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Args:
        text: The text.
        name: The file's name, for errors.

    Raises:
        InvalidFile: It is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = _syntax(str(error), text)
    except (ValueError, RecursionError):
        problem = Problem(
            "", "this is no TOML: a value in it is too long, too deep or no real date", "write it simpler"
        )
    raise InvalidFile((problem,), name)


def outline(data: Mapping[str, Any], tables: Sequence[str]) -> list[Problem]:
    """What is wrong with the outermost keys of a file.

    Args:
        data: The whole file.
        tables: The names of its tables; the first is required.
    """
    missing = [] if tables[0] in data else [Problem(tables[0], "is missing", f"add the table [{tables[0]}]")]
    return missing + envelope_problems(data, tuple(tables))


def taken(data: Any, kind: type[T], path: str, problems: list[Problem]) -> T | None:
    """A model from its table, or None with everything that is wrong with it added to `problems`."""
    try:
        return from_data(data, kind, path)
    except InputError as error:
        problems.extend(error.problems)
        return None


def tables_in(data: Any, name: str, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The members of a list that are tables, each with its path; whatever else stands there is for others to refuse."""
    items = data.get(name) if isinstance(data, Mapping) else None
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, Mapping):
            yield f"{path}{'.' * bool(path)}{name}[{index}]", item


def refuse(problems: Sequence[Problem], text: str, name: str) -> InvalidFile:
    """The error for a file, its problems in the order of their lines."""
    lines = lines_of(text)
    found = dict.fromkeys(evolve(problem, line=problem.line or line_of(problem.path, lines)) for problem in problems)
    return InvalidFile(sorted(found, key=lambda problem: problem.line or 0), name)


def _syntax(message: str, text: str) -> Problem:
    match = _LINE.search(message)
    line = int(match[1]) if match and match[1] else text.count("\n") + 1
    what = _LINE.sub("", message)
    return Problem(
        "", f"this is no TOML: {what[:1].lower()}{what[1:]}", "mend this line, then read the file again", line
    )
