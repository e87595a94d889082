"""What can go wrong with the call that publishes: the columns of the fault matrix."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from typing import TypeAlias

import httpx
from attrs import frozen

from govpr.errors import Outcome
from govpr.http.calls import Reply
from govpr.testing.conversations import NOON

SOON = NOON + timedelta(seconds=30)
Meaning: TypeAlias = tuple[Outcome | None, Outcome | None]


@frozen
class Fault:
    """One thing that goes wrong, once or always.

    Args:
        name: In a few words; a check is called by it.
        answer: What comes in place of the service's answer, or None where it answers.
        raises: What the connection does, or None.
        taken: Whether the service has published by then.
        times: How often it goes wrong.
        means: What it means where the service drops repeats, and where a repeat may publish twice; None is no trouble.
        after: The seconds that the service asks for, where it does.
        labelled: The media type that the service's own answer wrongly bears, or "".
    """

    name: str
    answer: Reply | None = None
    raises: Callable[[str], httpx.TransportError] | None = None
    taken: bool = False
    times: int = 1
    means: Meaning = (None, None)
    after: float | None = None
    labelled: str = ""


def _both(outcome: Outcome) -> Meaning:
    return outcome, outcome


def _status(status: int, body: bytes = b'{"error": "ditolak"}', **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": "application/json", **named}, body)


def _html(status: int) -> Reply:
    return Reply(status, {"content-type": "text/html"}, b"<html><body>Sedang dalam perbaikan</body></html>")


_DOUBT = (Outcome.RETRY, Outcome.IN_DOUBT)
_UNREADABLE = _both(Outcome.IN_DOUBT)
_MOVED = _status(302, location="https://lain.example/")
_WAITS = {
    "retry-after in seconds": _status(429, retry_after="30"),
    "retry-after as a date": _status(429, retry_after=format_datetime(SOON, usegmt=True)),
    "ratelimit-reset in seconds": _status(429, ratelimit_reset="30"),
    "ratelimit-reset as an epoch": _status(429, ratelimit_reset=str(int(SOON.timestamp()))),
    "x-ratelimit-reset as a time": _status(429, x_ratelimit_reset=SOON.isoformat()),
    "x-ratelimit-reset as an epoch": _status(429, x_ratelimit_reset=str(int(SOON.timestamp()))),
    "x-rate-limit-reset as an epoch": _status(429, x_rate_limit_reset=str(int(SOON.timestamp()))),
    "x-ratelimit-reset-after in seconds": _status(429, x_ratelimit_reset_after="30.0"),
}
FAULTS = (
    Fault("refused connection", raises=httpx.ConnectError, means=_both(Outcome.RETRY)),
    Fault("timeout before the body", raises=httpx.ConnectTimeout, means=_both(Outcome.RETRY)),
    Fault("timeout during the body", raises=httpx.WriteTimeout, means=_DOUBT),
    Fault("timeout after the body", raises=httpx.ReadTimeout, taken=True, means=_DOUBT),
    Fault("connection reset, nothing taken", raises=httpx.ReadError, means=_DOUBT),
    Fault("connection reset, post taken", raises=httpx.ReadError, taken=True, means=_DOUBT),
    Fault("half an answer", raises=httpx.RemoteProtocolError, taken=True, means=_DOUBT),
    Fault("401 once", answer=_status(401)),
    Fault("401 always", answer=_status(401), times=99, means=_both(Outcome.AUTH)),
    Fault("403", answer=_status(403), means=_both(Outcome.CONFIGURATION)),
    Fault("409", answer=_status(409), means=_both(Outcome.PERMANENT)),
    Fault("413", answer=_status(413), means=_both(Outcome.PERMANENT)),
    Fault("422", answer=_status(422), means=_both(Outcome.PERMANENT)),
    *(Fault(f"429, {form}", answer=reply, after=30.0, means=_both(Outcome.WAIT)) for form, reply in _WAITS.items()),
    Fault("429 without a header", answer=_status(429), means=_both(Outcome.WAIT)),
    Fault("500", answer=_status(500), means=_DOUBT),
    Fault("503 with retry-after", answer=_status(503, retry_after="30"), after=30.0, means=_DOUBT),
    Fault("503 as a page", answer=_html(503), means=_DOUBT),
    Fault("a page in place of JSON", answer=_html(200), taken=True, means=_UNREADABLE),
    Fault("truncated JSON", answer=_status(200, b'{"id": "7", "ur'), taken=True, means=_UNREADABLE),
    Fault("the answer under another media type", labelled="text/html"),
    Fault("redirect elsewhere", answer=_MOVED, means=_both(Outcome.CONFIGURATION)),
)
