"""Matrix rooms, on any homeserver, by the client-server API.

Posting is keyed: a server gives the first answer again for the same transaction of the same device. For how long is not
written anywhere, so each message also carries the part's key, which `find` reads. Messages are `m.text`: by default
nobody is notified of an `m.notice`. Rooms that are encrypted are not for announcements, and not supported.
"""

import json
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from attrs import evolve, frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import NeedsHuman
from govpr.http.calls import Call, Effect, Flow, Json, Reply, Slice
from govpr.http.replies import puzzling, required
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._answers import rows, whole
from govpr.platforms._matrix import MARK, ends_before, expect, is_of, listed, may_speak, transaction
from govpr.platforms._matrix_rooms import client, counted, related, room_at, room_of, sending
from govpr.platforms.access import option, server
from govpr.platforms.handles import Handles
from govpr.platforms.protocol import Option, Outgoing, Standing, Version

_MARGIN = timedelta(hours=1)
_PAGES = 5
_GONE = 404


@frozen
class Matrix:
    """Matrix as a platform; `Account.server` is the homeserver, the handle the user, the credential an access token.

    Example:
        >>> Matrix().rules.text.limit
        30000
    """

    name = "matrix"
    remembers = None
    handles = Handles(
        form=r"@[a-z0-9._=\-/+]+:(?P<server>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?)",
        example="@name:server.go.id",
    )
    hosts = frozenset[str]()
    rules = Rules(
        text=Length(limit=30_000, count=Count.BYTES),
        parts=20,
        images=Files(most=1, types=("image/png", "image/jpeg", "image/gif", "image/webp")),
        videos=Files(most=1, types=("video/mp4", "video/webm")),
        alt=0,
        source="https://spec.matrix.org/v1.19/client-server-api/#size-limits: an event has 65,536 bytes, and an edit "
        "has its text twice",
    )
    options = (Option(name="room", help="the room's alias or id", example="#pengumuman:contoh.go.id", required=True),)
    version = Version(name="v1.19", source="https://spec.matrix.org/v1.19/client-server-api/")

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Take in one file; nobody sees its address before a message has it."""
        name = PurePath(media.file).name
        url = f"{server(account)}/_matrix/media/v3/upload?{urlencode({'filename': name})}"
        reply = yield Call("POST", url, Slice(media.file, type=media.type))
        uri = required(expect(reply), reply, "content_uri")
        about = {"mimetype": media.type, "size": media.size, "w": media.width, "h": media.height}
        info = {key: value for key, value in about.items() if value is not None}
        return json.dumps({"url": uri, "filename": name, "info": info}, sort_keys=True)

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send one message; a later part stands in the thread of the first."""
        room = yield from room_of(account)
        content = _content(part) | {"m.mentions": {}, MARK: part.key} | _thread(part)
        reply = yield Call("PUT", sending(account, room, part.key), Json(content), effect=Effect.KEYED)
        return _receipt(account, required(expect(reply), reply, "event_id"), reply)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The message among the account's newest ones, by its transaction or mark; None if it is surely not there."""
        room = yield from room_of(account)
        reply = yield Call("GET", f"{client(account)}/account/whoami")
        own = required(expect(reply), reply, "user_id")
        wanted = json.dumps({"senders": [own], "types": ["m.room.message"]})
        query = {"dir": "b", "limit": "50", "filter": wanted}
        for _ in range(_PAGES):
            reply = yield Call("GET", f"{room_at(account, room)}/messages?{urlencode(query)}")
            body = expect(reply)
            events = listed(body, reply, "chunk")
            for event in events:
                if is_of(event, part):
                    return _receipt(account, required(event, reply, "event_id"), reply)
            # a page of what others said may be empty, and is not the end
            if not body.get("end") or ends_before(events, part.at - _MARGIN):
                return None
            query["from"] = required(body, reply, "end")
        raise NeedsHuman("the account has too many newer messages to look through", where=self.name)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put new words in place of those of the first part; its picture stays."""
        room = yield from room_of(account)
        reply = yield Call("GET", f"{room_at(account, room)}/event/{quote(receipt.id, safe='')}")
        before = expect(reply).get("content")
        if not isinstance(before, dict):
            raise puzzling(reply, "the event has no content")
        kept = {key: before[key] for key in ("url", "filename", "info", "msgtype") if key in before}
        reply = yield Call("GET", related(account, room, receipt.id, "m.replace", {"limit": "1"}))
        edits = rows(expect(reply), "chunk")
        new = {"msgtype": "m.text", **kept, "body": part.text, "m.mentions": {}}
        relation = {"rel_type": "m.replace", "event_id": receipt.id}
        content = {**new, "body": f"* {part.text}", "m.new_content": new, "m.relates_to": relation}
        key = transaction("edit", receipt.id, str(edits[0].get("event_id")) if edits else "", part.text)
        expect((yield Call("PUT", sending(account, room, key), Json(content), effect=Effect.KEYED)))
        return receipt

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Redact all parts, the last one first; other servers are asked to do the same."""
        room = yield from room_of(account)
        for event in reversed(receipt.parts or (receipt.id,)):
            url = f"{room_at(account, room)}/redact/{quote(event, safe='')}/{transaction('redact', event)}"
            reply = yield Call("PUT", url, Json({}), effect=Effect.KEYED)
            if reply.status != _GONE:
                expect(reply)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """Reactions to the first part, and what others said in its thread; None where there are too many to count."""
        room = yield from room_of(account)
        own = max(0, len(receipt.parts) - 1)
        likes = yield from counted(account, room, receipt.id, "m.annotation")
        said = yield from counted(account, room, receipt.id, "m.thread")
        return Metrics(post=post, at=at, likes=likes, replies=None if said is None else max(0, said - own))

    def inspect(self, account: Account) -> Flow[Standing]:
        """Who this is, and whether it may speak in the room."""
        reply = yield Call("GET", f"{client(account)}/account/whoami")
        who = expect(reply)
        own = required(who, reply, "user_id")
        room = yield from room_of(account)
        reply = yield Call("GET", f"{client(account)}/joined_rooms")
        joined = room in listed(expect(reply), reply, "joined_rooms")
        if not joined:
            return Standing(
                name=own, can_post=False, notes=("the account has not joined the room: invite and join it",)
            )
        reply = yield Call("GET", f"{room_at(account, room)}/state/m.room.power_levels/")
        levels = expect(reply) if reply.status != _GONE else {}
        reply = yield Call("GET", f"{room_at(account, room)}/state/m.room.create/?format=event")
        may = may_speak(own, levels, expect(reply))
        reply = yield Call("GET", f"{room_at(account, room)}/state/m.room.encryption/")
        if sealed := reply.status != _GONE:
            expect(reply)
        notes = {
            "the account's power level is too low to speak in the room": not may,
            "the room is encrypted, which is not supported: announce in a public room": sealed,
            "the token belongs to no device: a repeat within seconds may be sent twice": not who.get("device_id"),
        }
        found = tuple(note for note, holds in notes.items() if holds)
        return Standing(name=own, can_post=may and not sealed, notes=found)

    def limits(self, account: Account) -> Flow[Rules]:
        """The rules with the size of files that the server takes."""
        reply = yield Call("GET", f"{server(account)}/_matrix/client/v1/media/config")
        most = whole(expect(reply).get("m.upload.size"))
        if not most:
            return self.rules
        images, videos = (evolve(files, bytes=most) for files in (self.rules.images, self.rules.videos))
        return evolve(self.rules, images=images, videos=videos)


def _content(part: Outgoing) -> dict[str, Any]:
    if not part.media:
        return {"msgtype": "m.text", "body": part.text}
    kind = "m.video" if part.media[0].type.startswith("video/") else "m.image"
    return {"msgtype": kind, "body": part.text, **json.loads(part.media[0].handle)}


def _thread(part: Outgoing) -> dict[str, Any]:
    if part.first is None or part.previous is None:
        return {}
    before = {"event_id": part.previous.id}
    tied = {"rel_type": "m.thread", "event_id": part.first.id, "is_falling_back": True, "m.in_reply_to": before}
    return {"m.relates_to": tied}


def _receipt(account: Account, event: str, reply: Reply) -> Receipt:
    domain = account.handle.partition(":")[2] or urlsplit(server(account)).netloc
    place = "/".join(quote(name, safe="") for name in (option(account, "room"), event))
    return Receipt(id=event, url=f"https://matrix.to/#/{place}?{urlencode({'via': domain})}", at=reply.at)
