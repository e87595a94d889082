"""Bluesky, or any account on an AT Protocol server.

Posting is keyed: the record's key is made from the part itself, so a repeat meets the record that is there, and `find`
reads exactly it. The account's DID is not needed to post: calls name the repository by the account's handle, which the
server resolves, and receipts carry the DID that the server answers.
"""

from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from attrs import frozen

from govpr.content.rules import Files, Length, Rules
from govpr.errors import ProtocolError, Rejected
from govpr.http.calls import Call, Effect, Flow, Json, Reply, Secret
from govpr.http.replies import puzzling, required, said
from govpr.http.sessions import Tokens
from govpr.models import Account, Media, MediaKind, Metrics, Receipt
from govpr.platforms._answers import whole
from govpr.platforms._bluesky import POST, handle_of, place, taken, xrpc
from govpr.platforms._bluesky_media import take_in_film, take_in_picture
from govpr.platforms._bluesky_posts import reading, record
from govpr.platforms._records import tid
from govpr.platforms.protocol import Outgoing, Standing

_COUNTS = {"likes": "likeCount", "shares": "repostCount", "quotes": "quoteCount", "replies": "replyCount"}


@frozen
class Bluesky:
    """Bluesky as a platform; the credential is an app password, `Account.server` a server other than bsky.social.

    Args:
        view: What counts likes and reposts.
        video: What makes films ready.

    Example:
        >>> Bluesky().rules.text.bytes
        3000
    """

    view: str = "https://public.api.bsky.app"
    video: str = "https://video.bsky.app"
    name = "bluesky"
    hosts = frozenset({"bsky.social", "public.api.bsky.app", "video.bsky.app"})
    rules = Rules(
        text=Length(limit=300, bytes=3_000),
        parts=20,
        images=Files(most=4, bytes=2_000_000, types=("image/png", "image/jpeg", "image/gif", "image/webp")),
        videos=Files(most=1, bytes=300_000_000, types=("video/mp4",)),
        languages=3,
        source="lexicons app.bsky.feed.post, app.bsky.embed.images and app.bsky.embed.video",
    )

    def sign_in(self, account: Account) -> Flow[Tokens]:
        """A session of two hours; servers allow 30 sign-ins in five minutes, so it is kept and renewed."""
        body = Json({"identifier": handle_of(account), "password": Secret("password")})
        reply = yield Call("POST", xrpc(account, "com.atproto.server.createSession"), body, signed=False)
        return _tokens(taken(reply), reply)

    def renew(self, account: Account, tokens: Tokens) -> Flow[Tokens]:
        """A new pair of tokens; the old refresh token ends."""
        url = xrpc(account, "com.atproto.server.refreshSession")
        reply = yield Call("POST", url, token="refresh")  # noqa: S106  (which token, not the token)
        new = _tokens(taken(reply), reply)
        if tokens.identity and new.identity != tokens.identity:
            raise ProtocolError("the server renewed the session of another account", where=self.name)
        return new

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Take in one picture, or have the video service make one film ready."""
        if media.kind is MediaKind.VIDEO:
            return (yield from take_in_film(media, account, self.video))
        return (yield from take_in_picture(media, account))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put one record; the same record at the same key changes nothing."""
        value = yield from record(part, account)
        body = {"repo": handle_of(account), "collection": POST, "rkey": tid(part.at, part.key), "record": value}
        reply = yield Call("POST", xrpc(account, "com.atproto.repo.putRecord"), Json(body), effect=Effect.KEYED)
        return _receipt(taken(reply), reply)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """Read the record at the part's own key."""
        reply = yield reading(account, handle_of(account), tid(part.at, part.key))
        if said(reply)[0] == "RecordNotFound":
            return None
        return _receipt(taken(reply), reply)

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete all parts, the last one first; deleting twice is no error."""
        url = xrpc(account, "com.atproto.repo.deleteRecord")
        for uri in reversed(receipt.parts or (receipt.id,)):
            repo, rkey = place(uri)
            body = Json({"repo": repo, "collection": POST, "rkey": rkey})
            taken((yield Call("POST", url, body, effect=Effect.KEYED)))

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:  # noqa: ARG002  (the counts are public)
        """Likes, reposts, quotes and replies of the first part; a thread's own next part is no reply."""
        query = urlencode({"uris": receipt.id})
        reply = yield Call("GET", f"{self.view}/xrpc/app.bsky.feed.getPosts?{query}", signed=False)
        posts = taken(reply).get("posts")
        if not isinstance(posts, list):
            raise puzzling(reply, "the answer has no posts")
        if not posts:
            raise Rejected("the post is not shown: deleted, or not yet seen", where=self.name)
        counts = {name: _count(posts[0], key) for name, key in _COUNTS.items()}
        if counts["replies"] and len(receipt.parts) > 1:
            counts["replies"] -= 1
        return Metrics(post=post, at=at, **counts)

    def inspect(self, account: Account) -> Flow[Standing]:
        """Whose session it is, and whether the account is open."""
        reply = yield Call("GET", xrpc(account, "com.atproto.server.getSession"))
        body = taken(reply)
        name, notes = required(body, reply, "handle"), []
        if name.lower() != handle_of(account).lower():
            notes.append(f"the session is that of @{name}, not of @{handle_of(account)}")
        if body.get("active") is False:
            notes.append(f"the account is closed: {body.get('status') or 'the server does not say why'}")
        if body.get("emailConfirmed") is False:
            notes.append(
                "its e-mail address is not confirmed: the video service takes no films of accounts of bsky.social"
            )
        return Standing(name=f"@{name}", can_post=body.get("active") is not False, notes=tuple(notes))

    def share_link(self, text: str, account: Account) -> str:  # noqa: ARG002  (one app for all accounts)
        """The editor of the app, with the text in it."""
        return f"https://bsky.app/intent/compose?text={quote(text, safe='')}"


def _count(post: Any, name: str) -> int | None:
    return whole(post.get(name)) if isinstance(post, dict) else None


def _tokens(body: dict[str, Any], reply: Reply) -> Tokens:
    access, refresh, did = (required(body, reply, name) for name in ("accessJwt", "refreshJwt", "did"))
    return Tokens(access=access, refresh=refresh, identity=did)


def _receipt(body: dict[str, Any], reply: Reply) -> Receipt:
    uri = required(body, reply, "uri")
    try:
        repo, rkey = place(uri)
    except Rejected:
        raise puzzling(reply, "the answer names no record") from None
    return Receipt(id=uri, url=f"https://bsky.app/profile/{repo}/post/{rkey}", at=reply.at)
