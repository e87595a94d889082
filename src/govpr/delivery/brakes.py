"""When a post may begin, as pure functions: limits, a service's own wish, and circuits that open and close.

A circuit is closed while a service answers. It opens when the service could not be reached too often in a row; once
that time is over, one delivery tries alone. If it is answered the circuit closes, else it opens for twice as long.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from attrs import evolve

from govpr.models.brakes import Brake
from govpr.settings.rates import Rate

_STRETCHES = 60
"""A limit's time is counted in so many stretches."""
_LONGEST = timedelta(minutes=30)


def room(spent: Mapping[str, int], rate: Rate, now: datetime) -> float:
    """Seconds until one more may begin; 0 when it may now.

    Args:
        spent: How many began, by the number of their stretch.
        rate: How many there may be in any time of its length.
        now: The time.

    Example:
        >>> from datetime import UTC
        >>> noon, rate = datetime(2026, 11, 3, 12, tzinfo=UTC), Rate.parse("1/m")
        >>> room({}, rate, noon), room(took({}, rate, noon), rate, noon)
        (0.0, 61.0)
    """
    width, at = rate.per.total_seconds() / _STRETCHES, now.timestamp()
    counted = _counted(spent, width, at)
    left = sum(counted.values())
    until = at
    for stretch in sorted(counted):
        if left < rate.count:
            break
        left -= counted[stretch]
        until = _leaves(stretch, width)
    return until - at


def took(spent: Mapping[str, int], rate: Rate, now: datetime) -> Mapping[str, int]:
    """What is spent once one more has begun; what no longer counts is dropped.

    Args:
        spent: How many began before.
        rate: How many there may be.
        now: The time.
    """
    width, at = rate.per.total_seconds() / _STRETCHES, now.timestamp()
    kept, here = _counted(spent, width, at), int(at // width)
    return {str(stretch): count for stretch, count in {**kept, here: kept.get(here, 0) + 1}.items()}


def _counted(spent: Mapping[str, int], width: float, at: float) -> dict[int, int]:
    return {int(name): count for name, count in spent.items() if _leaves(int(name), width) > at}


def _leaves(stretch: int, width: float) -> float:
    """When the last that may have begun in a stretch counts no more."""
    return (stretch + 1 + _STRETCHES) * width


def begun(brake: Brake, rate: Rate | None, now: datetime, probe: timedelta) -> Brake | None:
    """The brake once a delivery has begun, or None where it may not begin now.

    One more is spent, and of a circuit that was open it is the only one for a while.

    Args:
        brake: The brake.
        rate: How many posts there may be, or None.
        now: The time.
        probe: For how long a delivery that tries whether a service answers again is alone.
    """
    if evolve(brake, full=None).holds(now) or (rate is not None and room(brake.spent, rate, now) > 0):
        return None
    spent = {} if rate is None else took(brake.spent, rate, now)
    wait = 0.0 if rate is None else room(spent, rate, now)
    full = now + timedelta(seconds=wait) if wait else None
    return evolve(brake, spent=spent, full=full, opened=None if brake.opened is None else now + probe)


def failed(brake: Brake, now: datetime, *, most: int, cooling: timedelta, jitter: Callable[[], float]) -> Brake:
    """The brake after a service could not be reached.

    Args:
        brake: The brake.
        now: The time.
        most: How often in a row it may happen.
        cooling: For how long the circuit opens first; twice as long each further time, half an hour at most.
        jitter: Gives a number between 0 and 1, so that many workers do not come back at once.
    """
    failures = brake.failures + 1
    if failures < most:
        return evolve(brake, failures=failures)
    longest = min(_LONGEST, cooling * 2.0 ** min(failures - most, 16))
    return evolve(brake, failures=failures, opened=now + longest * (0.5 + jitter() / 2))


def asked(brake: Brake, until: datetime) -> Brake:
    """The brake after a service has named a time to come back.

    Args:
        brake: The brake.
        until: That time.
    """
    return evolve(brake, asked=max(brake.asked or until, until))
