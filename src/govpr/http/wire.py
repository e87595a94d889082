"""What both clients share around the sending itself: the request that goes out, and the reply that comes in."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlsplit

from attrs import field, frozen

from govpr.errors import DeliveryError, Misconfigured
from govpr.http.bodies import Encoded, encode
from govpr.http.calls import Call, Reply
from govpr.http.replies import lost, puzzling, refusal
from govpr.http.sessions import Grant

USER_AGENT = "govpr (+https://govpr.readthedocs.io)"
MOST = 16 * 1024 * 1024
"""The most bytes of an answer that are read, unless the client is told otherwise."""


@frozen
class Outbound:
    """A request with its credentials.

    Args:
        headers: All of them, credentials included: never in a repr.
        body: Ready to be sent, or None.
        extensions: The path with the secret that stands in it. The address that everybody sees has a place there.
    """

    headers: Mapping[str, str]
    body: Encoded | None
    extensions: Mapping[str, bytes] = field(factory=dict)

    def __repr__(self) -> str:
        return "Outbound(...)"


def outbound(call: Call, grant: Grant, user_agent: str, now: datetime) -> Outbound:
    """Put credentials, length and names on a call.

    Args:
        call: What is asked.
        grant: What this try may use.
        user_agent: Who asks.
        now: When it is sent.

    Raises:
        Misconfigured: The session has not the secret that the call asks for.
    """
    body = encode(call.body, grant.secrets, boundary=secrets.token_hex)
    about = {} if body is None else {"Content-Type": body.type, "Content-Length": str(body.length)}
    headers = {"User-Agent": user_agent, "Accept": "application/json", **about, **call.headers, **grant.headers}
    if grant.seal is not None:
        headers |= grant.seal(headers, b"" if body is None else b"".join(body.open()), now)
    return Outbound(
        headers,
        body,
        {"target": _target(call, grant)} if call.fills else {},
    )


def _target(call: Call, grant: Grant) -> bytes:
    address = urlsplit(call.url)
    # HTTP libraries write addresses into logs, errors and histories; what is sent instead of one they do not write
    target = quote(address.path, safe="/%:@!$&'()*+,;={}") + (f"?{address.query}" if address.query else "")
    for name in call.fills.split():
        if name not in grant.secrets:
            raise Misconfigured(f"the session has no {name!r} for this call")
        for place, safe in ((f"{{{name}}}", ""), (f"{{+{name}}}", "/:")):
            target = target.replace(place, quote(grant.secrets[name], safe=safe))
    return target.encode()


def about_to_go(event: str) -> bool:
    """Whether a request's head is about to go out, by the names that httpcore gives to its steps.

    It matters where there is no body. One with a body is nothing without it, so there the body is what waits.

    Args:
        event: As in https://www.encode.io/httpcore/extensions/#trace.

    Example:
        >>> about_to_go("http11.send_request_headers.started"), about_to_go("connection.connect_tcp.started")
        (True, False)
    """
    return event.endswith("send_request_headers.started")


def inbound(call: Call, grant: Grant, answer: tuple[int, Mapping[str, str], bytes], now: datetime) -> Reply:
    """The reply that a flow gets; a refusal that repeats a credential is stripped of it.

    Args:
        call: What was asked.
        grant: What signed it.
        answer: Status, headers and body.
        now: When it came.
    """
    status, headers, body = answer
    if status >= 400:  # noqa: PLR2004  (only a refusal's words are ever shown)
        for secret in _known(grant):
            body = body.replace(secret, b"***")
    named = {name.lower(): value for name, value in headers.items()}
    url = call.url.partition("?")[0]
    return Reply(status, headers=named, body=body, url=url, effect=call.effect, at=now)


def _known(grant: Grant) -> list[bytes]:
    values = [*grant.secrets.values(), *(value.partition(" ")[2] or value for value in grant.headers.values())]
    return [form.encode() for value in values if value for form in (value, quote(value, safe=""))]


def too_long(call: Call, status: int, most: int) -> DeliveryError:
    """The error for an answer that is longer than what is read of it.

    Args:
        call: What was asked.
        status: What was answered.
        most: How many bytes are read.
    """
    if status >= 400:  # noqa: PLR2004  (nothing was done: there is no doubt about it)
        return refusal(Reply(status, url=call.url, effect=call.effect))
    return puzzling(Reply(status, url=call.url, effect=call.effect), f"the answer is longer than {most} bytes")


def refuse_late(call: Call, took: float) -> None:
    """Give an answer up that comes more slowly than its call allows.

    Args:
        call: What was asked.
        took: Seconds since it was sent.

    Raises:
        DeliveryError: It took longer than `call.within`; what that means depends on the call's effect.

    Example:
        >>> refuse_late(Call("GET", "https://bps.example/1", within=30.0), 12.5)
    """
    if call.within is not None and took > call.within:
        raise lost(call, f"the answer took longer than {call.within:g} seconds")
