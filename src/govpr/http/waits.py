"""How long a service asks to wait, in the ways that services say it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_HEADERS = (
    "retry-after",
    "x-ratelimit-reset-after",
    "ratelimit-reset",
    "x-ratelimit-reset",
    "x-rate-limit-reset",
)
_EPOCH = 1_000_000_000
"""A larger number of seconds is a moment, not a span."""


def wait_from(headers: Mapping[str, str], now: datetime | None) -> float | None:
    """Seconds until the service wants to hear from us again.

    Read in this order: `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3), `X-RateLimit-Reset-After` in
    seconds (Discord), `RateLimit-Reset` in seconds or as an epoch (Bluesky), `X-RateLimit-Reset` as an ISO 8601 time
    (Mastodon) or an epoch, `X-Rate-Limit-Reset` as an epoch (X).

    Args:
        headers: The answer's headers, names in lower case.
        now: When the answer came; None leaves only spans of seconds to be read.

    Returns:
        Seconds, never negative, or None where the service does not say.

    Example:
        >>> wait_from({"retry-after": "30"}, None)
        30.0
        >>> wait_from({"x-ratelimit-reset": "2026-12-01T00:05:00Z"}, datetime(2026, 12, 1, tzinfo=UTC))
        300.0
    """
    for name in _HEADERS:
        seconds = _seconds(headers.get(name, "").strip(), now)
        if seconds is not None:
            return max(0.0, seconds)
    return None


def _seconds(text: str, now: datetime | None) -> float | None:
    span = _number(text)
    if span is not None and span < _EPOCH:
        return span
    moment = span if span is not None else _moment(text)
    return None if moment is None or now is None else moment - now.timestamp()


def _number(text: str) -> float | None:
    plain = text.replace(".", "", 1)
    return float(text) if plain.isascii() and plain.isdigit() and len(plain) <= 15 else None  # noqa: PLR2004  (no time is longer)


def _moment(text: str) -> float | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        try:
            return aware.timestamp()
        except (ValueError, OverflowError):
            continue
    return None
