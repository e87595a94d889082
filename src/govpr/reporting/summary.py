"""From posts, deliveries and the rest to a report: pure counting."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from attrs import frozen

from govpr.models import Delivery, DeliveryState, Finding, HoaxReport, Metrics, Post, ReportState, Severity
from govpr.models.regions import WIB
from govpr.reporting.participation import participation
from govpr.reporting.report import STATES, Answers, Day, FindingCount, Reach, Report, StoppedHoax, Tally

PROMPT = timedelta(hours=3)
"""Jabar Saber Hoaks answers within about three hours."""

_OUT = {DeliveryState.SENT, DeliveryState.PARTIAL}
_KINDS = ("views", "likes", "shares", "replies", "quotes")
_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}]")


@frozen(kw_only=True)
class _Row:
    """One post on its way, whether the plan still has it or only the outbox."""

    post: str
    state: str
    platform: str
    wave: str
    officer: str | None
    due: datetime
    sent: datetime | None


def summarise(
    *,
    title: str,
    agency: str,
    generated: datetime,
    posts: Iterable[Post] = (),
    deliveries: Iterable[Delivery] = (),
    findings: Iterable[Finding] = (),
    metrics: Iterable[Metrics] = (),
    reports: Iterable[HoaxReport] = (),
    officers: Mapping[str, Collection[str]] | None = None,
    language: str = "id",
    zone: str = WIB,
) -> Report:
    """Count what became of a campaign.

    Args:
        title: The campaign's title.
        agency: The agency's name.
        generated: Now.
        posts: The plan's posts.
        deliveries: What the outbox has of them; also of posts that a later plan left out.
        findings: What the checks found.
        metrics: What platforms counted; of several measurements of a post the last one is taken.
        reports: Tips from the public.
        officers: For each unit, by the name to be shown, the ids of its officers.
        language: `id` or `en`.
        zone: The zone that days are counted in.
    """
    found = tuple(findings)
    rows = tuple(_rows(posts, deliveries, found))
    return Report(
        title=title,
        agency=agency,
        generated=generated,
        language=language,
        zone=zone,
        posts=_tally("", rows),
        platforms=_tallies(sorted(rows, key=lambda row: row.platform), lambda row: row.platform),
        waves=_tallies(sorted(rows, key=lambda row: row.due), lambda row: row.wave),
        days=_days(rows, ZoneInfo(zone)),
        reach=_reach(rows, metrics),
        hoaxes=_hoaxes(found),
        findings=_findings(found),
        answers=_answers(tuple(reports), generated),
        participation=participation(officers or {}, {row.officer for row in rows if row.officer and row.sent}),
    )


def _rows(posts: Iterable[Post], deliveries: Iterable[Delivery], findings: Iterable[Finding]) -> Iterator[_Row]:
    planned = {post.id: post for post in posts}
    sent = {delivery.post: delivery for delivery in deliveries}
    stopped = {finding.post for finding in findings if finding.severity is Severity.ERROR}
    for name in {**planned, **sent}:
        post, delivery = planned.get(name), sent.get(name)
        yield _row(name, post, delivery, stopped=name in stopped)


def _row(name: str, post: Post | None, delivery: Delivery | None, *, stopped: bool) -> _Row:
    known = delivery or post
    assert known is not None  # noqa: S101  (each name comes from one of the two)
    state = delivery.state if delivery else DeliveryState.PLANNED
    receipt = delivery.receipt if delivery else None
    return _Row(
        post=name,
        state="stopped" if stopped and state is DeliveryState.PLANNED else state.value,
        platform=known.platform,
        wave=post.wave if post else "",
        officer=post.officer if post else None,
        due=known.due,
        sent=((receipt.at if receipt else None) or known.due) if state in _OUT else None,
    )


def _tally(name: str, rows: Iterable[_Row]) -> Tally:
    counts = Counter(row.state for row in rows)
    return Tally(name=name, states={state: counts[state] for state in STATES if counts[state]})


def _tallies(rows: Iterable[_Row], name_of: Callable[[_Row], str]) -> tuple[Tally, ...]:
    """One tally for each name, in the order in which the rows bring them."""
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        groups.setdefault(name_of(row), []).append(row)
    return tuple(_tally(name, members) for name, members in groups.items())


def _days(rows: Iterable[_Row], zone: ZoneInfo) -> tuple[Day, ...]:
    """Every day from the first to the last, so that a quiet day shows as one."""
    rows = tuple(rows)
    due = Counter(row.due.astimezone(zone).date() for row in rows)
    sent = Counter(row.sent.astimezone(zone).date() for row in rows if row.sent)
    return tuple(Day(day=day, sent=sent[day], due=due[day]) for day in _span(due.keys() | sent.keys()))


def _span(days: Collection[date]) -> list[date]:
    if not days:
        return []
    first = min(days)
    return [first + timedelta(days=number) for number in range((max(days) - first).days + 1)]


def _reach(rows: Iterable[_Row], metrics: Iterable[Metrics]) -> tuple[Reach, ...]:
    out = {row.post for row in rows if row.sent}
    last = {one.post: one for one in sorted(metrics, key=lambda one: one.at) if one.post in out}
    return tuple(_reached(kind, [getattr(one, kind) for one in last.values()], len(out)) for kind in _KINDS)


def _reached(kind: str, counts: Iterable[int | None], sent: int) -> Reach:
    known = [count for count in counts if count is not None]
    return Reach(kind=kind, total=sum(known), measured=len(known), sent=sent)


def _hoaxes(findings: Iterable[Finding]) -> tuple[StoppedHoax, ...]:
    posts: dict[str, set[str]] = {}
    for finding in findings:
        if finding.code == "hoax.repeats" and finding.severity is Severity.ERROR:
            match = _ADDRESS.search(f"{finding.message} {finding.advice}")
            posts.setdefault(match[0] if match else "", set()).add(finding.post or finding.path)
    return tuple(StoppedHoax(url=url, posts=len(posts[url])) for url in sorted(posts))


def _findings(findings: Iterable[Finding]) -> tuple[FindingCount, ...]:
    counts = Counter((finding.code, finding.severity) for finding in findings)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FindingCount(code=code, severity=severity, count=count) for (code, severity), count in ordered)


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
