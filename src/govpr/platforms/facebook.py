"""A Facebook Page: files are taken in unpublished, and shown by one call, the only one with an effect.

The service drops no repeats. It refuses the same words twice in a row (506), which is no proof, so `find` looks among
the Page's newest posts. A film is a post of its own kind: its number, not the post's, is what a receipt carries.
"""

from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import Misconfigured, Rejected, Stale
from govpr.http.calls import Call, Effect, Flow, Form, Json, Slice
from govpr.http.replies import puzzling, required
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms import _facebook_films as films
from govpr.platforms._answers import whole
from govpr.platforms._facebook_shown import found, post_of, shown
from govpr.platforms._files import film_in, noted
from govpr.platforms._graph import HOST, VERSION, address, answered
from govpr.platforms._graph_lists import Shown, among, deleted, insights, receipt
from govpr.platforms.access import option
from govpr.platforms.oauth import OAuth, Pkce
from govpr.platforms.protocol import Option, Outgoing, Standing

_BASE = f"https://{HOST}/{VERSION.name}"
_SHOWN = Shown(text="message", url="permalink_url", at="created_time")
_VIEWS = "post_media_view"
_FEED = "feed"
"""What is prepared for a post without a film: nothing, it goes straight into the Page's feed."""
_COUNTS = "reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count),shares"


@frozen
class Facebook:
    """A Facebook Page as a platform; the credential is a token of the Page, best that of a system user.

    It needs `pages_manage_posts` and `pages_read_engagement`, and `read_insights` for views.

    Example:
        >>> Facebook().version.name
        'v26.0'
    """

    name = "facebook"
    hosts = frozenset({HOST, films.FILMS})
    version = VERSION
    options = (Option(name="page", help="the Page's number", example="100000000000000", required=True),)
    oauth = OAuth(
        authorize=f"https://www.facebook.com/{VERSION.name}/dialog/oauth",
        token=f"{_BASE}/oauth/access_token",
        scopes=("pages_show_list", "pages_manage_posts", "pages_read_engagement", "read_insights"),
        separator=",",
        pkce=Pkce.NONE,
        longer=f"{_BASE}/oauth/access_token?grant_type=fb_exchange_token&client_id={{client_id}}"
        "&client_secret={client}&fb_exchange_token={access}",
        own=f"{_BASE}/{{page}}?fields=access_token&access_token={{access}}",
        source="https://developers.facebook.com/documentation/facebook-login/guides/access-tokens/get-long-lived",
    )
    rules = Rules(
        text=Length(limit=63_206, count=Count.UTF16),
        images=Files(most=10, bytes=4_000_000, types=("image/jpeg", "image/png")),
        # https://developers.facebook.com/docs/graph-api/video-uploads: 10 GB, four hours, from 9:16 to 16:9
        videos=Files(
            most=1,
            bytes=10_000_000_000,
            types=("video/mp4", "video/quicktime"),
            seconds=(0, 14_400),
            ratio=(0.5625, 1.78),
        ),
        source="https://developers.facebook.com/docs/pages-api/posts, .../graph-api/video-uploads; limits of words and "
        "pictures from Facebook's refusals",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Take in one picture that nobody sees until a post shows it; a film is sent when its post is prepared."""
        if media.type.startswith("video/"):
            return noted(media, self.name)
        form = Form(
            fields={"published": "false", "alt_text_custom": media.alt},
            files={"source": Slice(media.file, type=media.type)},
        )
        reply = yield Call("POST", address(_BASE, option(account, "page"), "photos"), form)
        return required(answered(reply), reply, "id")

    def stage(self, part: Outgoing, account: Account) -> Flow[str]:
        """Send the film, piece by piece; nobody sees it until it is published."""
        film = film_in(part)
        return _FEED if film is None else (yield from films.taken_in(film, option(account, "page")))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Post it; the answer has its address, so that nothing more has to be asked. A film is waited for."""
        if not part.staged:
            raise Stale("nothing is prepared for this part", where=self.name)
        if part.staged != _FEED:
            return (yield from shown(part, option(account, "page")))
        body: dict[str, Any] = {"message": part.text}
        if part.media:
            body["attached_media"] = [{"media_fbid": file.handle} for file in part.media]
        url = address(_BASE, option(account, "page"), "feed", fields="id,permalink_url")
        reply = yield Call("POST", url, Json(body), effect=Effect.ONCE)
        return receipt(answered(reply), reply, _SHOWN.url)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The part among the Page's newest posts, by its words; a film says itself whether it is seen."""
        if film_in(part) is not None:
            return (yield from found(part)) if part.staged else None
        return (yield from among(_BASE, (option(account, "page"), "published_posts"), part, _SHOWN))

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:  # noqa: ARG002  (a post's number names its Page)
        """Delete it; what is gone already is no error."""
        yield from deleted(_BASE, receipt)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:  # noqa: ARG002
        """Put other words in place; only posts of the same app can be changed."""
        name = "message" if "_" in receipt.id else "description"  # posts have an underscore, films are plain numbers
        reply = yield Call("POST", address(_BASE, receipt.id), Json({name: part.text}), effect=Effect.KEYED)
        if answered(reply).get("success") is not True:
            raise puzzling(reply, "the service does not say that it changed the post")
        return evolve(receipt, at=reply.at)

    def inspect(self, account: Account) -> Flow[Standing]:
        """Which Page it is, and whether this credential may post there."""
        fields = "name,is_published,can_post"
        reply = yield Call("GET", address(_BASE, option(account, "page"), fields=fields))
        page = answered(reply)
        hidden = page.get("is_published") is False
        notes = ("the Page is not published: nobody sees its posts",) if hidden else ()
        return Standing(name=required(page, reply, "name"), can_post=page.get("can_post") is not False, notes=notes)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """Reactions, shares and comments; views where the credential may read them."""
        number = receipt.id if "_" in receipt.id else (yield from post_of(receipt.id, option(account, "page")))
        if not number:
            return Metrics(post=post, at=at)
        reply = yield Call("GET", address(_BASE, number, fields=_COUNTS))
        counts = answered(reply)
        look = yield Call("GET", address(_BASE, number, "insights", metric=_VIEWS))
        try:
            views = insights(look).get(_VIEWS)
        except (Misconfigured, Rejected):  # the permission is missing, or the metric was renamed: Meta does that
            views = None
        return Metrics(
            post=post,
            at=at,
            views=views,
            likes=_total(counts.get("reactions")),
            shares=whole(_at(counts.get("shares"), "count")),
            replies=_total(counts.get("comments")),
        )


def _at(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _total(edge: object) -> int | None:
    return whole(_at(_at(edge, "summary"), "total_count"))
