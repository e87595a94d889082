"""OpenTelemetry spans, for programs that use OpenTelemetry.

govpr never loads it: spans are made where the program has loaded its API before, as one with an SDK has, and as
`opentelemetry-instrument` does. For all others a span costs a look into a dictionary. No span ever holds a text, a
token or an address: only ids, names, counts, the host and how it ended.
"""

import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from govpr.errors import DeliveryError
from govpr.http.calls import Call, Reply
from govpr.http.guards import host_of

_API = "opentelemetry.trace"
Value = str | int | float | bool


@contextmanager
def span(name: str, **fields: Value) -> Iterator[dict[str, Value]]:
    """A span around what happens in a `with` block; what is put into the dictionary becomes its attributes at the end.

    An error ends it as one, with its kind and outcome. Its words stay out: they may quote what was sent.

    Args:
        name: As `govpr.deliver`.
        fields: Attributes; their names begin with `govpr.` in the span.

    Example:
        >>> with span("govpr.plan", campaign="siaga-banjir") as told:
        ...     told["posts"] = 12
    """
    api, told = sys.modules.get(_API), dict(fields)
    if api is None:
        yield told
        return
    quiet = {"record_exception": False, "set_status_on_exception": False}
    with api.get_tracer("govpr").start_as_current_span(name, **quiet) as made:
        try:
            yield told
        except Exception as error:
            made.set_status(api.StatusCode.ERROR, type(error).__name__)
            made.set_attribute("error.type", type(error).__name__)
            if isinstance(error, DeliveryError):
                told["outcome"] = error.outcome.value
            raise
        finally:
            made.set_attributes(_attributes(told))


def watched(send: Callable[[Call], Reply]) -> Callable[[Call], Reply]:
    """What sends calls, with a span around each; the same function where no program looks at spans.

    Args:
        send: Answers a call.
    """
    if _API not in sys.modules:
        return send

    def sent(call: Call) -> Reply:
        with span("govpr.call", **_about(call)) as told:
            reply = send(call)
            told["http.response.status_code"] = reply.status
        return reply

    return sent


def watched_async(send: Callable[[Call], Awaitable[Reply]]) -> Callable[[Call], Awaitable[Reply]]:
    """As `watched`, for what is awaited.

    Args:
        send: Answers a call when awaited.
    """
    if _API not in sys.modules:
        return send

    async def sent(call: Call) -> Reply:
        with span("govpr.call", **_about(call)) as told:
            reply = await send(call)
            told["http.response.status_code"] = reply.status
        return reply

    return sent


def _about(call: Call) -> dict[str, Any]:
    """What OpenTelemetry's conventions call these; the address itself may hold a token, and is left out."""
    return {"http.request.method": call.method, "server.address": host_of(call.url), "effect": call.effect.value}


def _attributes(told: dict[str, Value]) -> dict[str, Value]:
    return {name if "." in name else f"govpr.{name}": value for name, value in told.items()}
