"""How urgent a case is, and why: a sum of points that a person can follow."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import log2

from attrs import field, frozen

from govpr.hoaxes.desk.harm import Harm

_REACH, _SPEED, _REPORTS, _HARM, _DUE, _CHECKED, _REGIONS = 25, 12, 18, 20, 12, 8, 5
"""The most points of each reason; together 100."""
_REACH_FULL, _SPEED_FULL, _REPORTS_FULL, _REGIONS_FULL = 1_000_000, 60, 60, 5
_ZERO = timedelta()


@frozen(kw_only=True)
class Signals:
    """What is known about a case.

    Args:
        reach: How many have seen it, as far as anybody counted.
        speed: New sightings an hour.
        reports: How many reported it.
        harms: Topics in which a hoax hurts people.
        left: Time until an answer is due; negative when it is overdue.
        within: How much time there was.
        checked: Who has checked the claim before, or "".
        regions: In how many provinces it was reported.
    """

    reach: int = 0
    speed: float = 0.0
    reports: int = 1
    harms: tuple[Harm, ...] = ()
    left: timedelta = timedelta(hours=3)
    within: timedelta = timedelta(hours=3)
    checked: str = ""
    regions: int = 1


@frozen
class Why:
    """One reason of a score.

    Args:
        name: The reason, as `reach`.
        points: What it adds.
        why: In words.
    """

    name: str
    points: int
    why: str


@frozen
class Triage:
    """How urgent a case is.

    Args:
        score: 0 to 100.
        reasons: What it is made of, most points first; those without any are left out.
    """

    score: int
    reasons: tuple[Why, ...] = field(default=())


def triage(signals: Signals) -> Triage:
    """The urgency of a case. More reach, more reports or less time never make it less urgent.

    Args:
        signals: What is known about it.

    Example:
        >>> found = triage(Signals(reach=50_000, reports=12, left=timedelta(minutes=30), checked="MAFINDO"))
        >>> found.score, found.reasons[0].why
        (49, '50000 have seen it')
    """
    reasons = sorted((one for one in _reasons(signals) if one.points), key=lambda one: (-one.points, one.name))
    return Triage(sum(one.points for one in reasons), tuple(reasons))


def speed(moments: list[datetime], now: datetime, over: timedelta = timedelta(hours=6)) -> float:
    """Sightings an hour, lately.

    Args:
        moments: When it was seen.
        now: The moment.
        over: What counts as lately.
    """
    return sum(now - over <= moment <= now for moment in moments) / (over / timedelta(hours=1))


def _reasons(signals: Signals) -> Iterator[Why]:
    yield Why("reach", _share(signals.reach, _REACH_FULL, _REACH), f"{signals.reach} have seen it")
    yield Why("speed", _share(signals.speed, _SPEED_FULL, _SPEED), f"{signals.speed:.1f} new sightings an hour")
    yield Why("reports", _share(signals.reports - 1, _REPORTS_FULL, _REPORTS), f"{signals.reports} reported it")
    if signals.harms:
        worst = max(signals.harms, key=lambda harm: harm.points)
        topics = ", ".join(f"{harm.topic} ({', '.join(harm.words)})" for harm in signals.harms)
        yield Why("harm", min(_HARM, max(0, worst.points)), f"it is about {topics}")
    yield Why("due", _pressing(signals), _time(signals.left))
    if signals.checked:
        yield Why("checked", _CHECKED, f"{signals.checked} has checked it: quickly answered")
    yield Why(
        "regions", _share(signals.regions - 1, _REGIONS_FULL, _REGIONS), f"reported in {signals.regions} provinces"
    )


def _share(value: float, full: float, points: int) -> int:
    """Each doubling adds the same, since the first hundred reports tell more than the next."""
    return round(points * min(1.0, log2(1 + max(0.0, value)) / log2(1 + full)))


def _pressing(signals: Signals) -> int:
    if signals.within <= _ZERO or signals.left <= _ZERO:
        return _DUE
    return round(_DUE * (1 - min(1.0, signals.left / signals.within)))


def _time(left: timedelta) -> str:
    minutes = int(abs(left) / timedelta(minutes=1))
    span = f"{minutes // 60} h {minutes % 60:02} min"
    return f"overdue by {span}" if left < _ZERO else f"{span} left"
