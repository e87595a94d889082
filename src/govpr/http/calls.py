"""One ask and one answer: what a flow yields, and what it gets.

A flow is a conversation with a service, written as a generator that does no input or output itself:

    def publish(...) -> Flow[Receipt]:
        reply = yield Call("POST", "https://...", Json({...}), effect=Effect.KEYED)
        return Receipt(id=expect(reply, 200)["id"])
"""

from collections.abc import Callable, Generator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from attrs import field, frozen


class Effect(StrEnum):
    """What happens when a call is made twice: it decides what a lost answer means."""

    SAFE = "safe"
    """It may be repeated at will."""
    KEYED = "keyed"
    """The service drops repeats, by a key or a name that the caller chose."""
    ONCE = "once"
    """Sending it twice may publish twice."""


@frozen
class Secret:
    """A place in a body where the session puts a credential; a flow never sees the credential itself.

    Args:
        name: Which one, as `password` or `refresh`.
    """

    name: str


@frozen
class Json:
    """A JSON body. Values may be `Secret`."""

    value: Mapping[str, Any]


@frozen
class Slice:
    """A part of a file, opened anew for each try.

    Args:
        path: The file.
        start: First byte.
        stop: One past the last byte, or None for the file's end.
        type: Its media type.
    """

    path: str
    start: int = 0
    stop: int | None = None
    type: str = "application/octet-stream"


@frozen
class Form:
    """A form: URL-encoded, or multipart as soon as it has files.

    Args:
        fields: Names and values. Values may be `Secret`.
        files: Names and files.
        multipart: Whether it is multipart without files as well.
    """

    fields: Mapping[str, "str | Secret"] = field(factory=dict)
    files: Mapping[str, Slice] = field(factory=dict)
    multipart: bool = False


Body: TypeAlias = Json | Form | Slice | None


@frozen
class Call:
    """Something asked of a service.

    Args:
        method: An HTTP method.
        url: The full address, query included.
        body: A description that can be opened again, never a stream.
        headers: Headers that are not credentials.
        effect: What happens when it is made twice.
        after: Seconds to wait before it is made: drivers wait, the outbox parks.
        signed: Whether the session adds credentials.
        token: Which of the session's tokens signs it.
        public: The address may come from hostile data: no private network is called for it.
        within: Seconds in which the whole answer must have come, or None; a service may else send it drop by drop.
        fills: The names of secrets that stand in the path or the query, as `{key}`, or as `{+key}` where slashes and
            colons of the secret stay as they are (RFC 6570), for services that want them there, with blanks between;
            only the wire puts them in, so that they are in no reply, error or log.
        lent: A token that an earlier answer of this conversation gave for this call alone, at another service; it
            signs the call in place of the session, and is in no repr.
        still: A last look, taken in the instant before the body goes out, or the head where there is no body; it
            raises what stops the call. The outbox sets it, no flow does.
    """

    method: str
    url: str
    body: Body = None
    headers: Mapping[str, str] = field(factory=dict)
    effect: Effect = Effect.SAFE
    after: float = 0.0
    signed: bool = True
    token: str = "access"  # noqa: S105  (a kind of token, not one)
    public: bool = False
    within: float | None = None
    fills: str = ""
    lent: str = field(default="", repr=False)
    still: Callable[[], None] | None = field(default=None, eq=False, repr=False)


@frozen
class Reply:
    """What a service answered, read to its end.

    Args:
        status: The HTTP status.
        headers: Header names in lower case.
        body: The bytes.
        url: Who answered, without the query.
        effect: The effect of the call that this answers: it decides what trouble means.
        at: When it came; flows have no clock of their own.
    """

    status: int
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes = field(default=b"", repr=False)
    url: str = ""
    effect: Effect = Effect.SAFE
    at: datetime | None = None


T = TypeVar("T")
Flow: TypeAlias = Generator[Call, Reply, T]
