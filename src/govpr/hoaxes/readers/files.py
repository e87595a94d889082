"""The door to all formats: which reader a file needs, and what its publisher left unsaid."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path, PurePath

from govpr.errors import InvalidFile, Problem
from govpr.hoaxes.readers.answers import Rows, answer_rows
from govpr.hoaxes.readers.claimreview import claim_reviews
from govpr.hoaxes.readers.encoded import opened_lines, read_text
from govpr.hoaxes.readers.jsonl import json_lines, line_rows
from govpr.hoaxes.readers.pages import read_page
from govpr.hoaxes.readers.rows import Defaults, Place, factcheck_of
from govpr.hoaxes.readers.table import cell_rows, table_rows
from govpr.models import FactCheck

_TABLES = (".csv", ".tsv")
_LINES = (".jsonl", ".ndjson")
_DOCUMENTS = (".json", ".jsonld")
_PAGES = (".html", ".htm", ".xhtml")


def read_factchecks(
    path: Path | str, publisher: str = "", licence: str = "", label: str = "", *, independent: bool = True
) -> tuple[FactCheck, ...]:
    r"""Read a hoax database from a file: all of it, or nothing.

    JSON lines and tables need `text` (or `claim`, `title`) in each row, and may have `cid`, `title`, `lang`, `verdict`,
    `date`, `conclusion`, `url`, `publisher`, `licence`, `topic`; further columns are passed over. ClaimReview documents
    may be one review, a list, an `@graph`, a DataFeed or an ItemList (schema.org). A row without an identifier gets one
    that stays the same when the file is read again. A date that names no day is left out.

    Args:
        path: A .jsonl, .csv, .tsv, .json, .jsonld or .html file, in UTF-8 (or UTF-16 with its mark); others are
            recognised by their beginning. A page gives its ClaimReview markup, or what its article or list shows.
        publisher: Who checked, for rows that do not say.
        licence: Terms of use, for rows that do not say.
        label: The verdict that the publisher gives to all of it, for rows that do not say.
        independent: False where the publisher is the government itself.

    Raises:
        InvalidFile: It cannot be read, or some rows are wrong: each with its line and what to write.

    Example:
        >>> from pathlib import Path; from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder, "hoaks.csv")
        ...     _ = file.write_text("cid;text;verdict;date\n7;Bank kota tutup;SALAH;24/06/2026\n", "utf-8")
        ...     read_factchecks(file, publisher="Contoh")[0].published
        datetime.date(2026, 6, 24)
    """
    found, problems = file_rows(Path(path).name, read_text(Path(path)))
    defaults = Defaults(publisher=publisher, licence=licence, label=label, independent=independent)
    facts: list[tuple[Place, FactCheck]] = []
    for place, row in found:
        fact = factcheck_of(place, row, defaults)
        if isinstance(fact, FactCheck):
            facts.append((place, fact))
        else:
            problems.extend(fact)
    problems.extend(_repeated(facts))
    if problems:
        raise InvalidFile(sorted(problems, key=lambda problem: problem.line or 0), str(path))
    return tuple({fact.cid: fact for _, fact in facts}.values())


def rows_of(path: Path, problems: list[Problem]) -> Iterator[tuple[Place, dict[str, object]]]:
    """The rows of a file, one after the other; tables and JSON lines are not in memory as a whole.

    Args:
        path: The file.
        problems: Gets what cannot be read.

    Raises:
        InvalidFile: It cannot be read, or is in another encoding.
    """
    kind = path.suffix.lower()
    if kind not in _TABLES + _LINES:
        found, wrong = file_rows(path.name, read_text(path))
        problems += wrong
        yield from found
        return
    with opened_lines(path) as lines:
        if kind in _LINES:
            # a line ends at a line feed alone, as everywhere in JSON lines
            yield from line_rows(_at_line_feeds(lines), problems)
        else:
            head: list[str] = []
            while not head or (head[-1] and not head[-1].strip("\r\n")):
                head.append(next(lines, ""))
            yield from cell_rows(chain(head, lines), head[-1], problems)


def _at_line_feeds(lines: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for line in lines:
        held.append(line)
        if line.endswith("\n"):
            yield "".join(held)
            held.clear()
    yield "".join(held)


def file_rows(name: str, text: str) -> tuple[list[tuple[Place, dict[str, object]]], list[Problem]]:
    """The rows of a file, each with its place, and what cannot be read.

    Args:
        name: The file's name: its ending says what it is, where it is known.
        text: Its content.
    """
    kind = PurePath(name).suffix.lower()
    beginning = text.lstrip()[:1]
    if kind in _PAGES or (beginning == "<" and kind not in _TABLES + _LINES + _DOCUMENTS):
        page = read_page(text)
        missing = Problem("", "holds no fact-check", "save the page of the fact-check itself")
        wrong = [] if page.rows else page.problems  # broken data beside a review is not the review's
        return page.rows, [*wrong, *page.beyond] or ([] if page.rows else [missing])
    if kind in _TABLES or (kind not in _LINES + _DOCUMENTS and beginning not in ("{", "[")):
        return table_rows(text)
    if kind in _LINES:
        return json_lines(text)
    found, problems = claim_reviews(text)
    if problems and (answered := _saved(text)):
        return answered
    # an unknown ending may hide either: lines are no document, so try those where the document fails
    return json_lines(text) if problems and kind not in _DOCUMENTS else (found, problems)


def _saved(text: str) -> Rows | None:
    try:
        return answer_rows(json.loads(text))
    except (ValueError, RecursionError):
        return None


def _repeated(facts: Sequence[tuple[Place, FactCheck]]) -> list[Problem]:
    first: dict[str, tuple[Place, FactCheck]] = {}
    problems = []
    for place, fact in facts:
        before, known = first.setdefault(fact.cid, (place, fact))
        if known != fact:
            advice = f"give each its own: {before} has it too"
            problems.append(Problem(f"{place.path}cid", f"is {fact.cid!r} again", advice, place.line))
    return problems
