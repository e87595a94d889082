"""What LINE tells by itself: what people write to the account, what they take back, and who comes and goes.

Who it is stays out: nothing here needs to know. Source: https://github.com/line/line-openapi, webhook.yml, and
https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from govpr.platforms.inbound._reading import notification, objects, part, text
from govpr.platforms.inbound.signature import is_signed

_LATEST = 253_402_300_799_000
"""The last millisecond of the year 9999."""


class Kind(StrEnum):
    """What happened."""

    MESSAGE = "message"
    UNSEND = "unsend"
    """A message was taken back: what was kept of it must go."""
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"


@frozen(kw_only=True)
class Event:
    """Something that a reader of the account did.

    Args:
        id: The event's own id: the same when LINE sends it again.
        kind: What happened.
        message: The id of the message that was written or taken back, or "".
        type: What was written: `text`, `image`, `video`, ..., or "".
        text: The words. In no repr.
        answers: The id of the message that it quotes, or "".
        again: Whether LINE sends it once more.
        at: When, or None.
    """

    id: str
    kind: Kind
    message: str = ""
    type: str = ""
    text: str = field(default="", repr=False)
    answers: str = ""
    again: bool = False
    at: datetime | None = None


def is_from_line(body: bytes, signature: str | None, secret: str) -> bool:
    """Whether a notification is LINE's own; look before anything of it is read.

    Args:
        body: The bytes as they came.
        signature: The header `X-Line-Signature`, or None where there is none.
        secret: The channel secret.

    Example:
        >>> is_from_line(b'{"events": []}', "bukan", "rahasia")
        False
    """
    return is_signed(body, signature, secret, prefix="", base64=True)


def read(body: bytes) -> tuple[Event, ...]:
    """The events that a notification tells of, in its order; kinds that are not in `Kind` are passed over.

    A notification without events is LINE's question whether the address answers.

    Args:
        body: The bytes as they came, with a signature that was checked.

    Raises:
        ProtocolError: It is no JSON object.

    Example:
        >>> read(b'{"events": [{"type": "follow", "webhookEventId": "01H"}]}')
        (Event(id='01H', kind=<Kind.FOLLOW: 'follow'>, message='', type='', answers='', again=False, at=None),)
    """
    return tuple(_events(notification(body, "line")))


def _events(told: dict[str, Any]) -> Iterator[Event]:
    for event in objects(told.get("events")):
        own, kind = text(event.get("webhookEventId")), text(event.get("type"))
        if not own or kind not in set(Kind):
            continue
        message = part(event.get("unsend" if kind == Kind.UNSEND else "message"))
        yield Event(
            id=own,
            kind=Kind(kind),
            message=text(message.get("messageId" if kind == Kind.UNSEND else "id")),
            type=text(message.get("type")),
            text=text(message.get("text")),
            answers=text(message.get("quotedMessageId")),
            again=part(event.get("deliveryContext")).get("isRedelivery") is True,
            at=_moment(event.get("timestamp")),
        )


def _moment(milliseconds: object) -> datetime | None:
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int) or not 0 <= milliseconds <= _LATEST:
        return None
    return datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)
