"""Telegram channels, by the Bot API.

A bot has no key that Telegram would know a repeat by, and cannot read a channel's history: so there is no `find`, and a
delivery whose answer was lost waits for a person. Files go out with the post itself; Telegram has no alt texts.
"""

import json
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.http.calls import Body, Call, Effect, Flow, Form, Json
from govpr.http.sessions import Signing
from govpr.models import Account, Media, Receipt
from govpr.platforms._files import described, sliced
from govpr.platforms._telegram import ids, mapping, receipt_of, result_of, words_of
from govpr.platforms.access import server
from govpr.platforms.paces import Pace
from govpr.platforms.protocol import Option, Outgoing, Standing, Version
from govpr.settings.rates import Rate

_HOME = "https://api.telegram.org"
_RIGHTS = ("post", "edit", "delete")
_SAME = "message is not modified"
_CAPTION = "there is no text in the message"


@frozen
class Telegram:
    """Telegram as a platform; the handle is the channel's `@name`, the credential a bot's token.

    The bot is an administrator of the channel with the right to post, and to edit and delete for what comes later.

    Example:
        >>> Telegram().rules.caption.limit
        1024
    """

    name = "telegram"
    pace = Pace(
        rate=Rate.parse("20/m"),
        source="https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this",
    )
    hosts = frozenset({"api.telegram.org"})
    rules = Rules(
        text=Length(limit=4_096, count=Count.UTF16),
        caption=Length(limit=1_024, count=Count.UTF16),
        parts=20,
        images=Files(
            most=10,
            bytes=10_000_000,
            types=("image/jpeg", "image/png", "image/webp"),
            width=(1, 9_999),  # width and height are 10,000 at most in sum
            height=(1, 9_999),
            ratio=(1 / 20, 20),
        ),
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
        return receipt_of(result_of(reply), reply)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put new words into the first part: its text, or the caption of its picture."""
        place = {"chat_id": _chat(account), "message_id": ids(receipt.id)[0]}
        reply = yield _call(account, "editMessageText", Json({**place, "text": part.text}), Effect.KEYED)
        if _CAPTION in words_of(reply):
            reply = yield _call(account, "editMessageCaption", Json({**place, "caption": part.text}), Effect.KEYED)
        if _SAME not in words_of(reply):
            result_of(reply)
        return receipt

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete all messages of all parts at once; those that are gone are passed over."""
        messages = [one for part in receipt.parts or (receipt.id,) for one in ids(part)]
        body = Json({"chat_id": _chat(account), "message_ids": messages})
        result_of((yield _call(account, "deleteMessages", body, Effect.KEYED)))

    def inspect(self, account: Account) -> Flow[Standing]:
        """Who the bot is, and what it may do in the channel."""
        reply = yield _call(account, "getMe", Json({}))
        bot = mapping(result_of(reply), reply)
        reply = yield _call(account, "getChatMember", Json({"chat_id": _chat(account), "user_id": bot.get("id")}))
        member = mapping(result_of(reply), reply)
        owner = member.get("status") == "creator"
        may = [right for right in _RIGHTS if owner or member.get(f"can_{right}_messages") is True]
        notes = tuple(f"the bot may not {right} messages of the channel" for right in _RIGHTS if right not in may)
        return Standing(name=f"@{bot.get('username', '')}", can_post="post" in may, scopes=tuple(may), notes=notes)


def _chat(account: Account) -> str:
    name = account.handle if account.handle.startswith("@") else f"@{account.handle}"
    return account.options.get("chat") or name


def _call(account: Account, method: str, body: Body, effect: Effect = Effect.SAFE) -> Call:
    url = f"{server(account, _HOME)}/bot{{+key}}/{method}"
    return Call("POST", url, body, effect=effect, fills="key")


def _common(part: Outgoing, account: Account) -> dict[str, Any]:
    common: dict[str, Any] = {"chat_id": _chat(account)}
    if part.previous:
        common["reply_parameters"] = {"message_id": ids(part.previous.id)[0]}
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
