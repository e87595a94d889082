"""Instagram: a container is made first, and published once it is ready; the service fetches files itself.

Both ways of signing in are spoken: through Facebook (the default), and through Instagram, where the account's server is
https://graph.instagram.com, or where it is connected by OAuth. Only the first can delete (since 3 December 2025).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import NeedsHuman
from govpr.http.calls import Call, Flow
from govpr.http.replies import required
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._containers import Containers, found, prepared, published, quota
from govpr.platforms._graph import HOST, VERSION, address, answered, fetched
from govpr.platforms._graph_lists import Shown, deleted, insights
from govpr.platforms.access import option, server
from govpr.platforms.oauth import CLIENT_ID, OAuth, Pkce
from govpr.platforms.paces import Pace
from govpr.platforms.protocol import Attachment, Option, Outgoing, Standing
from govpr.settings.rates import Rate

_SHOWN = Shown(text="caption", url="permalink", at="timestamp")
_METRICS = "views,likes,comments,shares"
_OWN = "https://graph.instagram.com"


@frozen
class Instagram:
    """Instagram as a platform, for professional accounts; the credential is a token that may publish for one.

    Example:
        >>> Instagram().rules.needs_media
        True
    """

    name = "instagram"
    pace = Pace(
        rate=Rate.parse("50/24h"),
        source="https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/content_publishing_limit",
    )
    hosts = frozenset({HOST, "graph.instagram.com", "api.instagram.com"})
    version = VERSION
    options = (
        Option(name="user", help="the account's number at Instagram", example="17841400000000000", required=True),
    )
    rules = Rules(
        # The unit is not documented: the larger count is taken. Of 30 hashtags the app takes five since December 2025.
        text=Length(limit=2_200, count=Count.UTF16),
        images=Files(most=10, bytes=8_000_000, types=("image/jpeg",), ratio=(0.8, 1.91), public=True),
        videos=Files(most=10, bytes=300_000_000, types=("video/mp4", "video/quicktime"), seconds=(3, 900), public=True),
        together=True,
        media=10,
        needs_media=True,
        alt=1_000,
        hashtags=5,
        mentions=20,
        source="https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media",
    )

    oauth = OAuth(
        authorize="https://www.instagram.com/oauth/authorize",
        token="https://api.instagram.com/oauth/access_token",  # noqa: S106  (an address)
        scopes=("instagram_business_basic", "instagram_business_content_publish", "instagram_business_manage_insights"),
        separator=",",
        pkce=Pkce.NONE,
        longer=f"{_OWN}/access_token?grant_type=ig_exchange_token&client_secret={{client}}&access_token={{access}}",
        renewal=f"{_OWN}/refresh_access_token?grant_type=ig_refresh_token&access_token={{access}}",
        ahead=timedelta(days=20),
        lasts=timedelta(days=60),
        source="https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/"
        "business-login",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:  # noqa: ARG002  (nothing is sent)
        """The file's public address; Instagram fetches it when the container is made."""
        return (yield from fetched(media, self.name))

    def stage(self, part: Outgoing, account: Account) -> Flow[str]:
        """Make the container; several files are a carousel, a single film is a reel."""
        alone = len(part.media) == 1
        items = [_item(file, alone=alone) for file in part.media]
        return (yield from prepared(_at(account), items, {"caption": part.text}))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Publish the container once it is ready."""
        return (yield from published(_at(account), part, "media"))

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The container's status decides; what is published is found by its caption."""
        return (yield from found(_at(account), part, "media"))

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete it; this needs a sign-in through Facebook, and its permission `instagram_manage_contents`."""
        base = _base(account)
        if HOST not in base:
            raise NeedsHuman("accounts that sign in through Instagram delete in the app only", where=self.name)
        yield from deleted(base, receipt)

    def inspect(self, account: Account) -> Flow[Standing]:
        """Which account it is, and how much of the day's posts is used."""
        at = _at(account)
        reply = yield Call("GET", address(at.base, at.user, fields="id,username"))
        name = required(answered(reply), reply, "username")
        query = {"fields": "quota_usage,config"}
        reply = yield Call("GET", address(at.base, at.user, "content_publishing_limit", **query))
        used, total = quota(answered(reply), reply)
        room = used is None or total is None or used < total
        return Standing(name=f"@{name}", can_post=room, used=used, quota=total)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """Counts of one post; Instagram is up to two days late with them."""
        reply = yield Call("GET", address(_base(account), receipt.id, "insights", metric=_METRICS))
        counts = insights(reply)
        return Metrics(
            post=post,
            at=at,
            views=counts.get("views"),
            likes=counts.get("likes"),
            shares=counts.get("shares"),
            replies=counts.get("comments"),
        )


def _base(account: Account) -> str:
    usual = _OWN if CLIENT_ID in account.options else f"https://{HOST}"
    return f"{server(account, usual)}/{VERSION.name}"


def _at(account: Account) -> Containers:
    return Containers(
        name="instagram",
        base=_base(account),
        user=option(account, "user"),
        create="media",
        publish="media_publish",
        state="status_code",
        reason="status",
        shown=_SHOWN,
    )


def _item(file: Attachment, *, alone: bool) -> Mapping[str, str]:
    if file.type.startswith("video/"):  # films have no alt text there
        return {"media_type": "REELS" if alone else "VIDEO", "video_url": file.handle}
    return {"image_url": file.handle, "alt_text": file.alt}
