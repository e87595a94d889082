"""Telegram channels, by the Bot API.

A bot has no key that Telegram would know a repeat by, and cannot read a channel's history: so there is no `find`, and a
delivery whose answer was lost waits for a person. Files go out with the post itself; Telegram has no alt texts.
"""

import json
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import DeliveryError, Misconfigured, Rejected, Unauthorized
from govpr.http.calls import Body, Call, Effect, Flow, Form, Json, Reply
from govpr.http.replies import parsed, puzzling, refusal
from govpr.http.sessions import Signing
from govpr.models import Account, Media, Receipt
from govpr.platforms._files import described, sliced
from govpr.platforms.access import server
from govpr.platforms.protocol import Option, Outgoing, Standing, Version

_HOME = "https://api.telegram.org"
_RIGHTS = ("post", "edit", "delete")
_LONGEST = 200
_SAME = "message is not modified"
_CAPTION = "there is no text in the message"
_SET_UP = ("chat not found", "rights", "chat_write_forbidden", "chat_admin_required", "upgraded to a supergroup")
"""What a 400 says where the channel or the bot's rights are meant, not the post (tdlib's Client.cpp)."""


@frozen
class Telegram:
    """Telegram as a platform; the handle is the channel's `@name`, the credential a bot's token.

    The bot is an administrator of the channel with the right to post, and to edit and delete for what comes later.

    Example:
        >>> Telegram().rules.caption.limit
        1024
    """

    name = "telegram"
    hosts = frozenset({"api.telegram.org"})
    rules = Rules(
        text=Length(limit=4_096, count=Count.UTF16),
        caption=Length(limit=1_024, count=Count.UTF16),
        parts=20,
        images=Files(most=10, bytes=10_000_000, types=("image/jpeg", "image/png", "image/webp"), ratio=(1 / 20, 20)),
        videos=Files(most=10, bytes=50_000_000, types=("video/mp4",)),
        together=True,
        media=10,
        alt=0,
        source="https://core.telegram.org/bots/api#sendmessage, #sendphoto, #sendvideo and #sendmediagroup",
    )
    signing = Signing(header="")
    options = (Option(name="chat", help="the number of a channel without a public name", example="-1001234567890"),)
    version = Version(name="Bot API 10.1", source="https://core.telegram.org/bots/api-changelog")

    def upload(self, media: Media, account: Account) -> Flow[str]:  # noqa: ARG002  (nothing is sent before the post)
        """Describe one file; it goes out with the post, in one request."""
        return described(media)

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send one message, or an album; a later part answers the one before."""
        method, body = _message(part, _common(part, account))
        reply = yield _call(account, method, body, Effect.ONCE)
        return _receipt(_result(reply), reply)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put new words into the first part: its text, or the caption of its picture."""
        place = {"chat_id": _chat(account), "message_id": _ids(receipt.id)[0]}
        reply = yield _call(account, "editMessageText", Json({**place, "text": part.text}), Effect.KEYED)
        if _CAPTION in _described(reply):
            reply = yield _call(account, "editMessageCaption", Json({**place, "caption": part.text}), Effect.KEYED)
        if _SAME not in _described(reply):
            _result(reply)
        return receipt

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete all messages of all parts at once; those that are gone are passed over."""
        messages = [one for part in receipt.parts or (receipt.id,) for one in _ids(part)]
        body = Json({"chat_id": _chat(account), "message_ids": messages})
        _result((yield _call(account, "deleteMessages", body, Effect.KEYED)))

    def inspect(self, account: Account) -> Flow[Standing]:
        """Who the bot is, and what it may do in the channel."""
        reply = yield _call(account, "getMe", Json({}))
        bot = _mapping(_result(reply), reply)
        reply = yield _call(account, "getChatMember", Json({"chat_id": _chat(account), "user_id": bot.get("id")}))
        member = _mapping(_result(reply), reply)
        owner = member.get("status") == "creator"
        may = [right for right in _RIGHTS if owner or member.get(f"can_{right}_messages") is True]
        notes = tuple(f"the bot may not {right} messages of the channel" for right in _RIGHTS if right not in may)
        return Standing(name=f"@{bot.get('username', '')}", can_post="post" in may, scopes=tuple(may), notes=notes)


def _chat(account: Account) -> str:
    name = account.handle if account.handle.startswith("@") else f"@{account.handle}"
    return account.options.get("chat") or name


def _call(account: Account, method: str, body: Body, effect: Effect = Effect.SAFE) -> Call:
    url = f"{server(account, _HOME)}/bot{{key}}/{method}"
    return Call("POST", url, body, effect=effect, fills="key")


def _common(part: Outgoing, account: Account) -> dict[str, Any]:
    common: dict[str, Any] = {"chat_id": _chat(account)}
    if part.previous:
        common["reply_parameters"] = {"message_id": _ids(part.previous.id)[0]}
    return common


def _message(part: Outgoing, common: Mapping[str, Any]) -> tuple[str, Body]:
    files = [("video" if one.type.startswith("video/") else "photo", sliced(one)) for one in part.media]
    if not files:
        return "sendMessage", Json({**common, "text": part.text})
    caption = {"caption": part.text}
    if len(files) == 1:
        ((kind, file),) = files
        return f"send{kind.title()}", Form(fields=_texts({**common, **caption}), files={kind: file})
    group = [{"type": kind, "media": f"attach://file{n}"} for n, (kind, _) in enumerate(files)]
    group[0] |= caption
    attached = {f"file{n}": file for n, (_, file) in enumerate(files)}
    return "sendMediaGroup", Form(fields=_texts({**common, "media": group}), files=attached)


def _texts(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}


def _ids(handle: str) -> list[int]:
    """The numbers of the messages that one part is: an album is several."""
    try:
        return [int(one) for one in handle.split(",")]
    except ValueError:
        raise Rejected("a receipt is not one of Telegram's") from None


def _receipt(result: Any, reply: Reply) -> Receipt:
    messages = [_mapping(one, reply) for one in (result if isinstance(result, list) else [result])]
    numbers = [one.get("message_id") for one in messages]
    if not numbers or not all(isinstance(number, int) and not isinstance(number, bool) for number in numbers):
        raise puzzling(reply, "the answer has no message_id")
    chat = messages[0].get("chat")
    name, number = (chat.get("username"), chat.get("id")) if isinstance(chat, dict) else (None, None)
    place = name if isinstance(name, str) else f"c/{str(number).removeprefix('-100')}" if number else ""
    url = f"https://t.me/{place}/{numbers[0]}" if place else ""
    return Receipt(id=",".join(map(str, numbers)), url=url, at=reply.at)


def _mapping(value: Any, reply: Reply) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise puzzling(reply, "the answer is no object")


def _result(reply: Reply) -> Any:
    if reply.status != 200:  # noqa: PLR2004
        raise _refused(reply)
    body = parsed(reply)
    if isinstance(body, dict) and body.get("ok") is True and "result" in body:
        return body["result"]
    raise puzzling(reply, "the answer has no result")


def _refused(reply: Reply) -> DeliveryError:
    plain, words, status = refusal(reply), _described(reply), reply.status
    kind, after = type(plain), plain.after
    if status == 429:  # noqa: PLR2004
        named = _said(reply).get("parameters")
        seconds = named.get("retry_after") if isinstance(named, dict) else None
        after = float(seconds) if isinstance(seconds, int | float) else after
    elif status == 404:  # noqa: PLR2004  (a path with a token that Telegram does not know; what posts lack is a 400)
        kind = Unauthorized
    elif status == 400 and any(one in words.lower() for one in _SET_UP):  # noqa: PLR2004
        kind = Misconfigured
    return kind(words or plain.message, where=plain.where, status=status, after=after)


def _described(reply: Reply) -> str:
    """Telegram's words for what is wrong; "" where all is well."""
    words = _said(reply).get("description") if reply.status >= 400 else ""  # noqa: PLR2004
    return words[:_LONGEST] if isinstance(words, str) else ""


def _said(reply: Reply) -> dict[str, Any]:
    try:
        body = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
