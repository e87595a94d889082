"""What Telegram answers: results, refusals in words, and the numbers of messages."""

from typing import Any

from govpr.errors import DeliveryError, Misconfigured, Rejected, Unauthorized
from govpr.http.calls import Reply
from govpr.http.replies import parsed, puzzling, refusal
from govpr.models import Receipt
from govpr.platforms._answers import inner, told

_LONGEST = 200
_SET_UP = ("chat not found", "rights", "chat_write_forbidden", "chat_admin_required", "upgraded to a supergroup")
"""What a 400 says where the channel or the bot's rights are meant, not the post (tdlib's Client.cpp)."""


def ids(handle: str) -> list[int]:
    """The numbers of the messages that one part is: an album is several.

    Args:
        handle: A receipt's id.

    Raises:
        Rejected: It is none of Telegram's.

    Example:
        >>> ids("42,43")
        [42, 43]
    """
    try:
        return [int(one) for one in handle.split(",")]
    except ValueError:
        raise Rejected("a receipt is not one of Telegram's") from None


def receipt_of(result: Any, reply: Reply) -> Receipt:
    """The receipt of a message, or of an album.

    Args:
        result: What Telegram made.
        reply: The answer that had it.
    """
    messages = [mapping(one, reply) for one in (result if isinstance(result, list) else [result])]
    numbers = [one.get("message_id") for one in messages]
    if not numbers or not all(isinstance(number, int) and not isinstance(number, bool) for number in numbers):
        raise puzzling(reply, "the answer has no message_id")
    chat = inner(messages[0], "chat")
    name, number = chat.get("username"), chat.get("id")
    place = name if isinstance(name, str) else f"c/{str(number).removeprefix('-100')}" if number else ""
    url = f"https://t.me/{place}/{numbers[0]}" if place else ""
    return Receipt(id=",".join(map(str, numbers)), url=url, at=reply.at)


def mapping(value: Any, reply: Reply) -> dict[str, Any]:
    """An object that an answer must have.

    Args:
        value: What should be one.
        reply: The answer, to say where it came from.
    """
    if isinstance(value, dict):
        return value
    raise puzzling(reply, "the answer is no object")


def result_of(reply: Reply) -> Any:
    """What a successful answer gives.

    Args:
        reply: The answer.

    Raises:
        DeliveryError: By what Telegram says, or by the status.
    """
    if reply.status != 200:  # noqa: PLR2004
        raise _refused(reply)
    body = parsed(reply)
    if isinstance(body, dict) and body.get("ok") is True and "result" in body:
        return body["result"]
    raise puzzling(reply, "the answer has no result")


def _refused(reply: Reply) -> DeliveryError:
    plain, words, status = refusal(reply), words_of(reply), reply.status
    kind, after = type(plain), plain.after
    if status == 429:  # noqa: PLR2004
        seconds = inner(told(reply), "parameters").get("retry_after")
        after = float(seconds) if isinstance(seconds, int | float) else after
    elif status == 404:  # noqa: PLR2004  (a path with a token that Telegram does not know; what posts lack is a 400)
        kind = Unauthorized
    elif status == 400 and any(one in words.lower() for one in _SET_UP):  # noqa: PLR2004
        kind = Misconfigured
    return kind(words or plain.message, where=plain.where, status=status, after=after)


def words_of(reply: Reply) -> str:
    """Telegram's words for what is wrong; "" where all is well.

    Args:
        reply: The answer.
    """
    words = told(reply).get("description") if reply.status >= 400 else ""  # noqa: PLR2004
    return words[:_LONGEST] if isinstance(words, str) else ""
