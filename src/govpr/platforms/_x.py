"""What X answers: its refusals as errors.

Refusals come as problem details with a `type`, or as the older `{"errors": [{"code": 187}]}`; a 403 stands for many
things, which only its sentence tells apart. Sources: x-api/fundamentals/response-codes-and-errors and
x-api/media/quickstart/best-practices of https://docs.x.com; codes: https://developer.x.com/en/support/x-api/error-troubleshooting.
"""

from typing import Any

from govpr.errors import (
    DeliveryError,
    Duplicate,
    Misconfigured,
    NeedsHuman,
    Rejected,
    Stale,
    Throttled,
    Unauthorized,
)
from govpr.http.calls import Reply
from govpr.http.replies import parsed, puzzling, refusal

_WINDOWS = ("x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour")
_LONGEST = 200
_PHRASES: tuple[tuple[str, type[DeliveryError]], ...] = (
    ("duplicate content", Duplicate),
    ("media ids are invalid", Stale),
    ("video longer than", Rejected),
    ("suspended", NeedsHuman),
    ("temporarily locked", NeedsHuman),
)
_TYPES: dict[str, type[DeliveryError]] = {
    "invalid-request": Rejected,
    "resource-not-found": Rejected,
    "not-authorized-for-resource": Misconfigured,
    "client-forbidden": Misconfigured,
    "unsupported-authentication": Misconfigured,
    "usage-capped": Misconfigured,
    "rate-limit-exceeded": Throttled,
}
_CODES: dict[int, type[DeliveryError]] = {
    32: Unauthorized,  # could not authenticate
    63: NeedsHuman,  # the user is suspended
    64: NeedsHuman,  # the account is suspended
    88: Throttled,
    89: Unauthorized,  # the token is invalid or has ended
    185: Throttled,  # the day's posts are used up
    186: Rejected,  # too long
    187: Duplicate,
    215: Unauthorized,
    226: NeedsHuman,  # it looks automated
    261: Misconfigured,  # the app may not write
    324: Stale,  # the files are not there any more
    326: NeedsHuman,  # the account is locked until its owner signs in
    385: Rejected,  # an answer to a post that is gone
    433: Misconfigured,  # only some people may answer there
}


def taken(reply: Reply, *statuses: int) -> dict[str, Any]:
    """The object of a success, or the error that X means.

    Args:
        reply: The answer.
        statuses: What counts as success; 200 if none is named.

    Raises:
        DeliveryError: As X's own type, code or sentence says, else as the status does.

    Example:
        >>> taken(Reply(200, body=b'{"data": {"id": "7"}}'))
        {'data': {'id': '7'}}
    """
    if reply.status not in (statuses or (200,)):
        raise _trouble(reply)
    body = parsed(reply)
    if not isinstance(body, dict):
        raise puzzling(reply, "the answer is no object")
    return body


def _trouble(reply: Reply) -> DeliveryError:
    general = refusal(reply)
    if reply.status >= 500:  # noqa: PLR2004  (X failed; what it says of it changes nothing)
        return general
    problem = _problem(reply)
    code, words = problem.get("code"), problem.get("detail") or problem.get("message")
    name = str(problem.get("type") or "").rpartition("/")[2]
    said = words.lower() if isinstance(words, str) else ""
    meant = next((kind for phrase, kind in _PHRASES if phrase in said), None)
    known = _CODES.get(code) if isinstance(code, int) else None
    kind = meant or known or _TYPES.get(name) or type(general)
    own = _wait(reply) if kind is Throttled else None
    after = general.after if own is None else own
    return kind(
        _shown(words) or general.message, where=general.where, code=str(code or name), status=reply.status, after=after
    )


def _shown(words: object) -> str:
    clean = "".join(char for char in words if char.isprintable() or char.isspace()) if isinstance(words, str) else ""
    return " ".join(clean.split())[:_LONGEST]


def _problem(reply: Reply) -> dict[str, Any]:
    try:
        body = parsed(reply)
    except DeliveryError:
        return {}
    if not isinstance(body, dict):
        return {}
    listed = body.get("errors")
    first = listed[0] if isinstance(listed, list) and listed else None
    return first if isinstance(first, dict) and not body.get("detail") else body


def _wait(reply: Reply) -> float | None:
    """Seconds until all windows that are used up begin anew; one that is not named as open counts as used up."""
    used = [name for name in _WINDOWS if reply.headers.get(f"{name}-remaining", "0") == "0"]
    resets = [reply.headers.get(f"{name}-reset", "") for name in used]
    moments = [int(reset) for reset in resets if reset.isascii() and reset.isdigit() and len(reset) < 13]  # noqa: PLR2004  (no moment is longer)
    if not moments or reply.at is None:
        return None
    return max(0.0, max(moments) - reply.at.timestamp())
