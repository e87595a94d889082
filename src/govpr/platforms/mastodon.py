"""Mastodon, and servers that speak its API.

Posting is keyed: a server drops repeats of one `Idempotency-Key` for an hour. After that only `find` can tell, which
compares the words of the account's own posts. Media that no post shows are published nowhere, so uploads are safe.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from attrs import evolve, frozen

from govpr.content.rules import Files, Length, Rules
from govpr.errors import NeedsHuman, Unreachable
from govpr.http.calls import Call, Effect, Flow, Form, Json, Slice
from govpr.http.replies import expect, required
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._instance import rules_of, standing_of
from govpr.platforms._statuses import count_of, is_part, language_of, list_in, listed, made_at, receipt_of, status_of
from govpr.platforms.access import server
from govpr.platforms.handles import Handles
from govpr.platforms.oauth import OAuth
from govpr.platforms.protocol import Outgoing, Standing

_MARGIN = timedelta(hours=1)
_PAGES = 5
_POLLS = 60
_GONE = 404


@frozen
class Mastodon:
    """Mastodon as a platform; `Account.server` names the server, the credential is an access token.

    It needs the scopes `write:statuses`, `write:media`, `read:statuses` and `read:accounts`.

    Example:
        >>> Mastodon().rules.text.limit
        500
    """

    name = "mastodon"
    remembers = timedelta(hours=1)
    oauth = OAuth(
        authorize="{server}/oauth/authorize",
        token="{server}/oauth/token",  # noqa: S106  (an address)
        scopes=("read:accounts", "read:statuses", "write:statuses", "write:media"),
        source="https://docs.joinmastodon.org/spec/oauth/",
    )
    handles = Handles(
        form=r"@[\w.\-]+@(?P<server>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?)", example="@name@server.go.id"
    )
    hosts = frozenset[str]()
    rules = Rules(
        text=Length(limit=500, link=23, mention_host=False),
        parts=20,
        images=Files(most=4, bytes=16_000_000, types=("image/png", "image/jpeg", "image/gif", "image/webp")),
        videos=Files(most=1, bytes=99_000_000, types=("video/mp4", "video/webm", "video/quicktime")),
        alt=1_500,
        languages=1,
        source="https://docs.joinmastodon.org/user/posting/",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Take in one file; servers answer 202 and then 206 while they work on it."""
        base = server(account)
        form = Form(fields={"description": media.alt}, files={"file": Slice(media.file, type=media.type)})
        reply = yield Call("POST", f"{base}/api/v2/media", form)
        handle = required(expect(reply, 200, 202), reply, "id")
        for attempt in range(_POLLS):
            if reply.status == 200:  # noqa: PLR2004
                return handle
            reply = yield Call("GET", f"{base}/api/v1/media/{quote(handle)}", after=min(1.0 + attempt, 5.0))
            expect(reply, 200, 206)
        raise Unreachable("the server is still working on a file", where=self.name, after=60.0)

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Post one part; a later part answers the one before."""
        headers = {"Idempotency-Key": part.key}
        reply = yield Call("POST", f"{server(account)}/api/v1/statuses", Json(status_of(part)), headers, Effect.KEYED)
        if reply.status == _GONE and part.previous is None:
            raise NeedsHuman("an earlier post of this content was deleted on the server", where=self.name, status=_GONE)
        return receipt_of(expect(reply, 200), reply)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The part among the account's own posts since it was due, by its words; None if it is surely not there."""
        base = server(account)
        reply = yield Call("GET", f"{base}/api/v1/accounts/verify_credentials")
        own = required(expect(reply, 200), reply, "id")
        query = {"limit": "40", "exclude_reblogs": "true"}
        for _ in range(_PAGES):
            reply = yield Call("GET", f"{base}/api/v1/accounts/{quote(own)}/statuses?{urlencode(query)}")
            statuses = listed(expect(reply, 200), reply)
            for status in statuses:
                if (yield from is_part(status, part, reply, base)):
                    return receipt_of(status, reply)
            if not statuses or made_at(statuses[-1], reply) < part.at - _MARGIN:
                return None
            query["max_id"] = required(statuses[-1], reply, "id")
        raise NeedsHuman("the account has too many newer posts to look through", where=self.name)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put other words in place of the first part's; the server keeps and shows what stood there before.

        Its files are named anew: a server takes those away that an edit does not name.
        """
        address = f"{server(account)}/api/v1/statuses/{quote(receipt.id)}"
        reply = yield Call("GET", address)
        files = list_in(expect(reply, 200), "media_attachments")
        changed: dict[str, Any] = {"status": part.text, "language": language_of(part)}
        if files:
            changed["media_ids"] = [required(file, reply, "id") for file in files]
        reply = yield Call("PUT", address, Json(changed), effect=Effect.KEYED)
        required(expect(reply, 200), reply, "id")
        return evolve(receipt, at=reply.at)

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete all parts, the last one first."""
        for status in reversed(receipt.parts or (receipt.id,)):
            reply = yield Call("DELETE", f"{server(account)}/api/v1/statuses/{quote(status)}", effect=Effect.KEYED)
            if reply.status != _GONE:
                expect(reply, 200)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """Favourites, boosts, replies and quotes of the first part; a thread's own next part is no reply."""
        reply = yield Call("GET", f"{server(account)}/api/v1/statuses/{quote(receipt.id)}")
        status = expect(reply, 200)
        replies = count_of(status, "replies_count")
        own = 1 if len(receipt.parts) > 1 else 0
        return Metrics(
            post=post,
            at=at,
            likes=count_of(status, "favourites_count"),
            shares=count_of(status, "reblogs_count"),
            replies=None if replies is None else max(0, replies - own),
            quotes=count_of(status, "quotes_count"),
        )

    def inspect(self, account: Account) -> Flow[Standing]:
        """Who the token speaks for, and what its app may do where the server says so (from Mastodon 4.3)."""
        reply = yield Call("GET", f"{server(account)}/api/v1/accounts/verify_credentials")
        own = expect(reply, 200)
        required(own, reply, "id")
        reply = yield Call("GET", f"{server(account)}/api/v1/apps/verify_credentials")
        app = {} if reply.status == _GONE else expect(reply, 200)
        return standing_of(own, [scope for scope in list_in(app, "scopes") if isinstance(scope, str)])

    def limits(self, account: Account) -> Flow[Rules]:
        """The limits of the account's own server; many servers take more than 500 characters."""
        reply = yield Call("GET", f"{server(account)}/api/v2/instance")
        return self.rules if reply.status == _GONE else rules_of(self.rules, expect(reply, 200))

    def share_link(self, text: str, account: Account) -> str:
        """The editor of the account's own server, with the text in it."""
        return f"{server(account)}/share?text={quote(text, safe='')}"
