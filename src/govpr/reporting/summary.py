"""From counts to a report: pure arithmetic, in memory that does not grow with the campaign."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median
from zoneinfo import ZoneInfo

from govpr.models import HoaxReport, ReportState, Severity
from govpr.models.regions import WIB
from govpr.reporting.participation import participation
from govpr.reporting.report import STATES, Answers, Day, FindingCount, Reach, Report, StoppedHoax, Tally
from govpr.storage.reported import KINDS, Reached, Standing

PROMPT = timedelta(hours=3)
"""Jabar Saber Hoaks answers within about three hours."""

_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}]")


def summarise(
    *,
    title: str,
    agency: str,
    generated: datetime,
    standings: Iterable[Standing] = (),
    published: Iterable[datetime] = (),
    reached: Iterable[Reached] = (),
    findings: Iterable[tuple[str, Severity, int]] = (),
    hoaxes: Iterable[tuple[str, str]] = (),
    reports: Iterable[HoaxReport] = (),
    took_part: Mapping[str, int] | None = None,
    language: str = "id",
    zone: str = WIB,
) -> Report:
    """Put together what became of a campaign.

    Args:
        title: The campaign's title.
        agency: The agency's name.
        generated: Now.
        standings: Posts that stand alike, each group once.
        published: When each post that is out went out.
        reached: What platforms counted.
        findings: How often each check found something: code, severity, count.
        hoaxes: Posts that an error about a known hoax stops, in their order, each with what the finding says.
        reports: Tips from the public.
        took_part: For each unit, by the name to be shown, how many of its officers have a post out.
        language: `id` or `en`.
        zone: The zone that days are counted in.
    """
    rows, days = tuple(standings), ZoneInfo(zone)
    sent = Counter(moment.astimezone(days).date() for moment in published)
    return Report(
        title=title,
        agency=agency,
        generated=generated,
        language=language,
        zone=zone,
        posts=_tally("", rows),
        platforms=_tallies(sorted(rows, key=lambda row: row.platform), lambda row: row.platform),
        waves=_tallies(sorted(rows, key=lambda row: row.due), lambda row: row.wave),
        days=_days(rows, sent, days),
        reach=_reach(reached, sent.total()),
        hoaxes=_hoaxes(hoaxes),
        findings=_findings(findings),
        answers=_answers(tuple(reports), generated),
        participation=participation(took_part or {}),
    )


def _tally(name: str, rows: Iterable[Standing]) -> Tally:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.state] += row.posts
    return Tally(name=name, states={state: counts[state] for state in STATES if counts[state]})


def _tallies(rows: Iterable[Standing], name_of: Callable[[Standing], str]) -> tuple[Tally, ...]:
    """One tally for each name, in the order in which the rows bring them."""
    groups: dict[str, list[Standing]] = {}
    for row in rows:
        groups.setdefault(name_of(row), []).append(row)
    return tuple(_tally(name, members) for name, members in groups.items())


def _days(rows: Iterable[Standing], sent: Counter[date], zone: ZoneInfo) -> tuple[Day, ...]:
    """Every day from the first to the last, so that a quiet day shows as one."""
    due: Counter[date] = Counter()
    for row in rows:
        due[row.due.astimezone(zone).date()] += row.posts
    return tuple(Day(day=day, sent=sent[day], due=due[day]) for day in _span(due.keys() | sent.keys()))


def _span(days: Collection[date]) -> list[date]:
    if not days:
        return []
    first = min(days)
    return [first + timedelta(days=number) for number in range((max(days) - first).days + 1)]


def _reach(reached: Iterable[Reached], sent: int) -> tuple[Reach, ...]:
    known = {one.kind: one for one in reached}
    each = (known.get(kind) or Reached(kind, 0, 0) for kind in KINDS)
    return tuple(Reach(kind=one.kind, total=one.total, measured=one.measured, sent=sent) for one in each)


def _hoaxes(found: Iterable[tuple[str, str]]) -> tuple[StoppedHoax, ...]:
    posts: Counter[str] = Counter()
    for _, told in groupby(found, key=lambda one: one[0]):
        posts.update({match[0] if (match := _ADDRESS.search(text)) else "" for _, text in told})
    return tuple(StoppedHoax(url=url, posts=posts[url]) for url in sorted(posts))


def _findings(found: Iterable[tuple[str, Severity, int]]) -> tuple[FindingCount, ...]:
    ordered = sorted(found, key=lambda one: (-one[2], one[:2]))
    return tuple(FindingCount(code=code, severity=severity, count=count) for code, severity, count in ordered)


def _answers(reports: Sequence[HoaxReport], now: datetime) -> Answers:
    states = Counter(report.state for report in reports)
    closed = [one for one in reports if one.state is ReportState.CLARIFIED]
    seconds = [(one.answered - one.at).total_seconds() for one in closed if one.answered]
    return Answers(
        received=len(reports),
        clarified=states[ReportState.CLARIFIED],
        not_clarified=states[ReportState.NOT_CLARIFIED],
        open=states[ReportState.OPEN],
        overdue=sum(one.state is ReportState.OPEN and one.at + PROMPT < now for one in reports),
        in_time=sum(time <= PROMPT.total_seconds() for time in seconds),
        median=timedelta(seconds=round(median(seconds))) if seconds else None,
    )
