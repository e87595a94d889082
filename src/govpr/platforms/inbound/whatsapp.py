"""What WhatsApp tells by itself: what became of a message, and who wants no more of them.

A notification may come more than once, late, and in any order: a message's state is the furthest that was told.
Sources, under https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference:
messages/status, and user_preferences (21 May 2026).
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from attrs import field, frozen

from govpr.errors import Outcome
from govpr.platforms._graph_codes import OPT_OUTS, kind_of
from govpr.platforms.inbound._reading import changes, moment, notification, objects, part, text
from govpr.platforms.whatsapp import message_id


class State(StrEnum):
    """How far a message came."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@frozen(kw_only=True)
class Status:
    """What became of a message.

    Args:
        message: The id of its receipt.
        key: The key of the part that was sent, where it came back, or "".
        state: How far it came.
        at: When, or None.
        recipient: Whose it was. In no repr.
        code: Why it failed, or "".
        outcome: What that asks of a mailing, or None.
        opted_out: Whether the recipient wants no more.
    """

    message: str
    key: str = ""
    state: State
    at: datetime | None = None
    recipient: str = field(repr=False)
    code: str = ""
    outcome: Outcome | None = None
    opted_out: bool = False


@frozen(kw_only=True)
class Wish:
    """What a person wants: no more messages, or messages again.

    Args:
        recipient: Who. In no repr.
        wants: Whether messages are welcome.
        at: When it was said, or None.
    """

    recipient: str = field(repr=False)
    wants: bool
    at: datetime | None = None


News: TypeAlias = Status | Wish
STOPS = frozenset({"stop", "berhenti", "henti", "unreg", "unsubscribe"})
"""Answers that end a subscription, in small letters; a whole answer counts, not a word in it."""
_STATES = frozenset(State)


def read(body: bytes, stops: Collection[str] = STOPS) -> tuple[News, ...]:
    """What a notification says of messages and wishes; all else in it is passed over.

    Args:
        body: The bytes as they came, with a signature that was checked.
        stops: Answers that end a subscription.

    Raises:
        ProtocolError: It is no JSON object.

    Example:
        >>> said = b'{"id": "wamid.AAA", "status": "delivered", "recipient_id": "628000"}'
        >>> (one,) = read(b'{"entry": [{"changes": [{"value": {"statuses": [' + said + b']}}]}]}')
        >>> one.state.value, one.message
        ('delivered', '4b92b91d00ce0d5087d651e6ad66782b')
    """
    values = [value for _, _, value in changes(notification(body))]
    return tuple(news for value in values for news in _news(value, stops))


def _news(value: dict[str, Any], stops: Collection[str]) -> Iterator[News]:
    for row in objects(value.get("statuses")):
        if text(row.get("status")) in _STATES and text(row.get("id")):
            yield _status(row)
    for row in objects(value.get("user_preferences")):
        if text(row.get("value")) in {"stop", "resume"} and text(row.get("wa_id")):
            yield Wish(
                recipient=text(row.get("wa_id")), wants=row.get("value") == "resume", at=moment(row.get("timestamp"))
            )
    for row in objects(value.get("messages")):
        if _answer(row) in stops and text(row.get("from")):
            yield Wish(recipient=text(row.get("from")), wants=False, at=moment(row.get("timestamp")))


def _status(row: dict[str, Any]) -> Status:
    state = State(text(row.get("status")))
    error = next(objects(row.get("errors")), {}) if state is State.FAILED else {}
    code = text(error.get("code"))
    kind = kind_of(code)
    unknown = Outcome.HUMAN if state is State.FAILED else None
    return Status(
        message=message_id(text(row.get("id"))),
        key=text(row.get("biz_opaque_callback_data")),
        state=state,
        at=moment(row.get("timestamp")),
        recipient=text(row.get("recipient_id")),
        code=code,
        outcome=kind.outcome if kind else unknown,
        opted_out=code in OPT_OUTS,
    )


def _answer(row: dict[str, Any]) -> str:
    """What a person wrote, or the button that they pressed."""
    said = part(row.get("text")).get("body") or part(row.get("button")).get("payload")
    return text(said).strip().strip(".!").casefold()
