"""The clock of a report: in plain time, or in office time, which stands still while nobody is there."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from attrs import frozen

from govpr.settings import Office, Weekday

_WEEK = tuple(Weekday)
_DAY = timedelta(days=1)


@frozen
class DeskClock:
    """How the time is counted in which an answer is due.

    Args:
        office: When the desk works; None counts plain time.
        holiday: Says whether a day is a public holiday: its name, or None.

    Example:
        >>> from govpr.settings import Office
        >>> friday = datetime(2026, 11, 6, 8, tzinfo=UTC)  # 15:00 in Jakarta
        >>> clock = DeskClock(Office(), lambda day: None)
        >>> clock.due(friday, timedelta(hours=3)).isoformat(), clock.between(friday, friday + timedelta(days=1))
        ('2026-11-09T02:30:00+00:00', datetime.timedelta(seconds=3600))
    """

    office: Office | None
    holiday: Callable[[date], str | None]

    def due(self, at: datetime, within: timedelta) -> datetime:
        """When the time is up: never before it would be in plain time.

        Args:
            at: When the clock starts; aware.
            within: How much time there is.
        """
        if self.office is None:
            return at + within
        left = within
        for opens, shuts in self._hours(self.office, at):
            if shuts - opens >= left:
                return (opens + left).astimezone(at.tzinfo)
            left -= shuts - opens
        raise OverflowError("the time is never up")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time counts.

        Args:
            start: From this moment on; aware.
            end: To this moment, no earlier than `start`.
        """
        if self.office is None:
            return end - start
        total, stop = timedelta(), end.astimezone(UTC)
        for opens, shuts in self._hours(self.office, start):
            if opens >= stop:
                break
            total += min(shuts, stop) - opens
        return total

    def left(self, now: datetime, due: datetime) -> timedelta:
        """How much time there is until an answer is due; once it is overdue, by how much it is in plain time, negative.

        Args:
            now: The moment.
            due: When it is due.
        """
        return self.between(now, due) if now <= due else due - now

    def _hours(self, office: Office, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """When somebody is there, from a moment on, in UTC: there an hour is an hour whatever clocks are changed."""
        here, start = office.zone, at.astimezone(UTC)
        day = start.astimezone(here).date() - _DAY
        while day < date.max - _DAY:
            last = day if office.end > office.start else day + _DAY
            opens = datetime.combine(day, office.start, here).astimezone(UTC)
            shuts = datetime.combine(last, office.end, here).astimezone(UTC)
            if shuts > max(opens, start) and self._works(office, day):
                yield max(opens, start), shuts
            day += _DAY

    def _works(self, office: Office, day: date) -> bool:
        if _WEEK[day.weekday()] not in office.days or day in office.closed:
            return False
        return not (office.holidays and self.holiday(day))
