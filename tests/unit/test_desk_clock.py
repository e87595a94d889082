"""Office hours of the hoax desk: as a setting, and on the board."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.desk import GEMPA, office_with_desk

from govpr.campaigns.schedule import holiday
from govpr.errors import InvalidFile
from govpr.hoaxes.desk.clock import DeskClock
from govpr.settings import Office, Weekday, parse_settings

_HEAD = "govpr = 1\n[desk.office]\n"
_HOURS = timedelta(hours=1)


def test_without_office_hours_every_hour_counts() -> None:
    assert parse_settings("govpr = 1").desk.office is None


def test_office_hours_are_those_of_the_civil_service_until_somebody_sets_others() -> None:
    assert parse_settings(_HEAD).desk.office == Office()
    given = 'start = "08:00"\nend = 20:00:00\ndays = ["mon", "SAT"]\nholidays = false\nclosed = [2026-12-24]\n'
    assert parse_settings(f'{_HEAD}{given}zone = "Asia/Jayapura"').desk.office == Office(
        start=time(8),
        end=time(20),
        days=(Weekday.MON, Weekday.SAT),
        holidays=False,
        closed=(date(2026, 12, 24),),
        zone=ZoneInfo("Asia/Jayapura"),
    )


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('zone = "Asia/Bandung"', "zone"),
        ('zone = "Asia"', "zone"),
        ('zone = "../etc"', "zone"),
        ("zone = 7", "zone"),
        ("days = []", "days"),
        ('days = ["senin"]', "days"),
        ('days = "mon"', "days"),
        ('closed = ["24 Desember"]', "closed"),
        ("closed = [2026-12-24T00:00:00]", "closed"),
        ("start = 8", "start"),
        ("hours = 8", "hours"),
    ],
)
def test_a_mistake_in_the_office_hours_is_named(line: str, path: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        parse_settings(_HEAD + line)
    assert [problem.path for problem in caught.value.problems] == [f"desk.office.{path}"]


@pytest.mark.parametrize(
    ("zone", "came", "due"),
    [
        ("Asia/Jakarta", "2026-11-06T15:00+07:00", "2026-11-09T09:30+07:00"),  # over a weekend
        ("Asia/Makassar", "2026-11-06T15:00+07:00", "2026-11-09T10:30+08:00"),  # it is 16:00 there
        ("Asia/Jayapura", "2026-08-14T16:00+09:00", "2026-08-18T10:30+09:00"),  # the 17th is a holiday
        ("Europe/Berlin", "2026-10-23T15:00+02:00", "2026-10-26T09:30+01:00"),  # clocks are changed on the 25th
    ],
)
def test_the_clock_stands_still_while_nobody_is_there(zone: str, came: str, due: str) -> None:
    clock = DeskClock(Office(zone=ZoneInfo(zone)), holiday)
    assert clock.due(datetime.fromisoformat(came), 3 * _HOURS) == datetime.fromisoformat(due)


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    clock = DeskClock(Office(start=time(22), end=time(6), days=(Weekday.FRI,), holidays=False), holiday)
    saturday = datetime(2026, 11, 6, 21, tzinfo=UTC)  # 04:00 on Saturday in Jakarta
    assert clock.due(saturday, 3 * _HOURS) == datetime(2026, 11, 13, 16, tzinfo=UTC)


def test_the_board_counts_office_time_until_an_answer_is_due(tmp_path: Path) -> None:
    office = office_with_desk(tmp_path)
    settings = tmp_path / "kantor" / "govpr.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[desk.office]\n", "utf-8")
    office.clock.now = datetime(2026, 11, 6, 15, tzinfo=ZoneInfo("Asia/Jakarta"))
    with office.open() as ws:
        received = ws.desk.report(GEMPA, channel="whatsapp")
        assert received.report.due == received.case.due == datetime(2026, 11, 9, 2, 30, tzinfo=UTC)
        office.clock.pass_by(days=1)
        (card,) = ws.desk.cases()
        assert card.left == 2 * _HOURS
        assert "2 h 00 min left" in [reason.why for reason in card.triage.reasons]
        office.clock.pass_by(days=2)
        (card,) = ws.desk.cases()
        assert card.left == timedelta(hours=-5, minutes=-30)
