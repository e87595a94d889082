"""Numbers of civil servants, and identifiers that govpr makes.

A NIP discloses a birth date and a sex, so it is personal data (UU PDP 27/2022): it is masked in every text form.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from govpr.errors import InvalidValue

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_NIP = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{4})(\d{2})([12])(\d{3})")
_MONTHS = 12
_WORKING_AGES = range(16, 60)


class NumberKind(StrEnum):
    """Which register an officer's number is from."""

    NIP = "nip"
    NI_PPPK = "ni-pppk"


@frozen(repr=False)
class OfficerNumber:
    """A civil servant's number: NIP, or NI PPPK of a contracted one. Make it with `parse`.

    Args:
        kind: Which register it is from.
        digits: The 18 digits. Never in a repr, a log or an error.
    """

    kind: NumberKind
    digits: str = field(repr=False)

    @classmethod
    def parse(cls, text: str, kind: NumberKind | str = NumberKind.NIP) -> "OfficerNumber":
        """Read a number as people write it, with or without spaces.

        A NIP is 18 digits: birth date, month of appointment, sex (1 or 2), serial; it has no check digit
        (BKN regulation 22/2007). Of an NI PPPK only the birth date is checked, since no public text fixes the rest.

        Args:
            text: The number.
            kind: `nip` or `ni-pppk`.

        Raises:
            InvalidValue: It is not such a number. The message never repeats it.

        Example:
            >>> OfficerNumber.parse("19860926 201505 1 001")
            OfficerNumber('nip', ...001)
        """
        if kind not in set(NumberKind):
            raise InvalidValue("kind", "is no kind of number", f"write one of {', '.join(NumberKind)}")
        kind = NumberKind(kind)
        digits = re.sub(r"[\s.\-]", "", text)
        name = kind.value
        match = re.fullmatch(r"\d{18}", digits, re.ASCII)
        if not match:
            raise InvalidValue(name, "is not 18 digits", "write the 18 digits, spaces are fine")
        born = _date(digits[:8])
        if born is None or born.year < 1900:  # noqa: PLR2004  (the register began in the last century)
            raise InvalidValue(name, "does not begin with a birth date", "begin with year, month and day: YYYYMMDD")
        if kind is NumberKind.NIP:
            _check_nip(digits)
        return cls(kind, digits)

    @property
    def masked(self) -> str:
        """What may be shown: the serial alone.

        Example:
            >>> OfficerNumber.parse("198609262015051001").masked
            '...001'
        """
        return f"...{self.digits[-3:]}"

    @property
    def plausible(self) -> bool:
        """Whether a NIP's owner was appointed at an age between 16 and 59; other kinds do not say.

        Example:
            >>> OfficerNumber.parse("199909262005051001").plausible
            False
        """
        if self.kind is not NumberKind.NIP:
            return True
        return int(self.digits[8:12]) - int(self.digits[:4]) in _WORKING_AGES

    def digest(self, key: bytes) -> str:
        """A keyed fingerprint, to recognise an officer without keeping the number.

        Args:
            key: The workspace's secret key; without it 18 digits could be guessed.
        """
        return hmac.new(key, f"{self.kind}:{self.digits}".encode(), hashlib.sha256).hexdigest()

    def __repr__(self) -> str:
        return f"OfficerNumber({self.kind.value!r}, {self.masked})"

    __str__ = __repr__


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _check_nip(digits: str) -> None:
    match = _NIP.fullmatch(digits)
    if not match:
        raise InvalidValue("nip", "has no 1 or 2 for the sex at digit 15", "check digits 15 to 18")
    if not 1 <= int(match[5]) <= _MONTHS:
        raise InvalidValue("nip", "has no month of appointment at digits 13 and 14", "write year and month: YYYYMM")


def stable_id(prefix: str, parts: Sequence[str]) -> str:
    """An identifier that is the same whenever it is made from the same parts.

    Args:
        prefix: A short word that says what it names.
        parts: What makes it unique; none may contain a unit separator (U+001F).

    Example:
        >>> stable_id("post", ["siaga", "pembuka", "a", "komdigi"])
        'post-cddecc11fc8177f5'
    """
    return f"{prefix}-{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:16]}"
