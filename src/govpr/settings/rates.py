"""How many posts there may be in how long."""

import re
from datetime import timedelta

from attrs import field, frozen
from attrs.validators import gt

_RATE = re.compile(r"\s*(\d{1,9})\s*/\s*(\d{0,4})\s*([smhd])\s*", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


@frozen
class Rate:
    """So many in so long.

    Args:
        count: How many.
        per: In which time; in no stretch of that length are there more.

    Example:
        >>> Rate.parse("60/h"), Rate.parse("5/2s").per.total_seconds()
        (Rate(count=60, per=datetime.timedelta(seconds=3600)), 2.0)
    """

    count: int = field(validator=gt(0))
    per: timedelta = field(validator=gt(timedelta()))

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """Read `60/h`, `5/2s`, `100/24h`.

        Args:
            text: A number, a stroke, a length of time with s, m, h or d.

        Raises:
            ValueError: It is written otherwise, or is nothing.
        """
        found = _RATE.fullmatch(text)
        if found is None:
            message = f"{text!r} is no rate such as 60/h"
            raise ValueError(message)
        count, several, unit = found.groups()
        return cls(int(count), timedelta(seconds=int(several or 1) * _SECONDS[unit]))

    def __str__(self) -> str:
        return f"{self.count} in {self.per}"
