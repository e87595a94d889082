"""X, through its API v2.

X has no key that would make a repeat harmless: a lost answer is looked up in the account's own posts. Where even that
misses it, the second try meets X's own guard, which refuses the same words; then a person has to look.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from attrs import evolve, frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import Misconfigured, NeedsHuman, Rejected
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.replies import required
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._answers import whole
from govpr.platforms._x import taken
from govpr.platforms._x_media import files_to_keep, take_in
from govpr.platforms._x_words import is_part, listed, search
from govpr.platforms.oauth import OAuth, Proof
from govpr.platforms.protocol import Outgoing, Standing, Version

_API = "https://api.x.com/2"
_PAGES = 5
_GONE = 404


@frozen
class X:
    """X as a platform; the credential is the access token of OAuth 2 for the account itself.

    It needs the scopes `tweet.read`, `tweet.write`, `users.read`, `media.write` and, to be renewed, `offline.access`.

    Example:
        >>> X().rules.text.limit, X().rules.text.count.value
        (280, 'weighted')
    """

    name = "x"
    hosts = frozenset({"api.x.com"})
    rules = Rules(
        text=Length(limit=280, count=Count.WEIGHTED),
        parts=25,
        images=Files(most=4, bytes=5_000_000, types=("image/png", "image/jpeg", "image/webp")),
        videos=Files(
            most=1,
            bytes=512_000_000,
            types=("video/mp4", "video/quicktime"),
            width=(32, 1280),
            height=(32, 1024),
            ratio=(1 / 3, 3),
            seconds=(0.5, 140),
        ),
        alt=1_000,
        source="https://docs.x.com/x-api/media/quickstart/best-practices, twitter-text configuration v3",
    )
    version = Version(name="2", source="https://docs.x.com/x-api/fundamentals/versioning")
    oauth = OAuth(
        authorize="https://x.com/i/oauth2/authorize",
        token=f"{_API}/oauth2/token",
        scopes=("tweet.read", "tweet.write", "users.read", "media.write", "offline.access"),
        proof=Proof.BASIC,
        lasts=timedelta(hours=2),
        source="https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:  # noqa: ARG002  (the token says whose it is)
        """Take in one file by parts, wait until X has worked on it, and describe a picture."""
        return (yield from take_in(media, _API))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Post one part; a later part answers the one before."""
        reply = yield Call("POST", f"{_API}/tweets", Json(_post(part)), effect=Effect.ONCE)
        try:
            return _receipt(taken(reply, 200, 201), reply, account)
        except Misconfigured as refused:
            if part.previous and "reply" in refused.message.lower():
                advice = "X lets this app answer only those who mention it: plan the message as one part"
                raise Misconfigured(f"{refused.message}; {advice}", where=self.name, status=reply.status) from None
            raise

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The part among the account's own posts since it was due, by its words."""
        reply = yield Call("GET", f"{_API}/users/me")
        own = required(taken(reply), reply, "data", "id")
        query = search(part)
        for _ in range(_PAGES):
            reply = yield Call("GET", f"{_API}/users/{quote(own)}/tweets?{urlencode(query)}")
            body = taken(reply)
            for post in listed(body, reply):
                if is_part(post, part):
                    return _receipt({"data": post}, reply, account)
            if not body["meta"].get("next_token"):
                return None
            query["until_id"] = required(body, reply, "meta", "oldest_id")
        raise NeedsHuman("the account has too many newer posts to look through", where=self.name)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put new words in place within 30 minutes, and name the files anew; X gives the post a new id."""
        query = urlencode({"post.fields": "attachments,edit_controls"})
        reply = yield Call("GET", f"{_API}/tweets/{quote(receipt.id, safe='')}?{query}")
        files = files_to_keep(taken(reply))
        body = {"text": part.text, "edit_options": {"previous_post_id": receipt.id}}
        media = {"media": {"media_ids": files}} if files else {}
        reply = yield Call("POST", f"{_API}/tweets", Json(body | media), effect=Effect.ONCE)
        edited = _receipt(taken(reply, 200, 201), reply, account)
        return evolve(edited, parts=(edited.id, *receipt.parts[1:]) if receipt.parts else ())

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:  # noqa: ARG002  (the token says whose it is)
        """Delete all parts, the last one first; an edited post goes with all its versions."""
        for post in reversed(receipt.parts or (receipt.id,)):
            reply = yield Call("DELETE", f"{_API}/tweets/{quote(post, safe='')}", effect=Effect.KEYED)
            if reply.status != _GONE:
                taken(reply)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:  # noqa: ARG002  (the token says whose it is)
        """Views, likes, reposts, replies and quotes of the first part; a thread's own next part is no reply."""
        query = urlencode({"post.fields": "public_metrics"})
        reply = yield Call("GET", f"{_API}/tweets/{quote(receipt.id, safe='')}?{query}")
        found = taken(reply).get("data")
        if not isinstance(found, dict):
            raise Rejected("the post is not shown: deleted, or hidden", where=self.name)
        counts = found.get("public_metrics")
        read = counts if isinstance(counts, dict) else {}
        replies = _count(read, "reply_count")
        return Metrics(
            post=post,
            at=at,
            views=_count(read, "impression_count"),
            likes=_count(read, "like_count"),
            shares=_count(read, "repost_count", "retweet_count"),
            replies=None if replies is None else max(0, replies - (len(receipt.parts) > 1)),
            quotes=_count(read, "quote_count"),
        )

    def inspect(self, account: Account) -> Flow[Standing]:
        """Whose token it is, and whether it may write."""
        reply = yield Call("GET", f"{_API}/users/me?{urlencode({'user.fields': 'protected,username'})}")
        body = taken(reply)
        name, level = required(body, reply, "data", "username"), reply.headers.get("x-access-level", "")
        notes = []
        if name.lower() != _handle(account).lower():
            notes.append(f"the token is that of @{name}, not of @{_handle(account)}")
        if body["data"].get("protected"):
            notes.append("only followers see what this account posts")
        if level == "read":
            notes.append("the token may only read: connect the account again with the scope tweet.write")
        return Standing(name=f"@{name}", can_post=level != "read", notes=tuple(notes))

    def share_link(self, text: str, account: Account) -> str:  # noqa: ARG002  (one app for all accounts)
        """The editor of X, with the text in it."""
        return f"https://x.com/intent/post?text={quote(text, safe='')}"


def _handle(account: Account) -> str:
    return account.handle.removeprefix("@")


def _post(part: Outgoing) -> dict[str, Any]:
    post: dict[str, Any] = {"text": part.text}
    if part.media:
        post["media"] = {"media_ids": [media.handle for media in part.media]}
    if part.previous:
        post["reply"] = {"in_reply_to_tweet_id": part.previous.id}
    return post


def _receipt(body: dict[str, Any], reply: Reply, account: Account) -> Receipt:
    post = required(body, reply, "data", "id")
    return Receipt(id=post, url=f"https://x.com/{quote(_handle(account), safe='')}/status/{quote(post)}", at=reply.at)


def _count(counts: dict[str, Any], *names: str) -> int | None:
    """X's description names `repost_count`, its pages `retweet_count`."""
    return next((counts[name] for name in names if whole(counts.get(name)) is not None), None)
