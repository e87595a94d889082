"""The agency's own newsroom: a static site that is built from a folder, so its calls go nowhere but there.

Its calls have the scheme `newsroom:`; `govpr.newsroom.NewsroomFolder` answers them on the same machine.
"""

from typing import Any

from attrs import frozen

from govpr.content.rules import Files, Length, Rules
from govpr.errors import Rejected
from govpr.http.calls import Call, Effect, Flow, Json, Reply, Slice
from govpr.http.replies import expect, required
from govpr.models import Account, Media, Receipt
from govpr.models.converter import to_data
from govpr.platforms.protocol import Outgoing

_IMAGES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}
_VIDEOS = {"video/mp4": "mp4", "video/webm": "webm"}
_ABSENT = 404


@frozen
class Newsroom:
    """The newsroom as a platform: nothing to sign in to, and nothing is ever published twice.

    Example:
        >>> Newsroom().rules.title
        200
    """

    name = "newsroom"
    hosts = frozenset[str]()
    schemes = frozenset({"newsroom"})
    rules = Rules(
        text=Length(limit=20_000),
        title=200,
        images=Files(most=10, types=tuple(_IMAGES)),
        videos=Files(most=1, types=tuple(_VIDEOS)),
        together=True,
        alt=1_500,
        languages=1,
        identical=False,
        source="our own: an article, ten pictures, one film",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Put a file beside the items; its name is its digest."""
        if media.digest is None:
            raise Rejected("a file has no digest: it was not read before it was sent", where=self.name)
        name = f"{media.digest}.{(_IMAGES | _VIDEOS).get(media.type, 'bin')}"
        body = Slice(media.file, type=media.type)
        reply = yield Call("PUT", _url(account, f"media/{name}"), body, effect=Effect.KEYED, signed=False)
        expect(reply, 201)
        return name

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put the item; an item of the same post takes its place."""
        body = Json(_item(part))
        reply = yield Call("PUT", _item_url(account, _page(part)), body, effect=Effect.KEYED, signed=False)
        return _receipt(expect(reply, 200, 201), reply, part)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The receipt of exactly this content; an older wording does not count."""
        reply = yield Call("GET", _item_url(account, _page(part)), signed=False)
        if reply.status == _ABSENT:
            return None
        body = expect(reply)
        return _receipt(body, reply, part) if required(body, reply, "key") == part.key else None

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Take the item away; its page goes with the next build."""
        reply = yield Call("DELETE", _item_url(account, receipt.id), effect=Effect.KEYED, signed=False)
        if reply.status != _ABSENT:
            expect(reply, 204)


def _url(account: Account, path: str) -> str:
    return f"newsroom://{account.id}/{path}"


def _item_url(account: Account, post: str) -> str:
    return _url(account, f"items/{post}.json")


def _page(part: Outgoing) -> str:
    """The item's name: a correction stands where the wrong words stood, so that their address shows it."""
    return part.replaces or part.post


def _item(part: Outgoing) -> dict[str, Any]:
    item = {
        "post": _page(part),
        "key": part.key,
        "title": part.title,
        "text": part.text,
        "language": part.language,
        "disclosure": part.disclosure,
        "kind": part.kind.value,
        "at": part.at.isoformat(),
        "agency": part.agency,
        "claim": part.claim,
        "label": part.label,
        "factcheck": part.factcheck,
        "sources": [to_data(source) for source in part.sources],
        "appearances": list(part.appearances),
        "correction": part.correction,
        "media": [{"file": one.handle, "alt": one.alt, "type": one.type} for one in part.media],
    }
    return {name: value for name, value in item.items() if value is not None}


def _receipt(body: Any, reply: Reply, part: Outgoing) -> Receipt:
    return Receipt(id=required(body, reply, "id"), url=required(body, reply, "url"), at=part.at)
