"""YouTube: films, sent in a session that is opened before.

The channel shows nothing before the last byte of a session is in. So the session's address is kept first, and whoever
looks later asks the session how far it is; once it has ended, `find` looks through the channel's own uploads.
"""

from datetime import datetime, timedelta

from attrs import evolve, frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import Stale
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.replies import required
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._google import ENDED, INCOMPLETE, answered, asked, noted, sent
from govpr.platforms._youtube import API, channel_of, count_of, takes_long, url, video_of
from govpr.platforms._youtube_films import described, film_in, illustrated, settled, uploaded
from govpr.platforms.oauth import OAuth
from govpr.platforms.paces import Pace
from govpr.platforms.protocol import Option, Outgoing, Standing
from govpr.settings.rates import Rate

_GONE = 404
_WRITABLE = ("title", "description", "categoryId", "tags", "defaultLanguage", "defaultAudioLanguage")


@frozen
class YouTube:
    """YouTube as a platform; the credential is a Google token of the channel's owner, never of a service account.

    Example:
        >>> YouTube().rules.title
        100
    """

    name = "youtube"
    pace = Pace(
        rate=Rate.parse("100/24h"),
        shared=True,
        source="https://developers.google.com/youtube/v3/determine_quota_cost",
    )
    hosts = frozenset({"youtube.googleapis.com", "www.googleapis.com", "oauth2.googleapis.com"})
    options = (
        Option(name="privacy", help="who sees films: public, unlisted or private", example="public"),
        Option(name="category", help="the number of a category; 25 is news and politics", example="25"),
        Option(name="made_for_kids", help="whether films are made for children: yes or no", example="no"),
        Option(name="synthetic", help="whether films show what AI made and looks real: yes or no", example="no"),
    )
    rules = Rules(
        text=Length(limit=5_000, count=Count.BYTES),
        title=100,
        images=Files(most=1, bytes=2_000_000, types=("image/jpeg", "image/png")),
        videos=Files(most=1, bytes=256 * 1024**3, types=("video/mp4", "video/webm", "video/quicktime", "video/mpeg")),
        together=True,
        needs_media=True,
        alt=0,
        languages=1,
        forbidden="<>",
        source="https://developers.google.com/youtube/v3/docs/videos",
    )

    oauth = OAuth(
        authorize="https://accounts.google.com/o/oauth2/v2/auth",
        token="https://oauth2.googleapis.com/token",  # noqa: S106  (an address)
        scopes=("https://www.googleapis.com/auth/youtube",),
        extra={"access_type": "offline", "prompt": "consent"},
        lasts=timedelta(hours=1),
        source="https://developers.google.com/identity/protocols/oauth2/native-app",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:  # noqa: ARG002  (the session is the account's)
        """Note the file: a film is sent in the session that `stage` opens, a picture becomes its thumbnail."""
        yield from ()
        return noted(media)

    def stage(self, part: Outgoing, account: Account) -> Flow[str]:
        """Open the session, with all that is said about the film; nothing is on the channel before its last byte."""
        film = film_in(part)
        headers = {"X-Upload-Content-Type": film.type, "X-Upload-Content-Length": str(film.size)}
        address = f"{API}/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status"
        reply = yield Call("POST", address, Json(described(part, account)), headers)
        answered(reply, 200)
        return required(reply.headers, reply, "location")

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send what the session lacks, wait a little while the film is processed, and add its thumbnail."""
        if not part.staged:
            raise Stale("there is no upload session", where=self.name)
        reply = yield from sent(part.staged, film_in(part))
        receipt = yield from settled(required(answered(reply, 200, 201), reply, "id"), account)
        return (yield from illustrated(part, receipt))

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """What the session says of itself; where it has ended, what the channel's uploads show."""
        if part.staged:
            reply = yield asked(part.staged, film_in(part))
            if reply.status == INCOMPLETE:
                return None
            if reply.status not in ENDED:
                return (yield from settled(required(answered(reply, 200, 201), reply, "id"), account))
        known = yield from uploaded(part)
        return (yield from settled(known, account)) if known else None

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:  # noqa: ARG002  (ids suffice)
        """Put other words in place of title and description; what else is written there stays as it is."""
        video = yield from video_of("snippet", receipt.id)
        before = video.get("snippet")
        kept = {name: before[name] for name in _WRITABLE if name in before} if isinstance(before, dict) else {}
        body = {"id": receipt.id, "snippet": {**kept, "title": part.title, "description": part.text}}
        reply = yield Call("PUT", url("videos", part="snippet"), Json(body), effect=Effect.KEYED)
        required(answered(reply), reply, "id")
        return evolve(receipt, at=reply.at)

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:  # noqa: ARG002  (ids suffice)
        """Delete the film."""
        for number in receipt.parts or (receipt.id,):
            reply = yield Call("DELETE", url("videos", id=number), effect=Effect.KEYED)
            if reply.status != _GONE:
                answered(reply, 200, 204)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:  # noqa: ARG002
        """Views, likes and comments; YouTube writes numbers as text, and leaves out what the owner hides."""
        video = yield from video_of("statistics", receipt.id)
        views, likes, replies = (count_of(video, name) for name in ("viewCount", "likeCount", "commentCount"))
        return Metrics(post=post, at=at, views=views, likes=likes, replies=replies)

    def inspect(self, account: Account) -> Flow[Standing]:  # noqa: ARG002  (the token says whose channel it is)
        """Whose channel the token speaks for, and how long its films may be."""
        channel = yield from channel_of("snippet,status")
        if channel is None:
            return Standing(name="", can_post=False, notes=("the Google account has no YouTube channel",))
        notes = () if takes_long(channel) else ("films may last 15 minutes: verify the channel at youtube.com/verify",)
        snippet = channel.get("snippet")
        return Standing(name=str(snippet.get("title", "")) if isinstance(snippet, dict) else "", notes=notes)

    def limits(self, account: Account) -> Flow[Rules]:  # noqa: ARG002  (the token says whose channel it is)
        """Channels that are not verified may show 15 minutes at most (support.google.com/youtube/answer/71673)."""
        channel = yield from channel_of("status")
        if channel is None or takes_long(channel):
            return self.rules
        return evolve(self.rules, videos=evolve(self.rules.videos, seconds=(0.0, 900.0)))
