"""LINE Official Accounts, by the Messaging API: a message to everybody who added the account.

Posting is keyed: LINE remembers a retry key for 24 hours and answers a repeat with the id of the request that it took.
A broadcast has no address, and can be neither edited nor taken back. Media are shown from their own public addresses.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from attrs import frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import DeliveryError, InDoubt, NeedsHuman, Rejected
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.replies import expect, puzzling, refusal
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._answers import inner, rows, told, whole
from govpr.platforms._files import addressed
from govpr.platforms.access import option
from govpr.platforms.paces import Pace
from govpr.platforms.protocol import Attachment, Option, Outgoing, Standing
from govpr.settings.rates import Rate

_BOT = "https://api.line.me/v2/bot"
_TAKEN = 409
_MONTH = "monthly limit"
_BUSY = 60.0
"""LINE names no time to come back; it allows 60 broadcasts an hour."""


@frozen
class Line:
    """LINE as a platform; the credential is a channel access token of the Official Account.

    Example:
        >>> Line().rules.text.limit
        5000
    """

    name = "line"
    pace = Pace(rate=Rate.parse("60/h"), source="https://developers.line.biz/en/reference/messaging-api/#rate-limits")
    remembers = timedelta(hours=24)
    hosts = frozenset({"api.line.me"})
    rules = Rules(
        text=Length(limit=5_000, count=Count.UTF16),
        images=Files(most=4, bytes=1_000_000, types=("image/jpeg", "image/png"), public=True),
        videos=Files(most=4, bytes=200_000_000, types=("video/mp4",), public=True),
        together=True,
        media=4,
        alt=0,
        source="https://developers.line.biz/en/reference/messaging-api/#send-broadcast-message; a picture is its own "
        "preview, which may have 1 MB",
    )
    options = (
        Option(
            name="preview",
            help="the https address of a picture, JPEG or PNG up to 1 MB, that stands for films until they are played",
            example="https://contoh.go.id/film.png",
        ),
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Note where a file is; the apps of those who read the message fetch it there."""
        if media.type.startswith("video/"):
            option(account, "preview")
        return (yield from addressed(media, self.name))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send it to all; what LINE has taken before is not sent again."""
        messages = [{"type": "text", "text": part.text}, *(_shown(media, account) for media in part.media)]
        headers = {"X-Line-Retry-Key": str(uuid.UUID(part.key))}
        reply = yield Call("POST", f"{_BOT}/message/broadcast", Json({"messages": messages}), headers, Effect.KEYED)
        if reply.status not in (200, _TAKEN):
            raise _refused(reply)
        handle = reply.headers.get("x-line-accepted-request-id" if reply.status == _TAKEN else "x-line-request-id")
        if not handle:
            raise InDoubt("LINE took it and does not say as which request", where=self.name, status=reply.status)
        return Receipt(id=handle, at=reply.at)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:  # noqa: ARG002  (the token says whose)
        """How many opened it, from the next day on; LINE tells no count below 20."""
        reply = yield Call("GET", f"{_BOT}/insight/message/event?{urlencode({'requestId': receipt.id})}")
        opened = inner(_object(_expect(reply), reply), "overview").get("uniqueImpression")
        return Metrics(post=post, at=at, views=whole(opened))

    def inspect(self, account: Account) -> Flow[Standing]:  # noqa: ARG002  (the token says whose)
        """Who this is, and how much of this month's messages is left; each reader of a broadcast counts as one."""
        reply = yield Call("GET", f"{_BOT}/info")
        info = _object(_expect(reply), reply)
        reply = yield Call("GET", f"{_BOT}/message/quota")
        quota = whole(_object(_expect(reply), reply).get("value"))
        reply = yield Call("GET", f"{_BOT}/message/quota/consumption")
        used = whole(_object(_expect(reply), reply).get("totalUsage"))
        full = quota is not None and used is not None and used >= quota
        note = ("this month's messages are used up; wait for the next month, or change the plan",) if full else ()
        name = f"{info.get('displayName', '')} ({info.get('basicId', '')})"
        return Standing(name=name, can_post=not full, used=used, quota=quota, notes=note)

    def share_link(self, text: str, account: Account) -> str:  # noqa: ARG002  (one app for all accounts)
        """The app's choice of friends, with the text ready to be sent; phones only.

        Source: https://developers.line.biz/en/docs/messaging-api/using-line-url-scheme/#sending-text-messages.
        """
        return f"https://line.me/R/share?text={quote(text, safe='')}"


def _shown(media: Attachment, account: Account) -> Mapping[str, str]:
    address = json.loads(media.handle)["url"]
    if media.type.startswith("video/"):
        return {"type": "video", "originalContentUrl": address, "previewImageUrl": option(account, "preview")}
    return {"type": "image", "originalContentUrl": address, "previewImageUrl": address}


def _expect(reply: Reply) -> Any:
    if reply.status != 200:  # noqa: PLR2004
        raise _refused(reply)
    return expect(reply, 200)


def _refused(reply: Reply) -> DeliveryError:
    """LINE has no codes: a full month, and too many calls, are both a 429."""
    plain = refusal(reply)
    if reply.status == 429:  # noqa: PLR2004
        if _MONTH in plain.message:
            what = "this month's messages are used up; wait for the next month, or change the plan of the account"
            return NeedsHuman(what, where=plain.where, status=reply.status)
        plain.after = plain.after or _BUSY
    if isinstance(plain, Rejected):
        return Rejected("; ".join((plain.message, *_details(reply))), where=plain.where, status=reply.status)
    return plain


def _details(reply: Reply) -> list[str]:
    return [f"{one.get('property')}: {one.get('message')}"[:200] for one in rows(told(reply), "details")]


def _object(value: Any, reply: Reply) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise puzzling(reply, "the answer is no object")
