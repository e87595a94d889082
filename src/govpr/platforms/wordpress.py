"""WordPress as a place to publish: articles through its REST API, with an application password.

An article is prepared as a draft, and publishing the draft is keyed: a repeat publishes the same article again, which
changes nothing. Its address ends in a part of the key, so that `find` sees whether it is out.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from attrs import frozen

from govpr.content.rules import Files, Length, Rules
from govpr.errors import Misconfigured, NeedsHuman, Stale
from govpr.http.calls import Call, Effect, Flow, Form, Json, Slice
from govpr.http.replies import required
from govpr.http.sessions import Signing
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._blocks import article, reworded, slug_of
from govpr.platforms._wordpress import answered, id_of, known, receipt_of, url
from govpr.platforms.access import option
from govpr.platforms.protocol import Option, Outgoing, Standing

_GONE = (404, 410)
_OUT = "publish"


@frozen
class WordPress:
    """A site as a platform: `Account.server` is its address, the handle a user, the credential an application password.

    Example:
        >>> WordPress().rules.title
        200
    """

    name = "wordpress"
    hosts = frozenset[str]()
    signing = Signing(scheme="Basic", basic=True)
    options = (
        Option(name="categories", help="numbers of the categories of each article", example="4,17"),
        Option(name="featured", help="whether the first picture stands above the article: yes or no", example="no"),
    )
    rules = Rules(
        text=Length(limit=100_000),
        title=200,
        images=Files(most=20, types=("image/jpeg", "image/png", "image/gif", "image/webp")),
        videos=Files(most=4, types=("video/mp4", "video/webm", "video/quicktime")),
        together=True,
        markup="escaped",
        identical=False,
        source="https://developer.wordpress.org/rest-api/reference/posts/; sizes of files are the site's own",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Put a file into the site's library, with its alt text."""
        form = Form(fields={"alt_text": media.alt}, files={"file": Slice(media.file, type=media.type)})
        reply = yield Call("POST", url(account, "media"), form)
        body = answered(reply, 201)
        return json.dumps({"id": int(id_of(body, reply)), "url": required(body, reply, "source_url")})

    def stage(self, part: Outgoing, account: Account) -> Flow[str]:
        """Keep it as a draft; one that an earlier try left is taken up again."""
        above = part.media[:1] if option(account, "featured", "yes") == "yes" and _picture(part) else ()
        draft: dict[str, Any] = {
            "status": "draft",
            "slug": slug_of(part.title, part.key),
            "title": part.title,
            "content": article(part.text, part.media[len(above) :]),
            "categories": _categories(account),
        }
        if above:
            draft["featured_media"] = json.loads(above[0].handle)["id"]
        left = [str(one["id"]) for one in (yield from known(part, account)) if one["status"] == "draft"]
        reply = yield Call("POST", url(account, "/".join(["posts", *left[:1]])), Json(draft))
        return id_of(answered(reply, 200, 201), reply)

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Make the draft public."""
        if not part.staged:
            raise Stale("there is no draft to publish", where=self.name)
        body = Json({"status": "publish", "slug": slug_of(part.title, part.key)})
        reply = yield Call("POST", url(account, f"posts/{part.staged}"), body, effect=Effect.KEYED)
        post = answered(reply, 200)
        receipt = receipt_of(post, reply)
        if post.get("status") != _OUT:
            raise NeedsHuman(f"the site keeps the article as {post.get('status')}", where=self.name)
        return receipt

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The article at the part's own address; None while it is a draft or not there."""
        held = ""
        for post in (yield from known(part, account)):
            if post["status"] == _OUT:
                return Receipt(id=str(post["id"]), url=post.get("link", ""))
            held = held if post["status"] == "draft" else post["status"]
        if held:
            raise NeedsHuman(f"somebody has put the article aside on the site: {held}", where=self.name)
        return None

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put other words in place of the article's; its files and its address stay."""
        address = url(account, f"posts/{receipt.id}")
        reply = yield Call("GET", f"{address}?{urlencode({'context': 'edit', '_fields': 'id,content'})}")
        before = required(answered(reply, 200), reply, "content", "raw")
        changed = {"title": part.title, "content": reworded(before, part.text)}
        reply = yield Call("POST", address, Json(changed), effect=Effect.KEYED)
        return receipt_of(answered(reply, 200), reply)

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Move it to the site's trash, from where an editor can bring it back."""
        for post in receipt.parts or (receipt.id,):
            reply = yield Call("DELETE", url(account, f"posts/{post}"), effect=Effect.KEYED)
            if reply.status not in _GONE:
                answered(reply, 200)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """Approved comments; WordPress itself counts nothing else."""
        query = urlencode({"post": receipt.id, "per_page": "1", "_fields": "id"})
        reply = yield Call("GET", url(account, f"comments?{query}"))
        answered(reply, 200)
        count = reply.headers.get("x-wp-total", "")
        return Metrics(post=post, at=at, replies=int(count) if count.isdecimal() else None)

    def inspect(self, account: Account) -> Flow[Standing]:
        """Which user the password belongs to, and whether that user may publish and add files."""
        reply = yield Call("GET", url(account, "users/me?context=edit&_fields=name,roles,capabilities"))
        user = answered(reply, 200)
        name, able = required(user, reply, "name"), user.get("capabilities")
        may = {what: isinstance(able, dict) and able.get(what) is True for what in ("publish_posts", "upload_files")}
        notes = tuple(f"the user may not {what.replace('_', ' ')}" for what, allowed in may.items() if not allowed)
        roles = user.get("roles")
        scopes = tuple(str(role) for role in roles) if isinstance(roles, list) else ()
        return Standing(name=name, can_post=may["publish_posts"], scopes=scopes, notes=notes)


def _picture(part: Outgoing) -> bool:
    return bool(part.media) and part.media[0].type.startswith("image/")


def _categories(account: Account) -> list[int]:
    numbers = [one.strip() for one in account.options.get("categories", "").split(",") if one.strip()]
    if not all(number.isdecimal() for number in numbers):
        raise Misconfigured(f"account {account.id} names categories that are no numbers; write categories = 4,17")
    return [int(number) for number in numbers]
