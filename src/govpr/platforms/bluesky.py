"""Bluesky, or any account on an AT Protocol server.

Posting is keyed: the record's key is made from the part itself, so a repeat meets the record that is there, and `find`
reads exactly it. The account's DID is not needed to post: calls name the repository by the account's handle, which the
server resolves, and receipts carry the DID that the server answers.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from attrs import frozen

from govpr.content.rules import Files, Length, Rules
from govpr.errors import Misconfigured, ProtocolError, Rejected, Unauthorized
from govpr.http.calls import Call, Effect, Flow, Json, Reply, Secret, Slice
from govpr.http.replies import expect, puzzling, refusal, required, said
from govpr.http.sessions import Tokens
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._records import facets, mentioned, tid, written
from govpr.platforms.access import server
from govpr.platforms.protocol import Outgoing

_HOME = "https://bsky.social"
_POST = "app.bsky.feed.post"
_CLOSED = frozenset({"AccountTakedown", "AccountDeactivated", "RepoTakendown", "RepoDeactivated"})
_COUNTS = {"likes": "likeCount", "shares": "repostCount", "quotes": "quoteCount", "replies": "replyCount"}


@frozen
class Bluesky:
    """Bluesky as a platform; the credential is an app password, `Account.server` a server other than bsky.social.

    Args:
        view: The host that counts likes and reposts.

    Example:
        >>> Bluesky().rules.text.bytes
        3000
    """

    view: str = "https://public.api.bsky.app"
    name = "bluesky"
    hosts = frozenset({"bsky.social", "public.api.bsky.app"})
    rules = Rules(
        text=Length(limit=300, bytes=3_000),
        parts=20,
        images=Files(most=4, bytes=2_000_000, types=("image/png", "image/jpeg", "image/gif", "image/webp")),
        languages=3,
        source="lexicons app.bsky.feed.post and app.bsky.embed.images",
    )

    def sign_in(self, account: Account) -> Flow[Tokens]:
        """A session of two hours; servers allow 30 sign-ins in five minutes, so it is kept and renewed."""
        body = Json({"identifier": _handle(account), "password": Secret("password")})
        reply = yield Call("POST", _xrpc(account, "com.atproto.server.createSession"), body, signed=False)
        return _tokens(_expect(reply), reply)

    def renew(self, account: Account, tokens: Tokens) -> Flow[Tokens]:
        """A new pair of tokens; the old refresh token ends."""
        url = _xrpc(account, "com.atproto.server.refreshSession")
        reply = yield Call("POST", url, token="refresh")  # noqa: S106  (which token, not the token)
        new = _tokens(_expect(reply), reply)
        if tokens.identity and new.identity != tokens.identity:
            raise ProtocolError("the server renewed the session of another account", where=self.name)
        return new

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Take in one picture; servers drop those that no record shows."""
        reply = yield Call("POST", _xrpc(account, "com.atproto.repo.uploadBlob"), Slice(media.file, type=media.type))
        blob = _expect(reply)
        required(blob, reply, "blob", "ref", "$link")
        return json.dumps(blob["blob"], sort_keys=True)

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put one record; the same record at the same key changes nothing."""
        dids = yield from _resolved(part, account)
        reply_to = yield from _thread(part, account)
        record = _record(part, dids) | reply_to
        body = {"repo": _handle(account), "collection": _POST, "rkey": tid(part.at, part.key), "record": record}
        reply = yield Call("POST", _xrpc(account, "com.atproto.repo.putRecord"), Json(body), effect=Effect.KEYED)
        return _receipt(_expect(reply), reply)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """Read the record at the part's own key."""
        reply = yield _get_record(account, _handle(account), tid(part.at, part.key))
        if said(reply)[0] == "RecordNotFound":
            return None
        return _receipt(_expect(reply), reply)

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete all parts, the last one first; deleting twice is no error."""
        url = _xrpc(account, "com.atproto.repo.deleteRecord")
        for uri in reversed(receipt.parts or (receipt.id,)):
            repo, rkey = _place(uri)
            body = Json({"repo": repo, "collection": _POST, "rkey": rkey})
            _expect((yield Call("POST", url, body, effect=Effect.KEYED)))

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:  # noqa: ARG002  (the counts are public)
        """Likes, reposts, quotes and replies of the first part; a thread's own next part is no reply."""
        query = urlencode({"uris": receipt.id})
        reply = yield Call("GET", f"{self.view}/xrpc/app.bsky.feed.getPosts?{query}", signed=False)
        posts = _expect(reply).get("posts")
        if not isinstance(posts, list):
            raise puzzling(reply, "the answer has no posts")
        if not posts:
            raise Rejected("the post is not shown: deleted, or not yet seen", where=self.name)
        counts = {name: _count(posts[0], key) for name, key in _COUNTS.items()}
        if counts["replies"] and len(receipt.parts) > 1:
            counts["replies"] -= 1
        return Metrics(post=post, at=at, **counts)

    def share_link(self, text: str, account: Account) -> str:  # noqa: ARG002  (one app for all accounts)
        """The editor of the app, with the text in it."""
        return f"https://bsky.app/intent/compose?text={quote(text, safe='')}"


def _handle(account: Account) -> str:
    return account.handle.removeprefix("@")


def _xrpc(account: Account, method: str) -> str:
    return f"{server(account, _HOME)}/xrpc/{method}"


def _count(post: Any, name: str) -> int | None:
    value = post.get(name) if isinstance(post, dict) else None
    return value if isinstance(value, int) else None


def _expect(reply: Reply) -> dict[str, Any]:
    code, words = said(reply)
    if code in _CLOSED:
        raise Unauthorized(words or "the account is closed", code=code, status=reply.status)
    if reply.status == 403:  # noqa: PLR2004
        raise Misconfigured(refusal(reply).message, code=code, status=reply.status)
    body = expect(reply, 200)
    if not isinstance(body, dict):
        raise puzzling(reply, "the answer is no object")
    return body


def _tokens(body: dict[str, Any], reply: Reply) -> Tokens:
    access, refresh, did = (required(body, reply, name) for name in ("accessJwt", "refreshJwt", "did"))
    return Tokens(access=access, refresh=refresh, identity=did)


def _receipt(body: dict[str, Any], reply: Reply) -> Receipt:
    uri = required(body, reply, "uri")
    try:
        repo, rkey = _place(uri)
    except Rejected:
        raise puzzling(reply, "the answer names no record") from None
    return Receipt(id=uri, url=f"https://bsky.app/profile/{repo}/post/{rkey}", at=reply.at)


def _place(uri: str) -> tuple[str, str]:
    parts = uri.removeprefix("at://").split("/")
    if not uri.startswith("at://") or len(parts) != 3 or parts[1] != _POST or not all(parts):  # noqa: PLR2004
        raise Rejected("a receipt is not one of Bluesky's")
    return parts[0], parts[2]


def _get_record(account: Account, repo: str, rkey: str) -> Call:
    query = urlencode({"repo": repo, "collection": _POST, "rkey": rkey})
    return Call("GET", f"{_xrpc(account, 'com.atproto.repo.getRecord')}?{query}", signed=False)


def _resolved(part: Outgoing, account: Account) -> Flow[dict[str, str]]:
    """The DIDs of mentioned handles; one that does not resolve stays plain text."""
    dids = {}
    for handle in mentioned(part.text):
        query = urlencode({"handle": handle})
        reply = yield Call("GET", f"{_xrpc(account, 'com.atproto.identity.resolveHandle')}?{query}", signed=False)
        if reply.status != 400:  # noqa: PLR2004  (there is no such handle)
            dids[handle] = required(_expect(reply), reply, "did")
    return dids


def _thread(part: Outgoing, account: Account) -> Flow[dict[str, Any]]:
    """What ties a part to its thread: each record by its address and its fingerprint, which the server knows."""
    if part.first is None or part.previous is None:
        return {}
    references = {}
    for uri in dict.fromkeys((part.first.id, part.previous.id)):
        reply = yield _get_record(account, *_place(uri))
        references[uri] = {"uri": uri, "cid": required(_expect(reply), reply, "cid")}
    return {"reply": {"root": references[part.first.id], "parent": references[part.previous.id]}}


def _record(part: Outgoing, dids: dict[str, str]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "$type": _POST,
        "text": part.text,
        "createdAt": written(part.at),
        "langs": [part.language],
    }
    if found := facets(part.text, dids):
        record["facets"] = found
    if part.media:
        images = [{"image": json.loads(one.handle), "alt": one.alt} for one in part.media]
        record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    return record
