"""Errors as people read them, and as problem details (RFC 9457) for programs; both on standard error."""

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from govpr.errors import DeliveryError, GovprError, InputError, NotAllowed, NotFound

NEEDS_A_PERSON, BAD_INPUT, FORBIDDEN, NOT_FOUND, TROUBLE = 1, 2, 3, 4, 5

_TITLES = {
    BAD_INPUT: "What was given cannot be used",
    FORBIDDEN: "A rule forbids it",
    NOT_FOUND: "There is nothing of that name",
    TROUBLE: "The store, a file or the network is in trouble",
}


def exit_code(error: Exception) -> int:
    """The exit code that stands for an error.

    Example:
        >>> exit_code(NotFound("campaign", "banjir"))
        4
    """
    match error:
        case InputError():
            return BAD_INPUT
        case NotAllowed():
            return FORBIDDEN
        case NotFound():
            return NOT_FOUND
        case _:
            return TROUBLE


def problem_details(error: Exception) -> dict[str, Any]:
    """An error as problem details.

    Args:
        error: One of ours, or the system's about a file.

    Example:
        >>> problem_details(NotFound("campaign", "banjir"))["type"]
        'urn:govpr:error:not-found'
    """
    code = exit_code(error)
    return {
        "type": f"urn:govpr:error:{_kebab(type(error).__name__)}",
        "title": _TITLES[code],
        "detail": _detail(error),
        "exit": code,
        **_extras(error),
    }


def show_error(error: GovprError | OSError, *, as_json: bool) -> int:
    """Tell an error on standard error.

    Returns:
        The exit code.
    """
    _tell(problem_details(error), as_json=as_json)
    return exit_code(error)


def show_usage(error: Exception, *, as_json: bool) -> int:
    """Tell what is wrong with the command itself.

    Returns:
        The exit code.
    """
    detail = f"{str(error).strip()}\nSee: govpr --help, or --help after any command"
    title = "The command cannot be understood"
    _tell({"type": "urn:govpr:error:usage", "title": title, "detail": detail, "exit": BAD_INPUT}, as_json=as_json)
    return BAD_INPUT


def _tell(details: Mapping[str, Any], *, as_json: bool) -> None:
    text = json.dumps(details) if as_json else f"govpr: {details['detail']}"
    sys.stderr.write(f"{text}\n")


def _detail(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _extras(error: Exception) -> dict[str, Any]:
    match error:
        case InputError():
            return {"subject": error.subject, "problems": [_problem(problem) for problem in error.problems]}
        case NotAllowed():
            return {"code": error.code, "advice": error.advice}
        case NotFound():
            return {"known": list(error.known)}
        case DeliveryError():
            return {"outcome": error.outcome.value, "advice": error.advice, "where": error.where}
        case _:
            return {}


def _problem(problem: Any) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in ("path", "message", "advice", "line")}


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
