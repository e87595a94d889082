"""What an answer means: the one place where statuses become errors, shared by every platform and database.

What a failed call means depends on its effect. Where repeating is harmless it is `Unreachable`; where it might publish
twice it is `InDoubt`.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from govpr.errors import (
    DeliveryError,
    GovprError,
    InDoubt,
    Misconfigured,
    ProtocolError,
    Rejected,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Call, Effect, Reply
from govpr.http.waits import wait_from

_LONGEST = 200
_ENDED = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"})
_CONFIGURATION = frozenset({402, 403, 405, 426})
_PASSING = frozenset({408, 425})


def expect(reply: Reply, *statuses: int) -> Any:
    """The parsed JSON of an answer, or a typed error.

    Args:
        reply: The answer.
        statuses: What counts as success; 200 if none is named.

    Returns:
        The JSON value, or {} for an empty body.

    Raises:
        DeliveryError: Any other status, as `refusal` says; or a body that is no JSON.

    Example:
        >>> expect(Reply(201, body=b'{"id": "7"}'), 200, 201)
        {'id': '7'}
    """
    if reply.status not in (statuses or (200,)):
        raise refusal(reply)
    return parsed(reply)


def parsed(reply: Reply) -> Any:
    """The JSON of a successful answer.

    Raises:
        ProtocolError: It is no JSON.
        InDoubt: It is no JSON, and the call had an effect: it may have been published.
    """
    if not reply.body.strip():
        return {}
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        raise puzzling(reply, "the answer is not the JSON that was expected") from None


def required(body: Any, reply: Reply, *path: str) -> str:
    """A text that a successful answer must carry.

    Args:
        body: What `expect` gave.
        reply: The answer, to say where it came from.
        path: The keys that lead to the text.

    Raises:
        ProtocolError: It is not there.
        InDoubt: It is not there, and the call had an effect.

    Example:
        >>> required({"blob": {"ref": "abc"}}, Reply(200), "blob", "ref")
        'abc'
    """
    value = body
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, str) or not value:
        raise puzzling(reply, f"the answer has no {'.'.join(path)}")
    return value


def refusal(reply: Reply) -> DeliveryError:
    """The error that a status other than the expected ones stands for.

    Args:
        reply: The answer.

    Example:
        >>> type(refusal(Reply(422, body=b'{"error": "too long"}'))).__name__
        'Rejected'
        >>> [type(refusal(Reply(502, effect=effect))).__name__ for effect in (Effect.KEYED, Effect.ONCE)]
        ['Unreachable', 'InDoubt']
    """
    code, message = said(reply)
    if reply.status < 300:  # noqa: PLR2004  (a success, but not the one that was asked for)
        return puzzling(reply, "an answer that was not expected")
    kind = _kind(reply, code)
    after = wait_from(reply.headers, reply.at) if kind in (Throttled, Unreachable) else None
    return kind(message or _plain(reply), where=_host(reply.url), code=code, status=reply.status, after=after)


def _kind(reply: Reply, code: str) -> type[DeliveryError]:
    status = reply.status
    if status >= 500 or status in _PASSING:  # noqa: PLR2004  (the server's own failures)
        return InDoubt if reply.effect is Effect.ONCE else Unreachable
    if status == 401 or (status == 400 and code in _ENDED):  # noqa: PLR2004  (Bluesky: an expired token is a 400)
        return Unauthorized
    if status == 429:  # noqa: PLR2004
        return Throttled
    # A redirect is not followed with credentials: the account has to name the new address.
    return Misconfigured if status < 400 or status in _CONFIGURATION else Rejected  # noqa: PLR2004


def puzzling(reply: Reply, what: str) -> DeliveryError:
    """The error for a success that cannot be understood.

    Args:
        reply: The answer.
        what: What is odd about it.
    """
    kind = ProtocolError if reply.effect is Effect.SAFE else InDoubt
    return kind(what, where=_host(reply.url), status=reply.status)


def lost(call: Call, what: str) -> DeliveryError:
    """The error for a call that was sent and whose answer never came.

    Args:
        call: The call.
        what: What happened, such as `the connection was closed`.

    Example:
        >>> type(lost(Call("POST", "https://sosial.example/api", effect=Effect.ONCE), "no answer in time")).__name__
        'InDoubt'
    """
    kind = InDoubt if call.effect is Effect.ONCE else Unreachable
    return kind(what, where=_host(call.url))


def unsent(call: Call) -> Unreachable:
    """The error for a call that never left this machine.

    Args:
        call: The call.
    """
    error = Unreachable("it cannot be reached; nothing was sent", where=_host(call.url))
    error.unsent = True
    return error


def may_have_arrived(call: Call, told: Reply | GovprError) -> bool:
    """Whether a call that publishes may have done so, although there is no answer that says it.

    Args:
        call: The call.
        told: What came of it.

    Example:
        >>> call = Call("POST", "https://sosial.example/api", effect=Effect.KEYED)
        >>> [may_have_arrived(call, told) for told in (Reply(504), Reply(422), unsent(call), lost(call, "no answer"))]
        [True, False, False, True]
    """
    if call.effect is Effect.SAFE:
        return False
    error = refusal(told) if isinstance(told, Reply) and told.status >= 300 else told  # noqa: PLR2004
    return isinstance(error, InDoubt) or (isinstance(error, Unreachable) and not error.unsent)


def said(reply: Reply) -> tuple[str, str]:
    """The service's own error code and words, at most 200 characters of them; "" where it gave none.

    Args:
        reply: The answer.

    Example:
        >>> said(Reply(400, body=b'{"error": "InvalidRequest", "message": "Record too big"}'))
        ('InvalidRequest', 'Record too big')
        >>> said(Reply(400, body=b'{"error": {"code": 190, "message": "Session has expired"}}'))
        ('190', 'Session has expired')
    """
    try:
        body = json.loads(reply.body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    nested = body.get("error")
    if isinstance(nested, dict):  # Google and Meta: {"error": {"code": 190, "message": "..."}}
        return _short(str(nested.get("status") or nested.get("code") or "")), _short(nested.get("message"))
    error = _short(nested or body.get("code"))
    message = _short(body.get("message") or body.get("error_description") or body.get("detail"))
    # Mastodon puts its sentence into `error`; a code is one word.
    return (error, message) if error and " " not in error else ("", message or error)


def _short(value: object) -> str:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    clean = "".join(char for char in words if char.isprintable())
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _plain(reply: Reply) -> str:
    if 300 <= reply.status < 400:  # noqa: PLR2004
        return f"the address has moved to {_host(reply.headers.get('location', '')) or 'another one'}"
    return f"it answered with status {reply.status}"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
