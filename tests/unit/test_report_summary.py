"""Putting together what became of a campaign."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govpr.models import DeliveryState, HoaxReport, ReportState, Severity
from govpr.models.regions import WIT
from govpr.reporting import Report, summarise
from govpr.reporting.report import STATES
from govpr.storage.reported import Reached, Standing

NOW = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
START = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)


def summary(**inputs: object) -> Report:
    return summarise(title="Siaga", agency="Komdigi", generated=NOW, **inputs)  # type: ignore[arg-type]


def test_the_words_for_states_are_those_of_deliveries_and_two_more() -> None:
    assert set(STATES) == {state.value for state in DeliveryState} | {"stopped", "fell_back"}


@given(
    st.lists(
        st.builds(
            Standing,
            st.sampled_from(["mastodon", "bluesky"]),
            st.sampled_from(["", "pembuka"]),
            st.sampled_from(STATES),
            st.integers(0, 9).map(lambda days: START + timedelta(days=days)),
            st.integers(1, 4_000_000),
        ),
        max_size=20,
    )
)
def test_every_post_is_counted_exactly_once_in_each_table(standings: list[Standing]) -> None:
    report, posts = summary(standings=standings), sum(one.posts for one in standings)
    assert report.posts.total == posts
    for tallies in (report.platforms, report.waves):
        assert sum(tally.total for tally in tallies) == posts
        assert len({tally.name for tally in tallies}) == len(tallies)
    assert sum(day.due for day in report.days) == posts


def test_waves_come_in_the_order_of_their_first_posts() -> None:
    later, first = START + timedelta(days=1), START
    standings = [Standing("x", "a", "planned", later, 1), Standing("x", "b", "sent", first, 2)]
    assert [(tally.name, tally.states) for tally in summary(standings=standings).waves] == [
        ("b", {"sent": 2}),
        ("a", {"planned": 1}),
    ]


def test_days_are_those_of_the_zone_and_quiet_days_are_shown() -> None:
    dues = [START, START + timedelta(days=2)]
    standings = [Standing("x", "a", "sent", due, 1) for due in dues]
    published = [due + timedelta(minutes=1) for due in dues]
    report = summary(standings=standings, published=published, zone=WIT)
    assert [(day.day, day.sent) for day in report.days] == [
        (date(2026, 12, 2), 1),
        (date(2026, 12, 3), 0),
        (date(2026, 12, 4), 1),
    ]


def test_reach_tells_how_much_is_unknown() -> None:
    report = summary(published=[START, START], reached=[Reached("views", 100, 1)])
    reach = {one.kind: (one.total, one.measured, one.sent) for one in report.reach}
    assert (reach["views"], reach["shares"]) == ((100, 1, 2), (0, 0, 2))


def test_hoaxes_are_grouped_by_the_fact_check_that_stopped_them() -> None:
    told = "mengulang hoaks baca https://cekfakta.example.id/1."
    found = [("post-1", told), ("post-1", told), ("post-2", told), ("post-3", "mengulang hoaks")]
    hoaxes = [(hoax.url, hoax.posts) for hoax in summary(hoaxes=found).hoaxes]
    assert hoaxes == [("", 1), ("https://cekfakta.example.id/1", 2)]


def test_findings_come_the_most_frequent_first() -> None:
    found = [("a", Severity.ERROR, 1), ("b", Severity.INFO, 2)]
    assert [(one.code, one.count) for one in summary(findings=found).findings] == [("b", 2), ("a", 1)]


def test_units_of_ten_and_more_are_named() -> None:
    report = summary(took_part={"IKP": 12, "Aptika": 0})
    assert [(group.name, group.officers) for group in report.participation] == [("", 12)]


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
