"""GraphQL over HTTP: one question, and what its answer means; a failure comes with status 200.

Source: https://graphql.github.io/graphql-over-http/draft/
"""

from collections.abc import Mapping
from typing import Any

from govpr.errors import DeliveryError, InDoubt, Misconfigured, ProtocolError, Rejected, Unauthorized
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.guards import host_of
from govpr.http.replies import expect, parsed, puzzling

_UNSENT = frozenset({"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT"})
_WHO = frozenset({"UNAUTHENTICATED", "UNAUTHORIZED"})
_LONGEST = 200


def asked(url: str, document: str, variables: Mapping[str, Any], effect: Effect = Effect.SAFE) -> Flow[dict[str, Any]]:
    """The data that a service answers to a document.

    Args:
        url: Where it takes documents.
        document: A query, or a mutation.
        variables: Its values.
        effect: What happens when it is sent twice.

    Raises:
        InDoubt: A mutation failed while it was carried out: it may have happened.
        DeliveryError: What the service did not accept, and why.
    """
    reply = yield Call("POST", url, Json({"query": document, "variables": dict(variables)}), effect=effect)
    body = parsed(reply) if reply.status == 400 else expect(reply)  # noqa: PLR2004  (documents that it does not accept)
    errors = body.get("errors") if isinstance(body, dict) else None
    if errors:
        raise _failure(errors, reply)
    if reply.status == 400:  # noqa: PLR2004
        expect(reply)
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict):
        raise puzzling(reply, "the answer has no data")
    return data


def _failure(errors: object, reply: Reply) -> DeliveryError:
    first = next((one for one in errors if isinstance(one, dict)), {}) if isinstance(errors, list) else {}
    extensions = first.get("extensions")
    told = extensions.get("code") if isinstance(extensions, dict) else None
    code = told if isinstance(told, str) and told.replace("_", "").isalnum() and len(told) <= _LONGEST else ""
    kind = _kind(code, reply)
    # a service may repeat what it was sent, and a tip is personal: of a failed mutation only the code is told
    message = first.get("message") if reply.effect is Effect.SAFE else None
    words = " ".join(message.split())[:_LONGEST] if isinstance(message, str) else ""
    plain = "".join(char for char in words if char.isprintable())
    return kind(plain or "it could not do what was asked", where=host_of(reply.url), code=code, status=reply.status)


def _kind(code: str, reply: Reply) -> type[DeliveryError]:
    if code in _WHO:
        return Unauthorized
    if code == "FORBIDDEN":
        return Misconfigured
    if code in _UNSENT or reply.status == 400:  # noqa: PLR2004
        return Rejected
    return InDoubt if reply.effect is Effect.ONCE else ProtocolError
