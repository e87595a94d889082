"""The Internet Archive's Save Page Now 2: a copy that the public can open.

As "Save Page Now 2 Public API Docs Draft" of 2025-10-22 says, https://archive.org/account/s3.php leads to the keys.
"""

from urllib.parse import quote

from govpr.errors import DeliveryError, Rejected, Throttled, Unreachable
from govpr.http.calls import Call, Effect, Flow, Form, Reply
from govpr.http.guards import refuse_private
from govpr.http.replies import expect, required

HOSTS = frozenset({"web.archive.org"})
_SAVE = "https://web.archive.org/save"
_HEADERS = {"Accept": "application/json"}
_FRESH = "1d"
_EVERY = 5.0
_POLLS = 60
_LONGEST = 200
_PASSING = (
    "bandwidth-limit-exceeded browsing-timeout cannot-fetch capture-location-error celery gateway-timeout "
    "internal-server-error job-failed no-browsers-available proxy-error protocol-error read-timeout "
    "service-unavailable soft-time-limit-exceeded too-many-daily-captures too-many-requests user-session-limit"
)
_LATER = frozenset(f"error:{name}" for name in _PASSING.split())
"""Refusals that are about the moment, not about the page."""


def save(url: str) -> Flow[str]:
    """Have a page archived for the public; one that was archived within a day is not archived again.

    The session signs with `LOW ACCESS_KEY:SECRET`, a pair of keys of the account's own.

    Args:
        url: Its address.

    Returns:
        The address of the copy.

    Raises:
        Misconfigured: The address is not public.
        Rejected: The archive will not take this page.
        DeliveryError: The archive could not do it now; asking again is harmless.
    """
    refuse_private(url)
    fields = {"url": url, "if_not_archived_within": _FRESH, "skip_first_archive": "1"}
    reply = yield Call("POST", _SAVE, Form(fields), headers=_HEADERS, effect=Effect.KEYED)
    body = expect(reply)
    if isinstance(body, dict) and body.get("status") == "error":
        raise _trouble(body, reply)
    job = required(body, reply, "job_id")
    for _ in range(_POLLS):
        reply = yield Call("GET", f"{_SAVE}/status/{quote(job, safe='')}", headers=_HEADERS, after=_EVERY)
        body = expect(reply)
        if (state := required(body, reply, "status")) == "error":
            raise _trouble(body, reply)
        if state == "success":
            stamp, original = required(body, reply, "timestamp"), required(body, reply, "original_url")
            return f"https://web.archive.org/web/{stamp}/{original}"
    raise Unreachable("the archive has not finished in time; ask again later", where="web.archive.org")


def _trouble(body: dict[str, object], reply: Reply) -> DeliveryError:
    code, message = str(body.get("status_ext") or ""), str(body.get("message") or "the page was not archived")
    kind = Throttled if code in _LATER else Rejected
    return kind(" ".join(message.split())[:_LONGEST], where="web.archive.org", code=code, status=reply.status)
