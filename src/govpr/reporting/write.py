"""A report as files: a page for people, JSON and CSV for machines."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from govpr.models.converter import dumps
from govpr.reporting.charts import bars, stacked, timeline
from govpr.reporting.report import STATES, Report, Tally
from govpr.reporting.words import words
from govpr.text.files import write_changed
from govpr.text.web import long_date, long_time, shortened, templates

_LABEL = 24  # characters that fit beside a bar
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_html(report: Report, path: Path) -> Path:
    """Write the report as one page that needs nothing else: no script, no network, each chart with its table.

    Args:
        report: The report.
        path: The file.

    Raises:
        OSError: The file cannot be written.
    """
    text = words(report.language)
    page = templates("govpr.reporting").get_template("report.html")
    context = {
        "report": report,
        "words": text,
        "states": STATES,
        "generated": long_time(report.generated, report.language, report.zone),
        "median": _span(report.answers.median, text["hours"]),
        "share": _percent(report.answers.share_in_time, report.language),
        "days": [long_date(day.day, report.language) for day in report.days],
        "charts": _charts(report),
        "label": partial(shortened, width=_LABEL),
        "thousands": partial(_thousands, language=report.language),
    }
    write_changed(path, page.render(**context))
    return path


def write_json(report: Report, path: Path) -> Path:
    """Write the report as a JSON document; `govpr.models.converter.loads` reads it again.

    Args:
        report: The report.
        path: The file.

    Raises:
        OSError: The file cannot be written.
    """
    write_changed(path, dumps(report) + "\n")
    return path


def write_csv(report: Report, path: Path) -> Path:
    """Write every number of the report as one row: table, row, column, value (RFC 4180, UTF-8).

    A name that a spreadsheet would take for a formula gets an apostrophe before it.

    Args:
        report: The report.
        path: The file.

    Raises:
        OSError: The file cannot be written.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("table", "row", "column", "value"))
    writer.writerows(tuple(_harmless(cell) for cell in row) for row in _cells(report))
    write_changed(path, out.getvalue())
    return path


def _charts(report: Report) -> dict[str, object]:
    text = words(report.language)
    return {
        "states": bars([(text[state], report.posts.states[state]) for state in STATES if state in report.posts.states]),
        "platforms": stacked([(tally.name, tally.states) for tally in report.platforms]),
        "waves": stacked([(tally.name, tally.states) for tally in report.waves]),
        "days": timeline([(str(day.day.day), day.sent, day.due) for day in report.days]),
    }


def _cells(report: Report) -> Iterator[tuple[str, str, str, object]]:
    yield ("report", "", "title", report.title)
    yield ("report", "", "agency", report.agency)
    yield ("report", "", "generated", report.generated.isoformat())
    yield from _counted("posts", (report.posts,))
    yield from _counted("platforms", report.platforms)
    yield from _counted("waves", report.waves)
    for day in report.days:
        yield ("days", day.day.isoformat(), "due", day.due)
        yield ("days", day.day.isoformat(), "sent", day.sent)
    for reach in report.reach:
        yield from (("reach", reach.kind, name, getattr(reach, name)) for name in ("total", "measured", "sent"))
    for hoax in report.hoaxes:
        yield ("hoaxes", hoax.url, "posts", hoax.posts)
    for found in report.findings:
        yield ("findings", found.code, found.severity.value, found.count)
    yield from _answered(report)
    for group in report.participation:
        yield ("participation", group.name, "officers", "<10" if group.officers is None else group.officers)


def _counted(table: str, tallies: tuple[Tally, ...]) -> Iterator[tuple[str, str, str, object]]:
    for tally in tallies:
        yield from ((table, tally.name, state, tally.states.get(state, 0)) for state in STATES)


def _answered(report: Report) -> Iterator[tuple[str, str, str, object]]:
    names = ("received", "clarified", "not_clarified", "open", "overdue", "in_time")
    yield from (("answers", "", name, getattr(report.answers, name)) for name in names)
    if report.answers.median is not None:
        yield ("answers", "", "median_seconds", int(report.answers.median.total_seconds()))


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _span(span: timedelta | None, pattern: str) -> str:
    if span is None:
        return "–"
    minutes = round(span.total_seconds() / 60)
    return pattern.format(hours=minutes // 60, minutes=minutes % 60)


def _thousands(number: int, language: str) -> str:
    return f"{number:,}" if language.startswith("en") else f"{number:,}".replace(",", ".")


def _percent(share: float | None, language: str) -> str:
    if share is None:
        return "–"
    return f"{share:.0%}" if language.startswith("en") else f"{share:.0%}".replace("%", " %")
