"""Waves that come again, by the rules of iCalendar."""

from pathlib import Path

import pytest
from tests.office import CAMPAIGN, Office

from govpr.errors import InvalidFile

AGAIN = CAMPAIGN.replace('id = "pertama"', 'id = "pertama"\nrepeat = "FREQ=WEEKLY;COUNT=3"')


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_wave_comes_again_in_other_words_each_time(office: Office) -> None:
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws, AGAIN))
        assert {(post.wave, post.due.day) for post in plan.posts} == {
            ("pertama", 3),
            ("pertama-2", 10),
            ("pertama-3", 17),
        }
        said = {(post.account, post.wave): post.variant for post in plan.posts}
        for account in {post.account for post in plan.posts}:
            assert {said[account, "pertama"], said[account, "pertama-2"]} == {"a", "b"}
        repeated = {finding.post for finding in plan.findings if finding.code == "text.repeated"}
        assert repeated == {post.id for post in plan.posts if post.wave == "pertama-3"}
        assert ws.plan("layanan").changes == ()


def test_no_repetition_comes_after_the_campaign(office: Office) -> None:
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws, AGAIN.replace("ends = 2026-11-30", "ends = 2026-11-10")))
    assert {post.wave for post in plan.posts} == {"pertama", "pertama-2"}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("every week", "FREQ=WEEKLY;COUNT=4"),
        ("FREQ=WEEKLY;COUNT=x", "FREQ=WEEKLY;COUNT=4"),
        ("FREQ=MINUTELY", "more than 200 times"),
        ("FREQ=WEEKLY;UNTIL=20261120", "UNTIL as a time in UTC"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_named(office: Office, rule: str, told: str) -> None:
    with office.found() as ws, pytest.raises(InvalidFile, match=told) as caught:
        office.campaign(ws, AGAIN.replace("FREQ=WEEKLY;COUNT=3", rule))
    assert "repeat" in str(caught.value)


def test_a_wave_may_not_bear_the_name_of_a_repetition(office: Office) -> None:
    other = '\n[[campaign.waves]]\nid = "pertama-2"\nat = 2026-11-05T09:00:00+07:00\nmessages = ["buka"]\n'
    with office.found() as ws, pytest.raises(InvalidFile, match="repeats under that name"):
        office.campaign(ws, AGAIN + other)
