"""The report as a value: counts only, no text of a post and no person."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from attrs import field, frozen

from govpr.models import Severity
from govpr.models import _checks as check
from govpr.models.regions import WIB

STATES = (
    "planned",
    "approved",
    "standing_by",
    "on_hold",
    "handed_over",
    "sending",
    "sent",
    "partial",
    "submitted",
    "in_doubt",
    "refused",
    "failed",
    "fell_back",
    "withdrawn",
    "retracted",
    "stopped",
)
"""Where a post stands: the states of a delivery, and two more.

`stopped`: an error keeps it from being sent. `fell_back`: another post went out instead.
"""


@frozen(kw_only=True)
class Tally:
    """The posts of one group, counted by where they stand.

    Args:
        name: The platform, the wave, or "" for posts of no wave in the plan.
        states: A count for each state that occurs.
    """

    name: str
    states: Mapping[str, int] = field(factory=dict)

    @property
    def total(self) -> int:
        """All posts of the group."""
        return sum(self.states.values())


@frozen(kw_only=True)
class Day:
    """One day.

    Args:
        day: The day, in the report's zone.
        sent: Posts that went out.
        due: Posts that were to go out.
    """

    day: date
    sent: int
    due: int


@frozen(kw_only=True)
class Reach:
    """One thing that platforms count.

    Args:
        kind: `views`, `likes`, `shares`, `replies` or `quotes`.
        total: The sum of the last counts.
        measured: How many posts it was counted for.
        sent: How many posts went out: the rest is unknown, not zero.
    """

    kind: str
    total: int
    measured: int
    sent: int


@frozen(kw_only=True)
class StoppedHoax:
    """A known hoax that posts would have repeated.

    Args:
        url: The fact-check's address, or "" where the finding names none.
        posts: How many posts were stopped.
    """

    url: str
    posts: int


@frozen(kw_only=True)
class FindingCount:
    """How often a check found something.

    Args:
        code: The finding's code.
        severity: How grave it is.
        count: How often.
    """

    code: str
    severity: Severity
    count: int


@frozen(kw_only=True)
class Answers:
    """How reports from the public were answered.

    Args:
        received: All reports.
        clarified: Answered with a clarification.
        not_clarified: Closed with a reason.
        open: Not closed yet.
        overdue: Open, and due before the report was made.
        in_time: Clarified within three hours.
        median: The median time to the clarification, or None without one.
    """

    received: int = 0
    clarified: int = 0
    not_clarified: int = 0
    open: int = 0
    overdue: int = 0
    in_time: int = 0
    median: timedelta | None = None

    @property
    def share_in_time(self) -> float | None:
        """In time, of all that were clarified or are overdue; None where there are none."""
        owed = self.clarified + self.overdue
        return self.in_time / owed if owed else None


@frozen(kw_only=True)
class Group:
    """Officers who took part.

    Args:
        name: The unit, or "" for units too small to be shown by themselves.
        officers: How many; None where there are fewer than ten.
    """

    name: str
    officers: int | None


@frozen(kw_only=True)
class Report:
    """What a campaign became.

    Args:
        title: The campaign's title.
        agency: The agency's name.
        generated: When it was made.
        language: `id` or `en`, for the words around the numbers.
        zone: The zone that days are counted in.
        posts: All posts, by where they stand.
        platforms: The same for each platform.
        waves: The same for each wave.
        days: Day by day.
        reach: What platforms counted.
        hoaxes: Known hoaxes that were stopped.
        findings: What checks found.
        answers: How reports were answered.
        participation: Officers who took part, in groups of ten or more.
    """

    title: str = field(validator=check.filled)
    agency: str = field(validator=check.filled)
    generated: datetime = field(validator=check.aware)
    language: str = field(default="id", validator=check.language)
    zone: str = field(default=WIB, validator=check.zone)
    posts: Tally = Tally(name="")
    platforms: tuple[Tally, ...] = ()
    waves: tuple[Tally, ...] = ()
    days: tuple[Day, ...] = ()
    reach: tuple[Reach, ...] = ()
    hoaxes: tuple[StoppedHoax, ...] = ()
    findings: tuple[FindingCount, ...] = ()
    answers: Answers = Answers()
    participation: tuple[Group, ...] = ()
