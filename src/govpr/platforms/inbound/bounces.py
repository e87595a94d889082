"""Bounces of a newsletter: delivery status notifications (RFC 3464), read from the mail that comes back. Pure."""

from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from attrs import field, frozen

from govpr.errors import InputError, Problem

_MOST = 1_000


@frozen(kw_only=True)
class Bounce:
    """What became of one message.

    Args:
        recipient: Whose mailbox it is: personal data, in no repr.
        final: Whether it has failed for good; else the server still tries.
        code: The enhanced status code, as `5.1.1`.
        message_id: The message that came back, or "" where the notice does not say.
    """

    recipient: str = field(repr=False)
    final: bool
    code: str
    message_id: str = ""


def bounces(mail: bytes) -> tuple[Bounce, ...]:
    r"""The bounces that a mail reports.

    Args:
        mail: The whole message, as it came.

    Raises:
        InputError: It is no delivery status notification.

    Example:
        >>> notice = (
        ...     b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n"
        ...     b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\n\n"
        ...     b"Final-Recipient: rfc822; ani@warga.example\nAction: failed\nStatus: 5.1.1\n\n--x--\n"
        ... )
        >>> bounces(notice)
        (Bounce(final=True, code='5.1.1', message_id=''),)
    """
    try:
        message = BytesParser(policy=compat32).parsebytes(mail)
        parts = list(message.walk())[:_MOST]
        found = tuple(_found(parts, _returned(parts)))
    except (MessageError, ValueError, LookupError, RecursionError):
        found = ()
    if not found:
        advice = "give whole messages of the address that bounces go to"
        raise InputError((Problem("mail", "is no delivery status notification", advice),))
    return found


def _found(parts: list[Message], message_id: str) -> Iterator[Bounce]:
    for part in parts:
        address = str(part.get("Final-Recipient", "")).partition(";")[2].strip()
        action, code = str(part.get("Action", "")).strip().lower(), str(part.get("Status", "")).partition(" ")[0]
        if address and action in {"failed", "delayed"}:
            final = action == "failed" and code.startswith("5")
            yield Bounce(recipient=address, final=final, code=code[:16], message_id=message_id)


def _returned(parts: list[Message]) -> str:
    """The id of the message that came back: that of the last message, or of the headers that are quoted."""
    for part in reversed(parts):
        if part.get("Message-ID") and part is not parts[0]:
            return str(part["Message-ID"]).strip()
        if part.get_content_type() == "text/rfc822-headers":
            quoted = part.get_payload(decode=True)
            headers = BytesParser(policy=compat32).parsebytes(quoted if isinstance(quoted, bytes) else b"")
            return str(headers.get("Message-ID", "")).strip()
    return ""
