"""Threads: a container is made first, and published once it is ready; the service fetches files itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote

from attrs import frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.http.calls import Call, Flow
from govpr.http.replies import required
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._containers import Containers, found, prepared, published, quota
from govpr.platforms._graph import address, answered, fetched
from govpr.platforms._graph_lists import Shown, deleted, insights
from govpr.platforms.oauth import OAuth, Pkce
from govpr.platforms.paces import Pace
from govpr.platforms.protocol import Attachment, Outgoing, Standing, Version
from govpr.settings.rates import Rate

_HOST = "https://graph.threads.net"
_BASE = f"{_HOST}/v1.0"
_AT = Containers(
    name="threads",
    base=_BASE,
    user="me",
    create="threads",
    publish="threads_publish",
    state="status",
    reason="error_message",
    shown=Shown(text="text", url="permalink", at="timestamp", before="replied_to"),
)
_METRICS = "views,likes,replies,reposts,quotes"


@frozen
class Threads:
    """Threads as a platform; the credential is a long-lived token of the account, which lasts 60 days.

    Example:
        >>> Threads().rules.text.limit
        500
    """

    name = "threads"
    pace = Pace(
        rate=Rate.parse("250/24h"),
        source="https://developers.facebook.com/docs/threads/overview#rate-limiting",
    )
    hosts = frozenset({"graph.threads.net"})
    version = Version(name="v1.0", source="https://developers.facebook.com/documentation/threads/changelog")
    rules = Rules(
        text=Length(limit=500, count=Count.EMOJI_BYTES),
        parts=20,
        images=Files(most=20, bytes=8_000_000, types=("image/jpeg", "image/png"), ratio=(0.1, 10), public=True),
        videos=Files(
            most=20, bytes=1_000_000_000, types=("video/mp4", "video/quicktime"), seconds=(0, 300), public=True
        ),
        together=True,
        media=20,
        alt=1_000,
        links=5,
        source="https://developers.facebook.com/documentation/threads/posts",
    )
    oauth = OAuth(
        authorize="https://threads.net/oauth/authorize",
        token=f"{_HOST}/oauth/access_token",
        scopes=(
            "threads_basic",
            "threads_content_publish",
            "threads_manage_replies",
            "threads_read_replies",
            "threads_manage_insights",
            "threads_delete",
        ),
        separator=",",
        pkce=Pkce.NONE,
        longer=f"{_HOST}/access_token?grant_type=th_exchange_token&client_secret={{client}}&access_token={{access}}",
        renewal=f"{_HOST}/refresh_access_token?grant_type=th_refresh_token&access_token={{access}}",
        ahead=timedelta(days=20),
        lasts=timedelta(days=60),
        source="https://developers.facebook.com/docs/threads/get-started/long-lived-tokens",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:  # noqa: ARG002  (nothing is sent)
        """The file's public address; Threads fetches it when the container is made."""
        return (yield from fetched(media, self.name))

    def stage(self, part: Outgoing, account: Account) -> Flow[str]:  # noqa: ARG002  (the token says whose it is)
        """Make the container; several files are a carousel. A later part answers the one before."""
        items = [_item(file) for file in part.media]
        whole = {"text": part.text, **({} if items else {"media_type": "TEXT"})}
        if part.previous:
            whole["reply_to_id"] = part.previous.id
        return (yield from prepared(_AT, items, whole))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:  # noqa: ARG002
        """Publish the container once it is ready."""
        return (yield from published(_AT, part, _edge(part)))

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:  # noqa: ARG002
        """The container's status decides; what is published is found by its words."""
        return (yield from found(_AT, part, _edge(part)))

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:  # noqa: ARG002
        """Delete all parts; Threads takes 100 deletions a day."""
        yield from deleted(_BASE, receipt)

    def inspect(self, account: Account) -> Flow[Standing]:  # noqa: ARG002
        """Whose token it is, and how much of the day's posts is used."""
        reply = yield Call("GET", address(_BASE, "me", fields="id,username"))
        name = required(answered(reply), reply, "username")
        reply = yield Call("GET", address(_BASE, "me", "threads_publishing_limit", fields="quota_usage,config"))
        used, total = quota(answered(reply), reply)
        room = used is None or total is None or used < total
        return Standing(name=f"@{name}", can_post=room, used=used, quota=total)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:  # noqa: ARG002
        """Counts of the first part; a thread's own next part is no reply."""
        reply = yield Call("GET", address(_BASE, receipt.id, "insights", metric=_METRICS))
        counts = insights(reply)
        replies = counts.get("replies")
        if replies and len(receipt.parts) > 1:
            replies -= 1
        return Metrics(
            post=post,
            at=at,
            views=counts.get("views"),
            likes=counts.get("likes"),
            shares=counts.get("reposts"),
            replies=replies,
            quotes=counts.get("quotes"),
        )

    def share_link(self, text: str, account: Account) -> str:  # noqa: ARG002  (one app for all accounts)
        """The editor of the app, with the text in it."""
        return f"https://www.threads.net/intent/post?text={quote(text, safe='')}"


def _edge(part: Outgoing) -> str:
    return "replies" if part.previous else "threads"


def _item(file: Attachment) -> Mapping[str, str]:
    kind = "video" if file.type.startswith("video/") else "image"
    return {"media_type": kind.upper(), f"{kind}_url": file.handle, "alt_text": file.alt}
