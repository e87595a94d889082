"""Days as fact-checkers write them."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januari jan",
            "february februari feb pebruari",
            "march maret mar",
            "april apr",
            "may mei",
            "june juni jun",
            "july juli jul",
            "august agustus aug agu ags",
            "september sep sept",
            "october oktober oct okt",
            "november nov nopember",
            "december desember dec des",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_DAY_NAMED = re.compile(r"(\d{1,2})\s*([^\W\d_]+)\.?,?\s+(\d{4})(?!\d)")
_MONTH_NAMED = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)")


def read_day(text: str) -> date | None:
    """The day that a text begins with, or None where it names none.

    Day before month, as in Indonesia: 03/04/2026 is 3 April. A time of day behind it is left out.

    Args:
        text: As `2026-06-24T08:00:00Z`, `24/06/2026`, `26 May 2015`, `Mei 26, 2015`.

    Example:
        >>> [str(read_day(text)) for text in ("24/06/2026", "26 Mei 2015", "2026-06-24T08:00:00Z", "kemarin")]
        ['2026-06-24', '2015-05-26', '2026-06-24', 'None']
    """
    text = text.strip().casefold()
    if found := _YEAR_FIRST.match(text):
        return _day(found[1], found[2], found[3])
    if found := _DAY_FIRST.match(text):
        return _day(found[3], found[2], found[1])
    if found := _DAY_NAMED.match(text):
        return _day(found[3], str(_MONTHS.get(found[2], 0)), found[1])
    if found := _MONTH_NAMED.match(text):
        return _day(found[3], str(_MONTHS.get(found[1], 0)), found[2])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
