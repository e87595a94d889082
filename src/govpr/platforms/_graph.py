"""Meta's Graph dialect: addresses with a version, error objects, and usage headers.

Errors are told apart by code and subcode, never by the HTTP status, which is 400 for nearly all of them
(https://developers.facebook.com/docs/graph-api/guides/error-handling).
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from govpr.errors import DeliveryError, InDoubt, Rejected, Throttled, Unreachable
from govpr.http.calls import Effect, Flow, Reply
from govpr.http.replies import parsed, puzzling, refusal
from govpr.http.waits import wait_from
from govpr.models import Media
from govpr.platforms._graph_codes import kind_of, wait_of
from govpr.platforms.protocol import Version

HOST = "graph.facebook.com"
VERSION = Version(name="v26.0", source="https://developers.facebook.com/docs/graph-api/changelog/versions/")
"""Of 29 July 2026. Meta promises two years for a version and names the last day only later."""
_LONGEST = 200
_FULL = 100
_HOUR = 3_600.0
_NUMBERS = re.compile(r"\+?\d[\d\s().-]{6,}\d")


def address(base: str, *path: str, **query: str) -> str:
    """The address of a node or an edge.

    Args:
        base: The service and its version.
        path: Names that follow, as they are.
        query: What is asked of it.

    Example:
        >>> address("https://graph.facebook.com/v26.0", "10_20", fields="id,message")
        'https://graph.facebook.com/v26.0/10_20?fields=id%2Cmessage'
    """
    place = "/".join((base, *(quote(one, safe="") for one in path)))
    asked = {name: value for name, value in query.items() if value}
    return f"{place}?{urlencode(asked)}" if asked else place


def answered(reply: Reply, *, private: bool = False) -> dict[str, Any]:
    """The object of a successful answer, or the error that the service means.

    Args:
        reply: The answer.
        private: Whether numbers that may be a person's are taken out of the service's words.
    """
    body = parsed(reply) if reply.status == 200 else None  # noqa: PLR2004
    if body is None or (isinstance(body, dict) and "error" in body):
        raise trouble(reply, private=private)
    if not isinstance(body, dict):
        raise puzzling(reply, "the answer is no object")
    return body


def trouble(reply: Reply, *, private: bool = False) -> DeliveryError:
    """The error that an answer stands for, by its error object.

    Args:
        reply: The answer.
        private: Whether numbers that may be a person's are taken out of the service's words.
    """
    error = _object(reply)
    code, subcode = _text(error.get("code")), _text(error.get("error_subcode"))
    kind = kind_of(code, subcode) or (Unreachable if error.get("is_transient") is True else type(refusal(reply)))
    if kind is Unreachable and reply.effect is Effect.ONCE:
        kind = InDoubt
    after = wait_of(code, subcode) or regained(reply.headers) or wait_from(reply.headers, reply.at)
    words = _words(error, private=private) or refusal(reply).message
    return kind(
        words,
        where=urlsplit(reply.url).hostname or "",
        code=f"{code}/{subcode}" if subcode else code,
        status=reply.status,
        after=after if issubclass(kind, Throttled | Unreachable) else None,
    )


def gone(reply: Reply) -> bool:
    """Whether there is no such object, or none for this credential.

    Args:
        reply: The answer.
    """
    error = _object(reply)
    return reply.status == 404 or (_text(error.get("code")), _text(error.get("error_subcode"))) == ("100", "33")  # noqa: PLR2004


def regained(headers: Mapping[str, str]) -> float | None:
    """Seconds until a service takes calls again, as its usage headers say, or None.

    `X-Business-Use-Case-Usage` names minutes; `X-App-Usage` names percents of a rolling hour.
    Source: https://developers.facebook.com/docs/graph-api/overview/rate-limiting.

    Args:
        headers: The answer's headers, names in lower case.

    Example:
        >>> regained({"x-business-use-case-usage": '{"10": [{"estimated_time_to_regain_access": 12}]}'})
        720.0
        >>> regained({"x-app-usage": '{"call_count": 100, "total_time": 25, "total_cputime": 25}'})
        3600.0
    """
    business, app = (_json(headers.get(f"x-{name}-usage", "")) for name in ("business-use-case", "app"))
    rows = [row for rows in business.values() if isinstance(rows, list) for row in rows if isinstance(row, dict)]
    minutes = max((_number(row.get("estimated_time_to_regain_access")) for row in rows), default=0.0)
    if minutes > 0:
        return minutes * 60
    return _HOUR if any(_number(value) >= _FULL for value in app.values()) else None


def fetched(media: Media, where: str) -> Flow[str]:
    """The address of a file that the service fetches itself; it is the handle.

    Args:
        media: The file.
        where: The platform's name.

    Raises:
        Rejected: It has no public address.
    """
    yield from ()
    if media.url is None:
        what = f"{where} fetches files itself; write url = the public address of {media.file}"
        raise Rejected(what, where=where)
    return media.url


def _object(reply: Reply) -> dict[str, Any]:
    error = _json(reply.body).get("error")
    return error if isinstance(error, dict) else {}


def _words(error: Mapping[str, Any], *, private: bool) -> str:
    data = error.get("error_data")
    detail = data.get("details") if isinstance(data, dict) else None
    found = [one for one in (error.get("error_user_msg"), error.get("message"), detail) if isinstance(one, str)]
    words = "".join(char for char in " ".join(" ".join(dict.fromkeys(found)).split()) if char.isprintable())
    return (_NUMBERS.sub("[number]", words) if private else words)[:_LONGEST]


def _json(text: str | bytes) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _text(value: object) -> str:
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
