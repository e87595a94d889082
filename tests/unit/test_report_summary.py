"""Counting what became of a campaign."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govpr.models import Delivery, DeliveryState, Finding, HoaxReport, Metrics, Post, Receipt, ReportState, Severity
from govpr.models.regions import WIT
from govpr.reporting import Report, summarise
from govpr.reporting.report import STATES

NOW = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
START = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)


def post(number: int, **changes: object) -> Post:
    base = Post(
        campaign="siaga",
        wave="pembuka",
        message="tas",
        variant="a",
        account=f"akun-{number}",
        platform="mastodon",
        due=START,
        parts=("Siapkan tas.",),
    )
    return evolve(base, **changes)  # type: ignore[arg-type]


def delivery(of: Post, state: DeliveryState, at: datetime | None = None) -> Delivery:
    receipt = Receipt(id="1", at=at) if at else None
    return Delivery(
        post=of.id,
        account=of.account,
        platform=of.platform,
        state=state,
        due=of.due,
        content_hash=of.content_hash,
        receipt=receipt,
    )


def summary(**inputs: object) -> Report:
    return summarise(title="Siaga", agency="Komdigi", generated=NOW, **inputs)  # type: ignore[arg-type]


def test_the_words_for_states_are_those_of_deliveries_and_stopped() -> None:
    assert set(STATES) == {state.value for state in DeliveryState} | {"stopped"}


@given(st.lists(st.sampled_from([None, *DeliveryState]), max_size=20))
def test_every_post_is_counted_exactly_once_in_each_table(states: list[DeliveryState | None]) -> None:
    posts = [post(number, platform=("mastodon", "bluesky")[number % 2]) for number in range(len(states))]
    made = [delivery(one, state) for one, state in zip(posts, states, strict=True) if state]
    report = summary(posts=posts, deliveries=made)
    assert report.posts.total == len(posts)
    for tallies in (report.platforms, report.waves):
        assert sum(tally.total for tally in tallies) == len(posts)
    assert sum(day.due for day in report.days) == len(posts)
    out = [state for state in states if state in {DeliveryState.SENT, DeliveryState.PARTIAL}]
    assert sum(day.sent for day in report.days) == len(out)


def test_a_post_that_an_error_stops_is_stopped_unless_it_is_out_already() -> None:
    posts = [post(1), post(2), post(3)]
    findings = [Finding(code="text.too-long", message="x", post=one.id) for one in posts[:2]]
    findings.append(Finding(code="text.long", severity=Severity.WARNING, message="x", post=posts[2].id))
    report = summary(posts=posts, deliveries=[delivery(posts[0], DeliveryState.SENT)], findings=findings)
    assert report.posts.states == {"planned": 1, "sent": 1, "stopped": 1}


def test_a_delivery_that_a_later_plan_left_out_still_counts() -> None:
    report = summary(deliveries=[delivery(post(1), DeliveryState.SENT)])
    assert report.posts.states == {"sent": 1}
    assert [tally.name for tally in report.waves] == [""]


def test_days_are_those_of_the_zone_and_quiet_days_are_shown() -> None:
    posts = [post(1), post(2, due=START + timedelta(days=2))]
    sent = [delivery(one, DeliveryState.SENT, at=one.due + timedelta(minutes=1)) for one in posts]
    report = summary(posts=posts, deliveries=sent, zone=WIT)
    assert [(day.day, day.sent) for day in report.days] == [
        (date(2026, 12, 2), 1),
        (date(2026, 12, 3), 0),
        (date(2026, 12, 4), 1),
    ]


def test_reach_takes_the_last_count_and_tells_how_much_is_unknown() -> None:
    posts = [post(number) for number in range(3)]
    sent = [delivery(one, DeliveryState.SENT) for one in posts[:2]]
    metrics = [
        Metrics(post=posts[0].id, at=NOW, views=100, likes=3),
        Metrics(post=posts[0].id, at=NOW - timedelta(days=1), views=40),
        Metrics(post=posts[2].id, at=NOW, views=9_000),
    ]
    reach = {
        one.kind: (one.total, one.measured, one.sent)
        for one in summary(posts=posts, deliveries=sent, metrics=metrics).reach
    }
    assert (reach["views"], reach["likes"], reach["shares"]) == ((100, 1, 2), (3, 1, 2), (0, 0, 2))


def test_hoaxes_are_grouped_by_the_fact_check_that_stopped_them() -> None:
    posts = [post(1), post(2), post(3)]
    advice = "baca https://cekfakta.example.id/1."
    findings = [
        Finding(code="hoax.repeats", message="mengulang hoaks", advice=advice, post=one.id) for one in posts[:2]
    ]
    findings += [
        Finding(code="hoax.repeats", message="mengulang hoaks", post=posts[2].id),
        Finding(code="hoax.repeats", severity=Severity.WARNING, message="mirip", post=posts[2].id),
    ]
    hoaxes = [(hoax.url, hoax.posts) for hoax in summary(posts=posts, findings=findings).hoaxes]
    assert hoaxes == [("", 1), ("https://cekfakta.example.id/1", 2)]


def test_findings_are_counted_by_code_the_most_frequent_first() -> None:
    findings = [Finding(code=code, message="x") for code in ("b", "a", "b")]
    assert [(one.code, one.count) for one in summary(findings=findings).findings] == [("b", 2), ("a", 1)]


def test_late_open_reports_count_against_the_share_in_time() -> None:
    tip = HoaxReport(id="r", channel="whatsapp", text="kabar", at=NOW - timedelta(days=1))

    def closed(minutes: int) -> HoaxReport:
        return evolve(tip, state=ReportState.CLARIFIED, answered=tip.at + timedelta(minutes=minutes))

    reports = [
        closed(60),
        closed(180),
        closed(240),
        tip,
        evolve(tip, at=NOW),
        evolve(tip, state=ReportState.NOT_CLARIFIED, reason="pendapat"),
    ]
    answers = summary(reports=reports).answers
    assert (answers.received, answers.clarified, answers.open, answers.overdue, answers.in_time) == (6, 3, 2, 1, 2)
    assert answers.median == timedelta(hours=3)
    assert answers.share_in_time == pytest.approx(0.5)


def test_without_reports_there_is_no_share() -> None:
    assert summary().answers.share_in_time is None


def test_only_officers_whose_post_is_out_took_part() -> None:
    posts = [post(number, officer=f"petugas-{number}") for number in range(24)]
    states = [DeliveryState.SENT] * 12 + [DeliveryState.HANDED_OVER] * 12
    made = [delivery(one, state) for one, state in zip(posts, states, strict=True)]
    report = summary(posts=posts, deliveries=made, officers={"IKP": [f"petugas-{number}" for number in range(24)]})
    assert [(group.name, group.officers) for group in report.participation] == [("IKP", 12)]
