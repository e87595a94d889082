"""Validators that say which field is wrong and what to give instead."""

import re
from collections.abc import Callable, Sized
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from attrs import Attribute

from govpr.errors import InvalidValue
from govpr.identifiers import SLUG
from govpr.models.regions import ZONES

Check = Callable[[Any, "Attribute[Any]", Any], None]
_MAIL_SERVER = re.compile(r"smtps?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def path_of(instance: object, attribute: "Attribute[Any]") -> str:
    """The field as errors name it, such as `Officer.region`."""
    return f"{type(instance).__name__}.{attribute.name}"


def slug(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """A short name for files and addresses: lower-case letters, digits and hyphens."""
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise InvalidValue(
            path_of(instance, attribute),
            f"is {value!r}",
            "use 1 to 64 lower-case letters, digits and hyphens, such as siaga-banjir",
        )


def filled(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidValue(path_of(instance, attribute), "is empty", "write at least one word")


def some(instance: object, attribute: "Attribute[Any]", value: Sized) -> None:
    """A collection with at least one member."""
    if not len(value):
        raise InvalidValue(path_of(instance, attribute), "is empty", "give at least one")


def aware(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """A time that knows its zone."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise InvalidValue(path_of(instance, attribute), "has no time zone", "write an offset, such as +07:00 for WIB")


def maybe_aware(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """A time that knows its zone, or None."""
    if value is not None:
        aware(instance, attribute, value)


def maybe_web_address(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """An address as `web_address` wants it, or None."""
    if value is not None:
        web_address(instance, attribute, value)


def maybe_server(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """A web address, or the address of a mail server, or None."""
    if not isinstance(value, str) or not _MAIL_SERVER.fullmatch(value):
        maybe_web_address(instance, attribute, value)


def forward(instance: object, attribute: "Attribute[Any]", value: timedelta) -> None:
    """A length of time that does not run backwards."""
    if value < timedelta():
        raise InvalidValue(path_of(instance, attribute), f"is {value}", 'give a length of time such as "90m", or "0s"')


def web_address(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """An address that begins with https:// or http:// and names a host."""
    if not isinstance(value, str) or not is_web_address(value):
        raise InvalidValue(path_of(instance, attribute), f"is {value!r}", "write a full address, https://...")


def is_web_address(value: str) -> bool:
    """Whether this is an http or https address with a host and no blanks.

    Example:
        >>> is_web_address("https://komdigi.go.id"), is_web_address("komdigi.go.id")
        (True, False)
    """
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"[\s\x00-\x1f\x7f]", value)
    except ValueError:
        return False


def language(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """A BCP 47 language tag."""
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise InvalidValue(path_of(instance, attribute), f"is {value!r}", "write a language tag such as id, en or jv")


def web_addresses(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Addresses, each as `web_address` wants it."""
    for index, address in enumerate(value):
        if not is_web_address(address):
            path = f"{path_of(instance, attribute)}[{index}]"
            raise InvalidValue(path, f"is {address!r}", "write a full address, https://...")


def zone(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """A time zone of the tz database."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (only zones pay for loading it)

    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError, TypeError):
        raise InvalidValue(
            path_of(instance, attribute),
            f"is {value!r}",
            "use Asia/Jakarta (WIB), Asia/Makassar (WITA), Asia/Jayapura (WIT) or another tz name",
        ) from None


def maybe_recurrence(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """A rule by which something comes again (RFC 5545, RRULE), or ""."""
    if value == "":
        return
    from dateutil.rrule import rrulestr  # noqa: PLC0415  (only repetitions pay for loading it)

    try:
        fine = value.upper().startswith("FREQ=") and "\n" not in value and bool(rrulestr(value))
    except (ValueError, AttributeError, TypeError, KeyError):
        fine = False
    if not fine:
        advice = "write a rule of iCalendar, such as FREQ=WEEKLY;COUNT=4 or FREQ=MONTHLY;BYDAY=1MO"
        raise InvalidValue(path_of(instance, attribute), f"is {value!r}", advice)


def not_negative(instance: object, attribute: "Attribute[Any]", value: float) -> None:
    """A number from zero up."""
    if value < 0:
        raise InvalidValue(path_of(instance, attribute), f"is {value}", "give zero or more")


def maybe_count(instance: object, attribute: "Attribute[Any]", value: float | None) -> None:
    """A number from zero up, or None."""
    if value is not None:
        not_negative(instance, attribute, value)


def province(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """A province of Indonesia (ISO 3166-2:ID), or `ID` for the whole country."""
    if value != "ID" and value not in ZONES:
        raise InvalidValue(path_of(instance, attribute), f"is {value!r}", "write a province such as ID-JB, or ID")


def ordered(first: str, second: str) -> Check:
    """A validator for `second`: it may not come before `first`, where both are given."""

    def check(instance: Any, attribute: "Attribute[Any]", value: Any) -> None:
        start = getattr(instance, first)
        if start is None or value is None:
            return
        if isinstance(value, datetime):
            aware(instance, attribute, value)
        if value < start:
            raise InvalidValue(path_of(instance, attribute), f"comes before {first}", f"give a time after {first}")

    check.__doc__ = f"{second} is not before {first}."
    return check


def unique(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Members whose `id` occurs once."""
    seen: set[str] = set()
    for index, member in enumerate(value):
        if member.id in seen:
            path = f"{path_of(instance, attribute)}[{index}].id"
            raise InvalidValue(path, f"is {member.id!r} a second time", "give each its own id")
        seen.add(member.id)
