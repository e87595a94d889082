"""TikTok: films and pictures, posted directly.

A film's post is begun first: that gives its `publish_id` and an address for the bytes, and nothing is published before
the last byte is in. Whoever looks later asks for the state of that `publish_id`. Pictures are fetched by TikTok from
their public addresses as soon as their post is begun, so that a lost answer waits for the account's own list.
"""

import json
from datetime import datetime, timedelta

from attrs import evolve, frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import NeedsHuman, Rejected, Stale, Unreachable
from govpr.http.calls import Effect, Flow
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms import _tiktok_posts as posts
from govpr.platforms._answers import whole
from govpr.platforms._tiktok import asked, creator, state_of
from govpr.platforms._tiktok_files import cut, file_of, noted, pieces
from govpr.platforms.oauth import OAuth, Pkce
from govpr.platforms.paces import Pace
from govpr.platforms.protocol import Option, Outgoing, Standing
from govpr.settings.rates import Rate

_COUNTS = {"views": "view_count", "likes": "like_count", "shares": "share_count", "replies": "comment_count"}


@frozen
class TikTok:
    """TikTok as a platform; the credential is a token with the scopes `video.publish` and `video.list`.

    Example:
        >>> TikTok().rules.text.limit
        2200
    """

    name = "tiktok"
    pace = Pace(rate=Rate.parse("15/24h"), source="https://developers.tiktok.com/doc/content-sharing-guidelines")
    hosts = frozenset(
        {
            "open.tiktokapis.com",
            "open-upload.tiktokapis.com",
            "open-upload.us.tiktokapis.com",
            "open-upload-sg.tiktokapis.com",
            "open-upload-i18n.tiktokapis.com",
            "upload.us.tiktokapis.com",
        }
    )
    options = (
        Option(name="privacy", help="who sees posts, as TikTok offers it to the account", example=posts.PUBLIC),
        Option(name="comments", help="whether comments are open: yes or no", example="yes"),
        Option(name="brand_content_toggle", help="whether posts are paid partnerships: yes or no", example="no"),
        Option(name="brand_organic_toggle", help="whether posts promote the account's own: yes or no", example="no"),
        Option(name="is_aigc", help="whether films are made by AI: yes or no", example="no"),
    )
    rules = Rules(
        text=Length(limit=2_200, count=Count.UTF16),
        images=Files(most=35, bytes=20_000_000, types=("image/jpeg", "image/webp"), public=True),
        videos=Files(
            most=1,
            bytes=4 * 1024**3,
            types=("video/mp4", "video/webm", "video/quicktime"),
            width=(360, 4_096),
            height=(360, 4_096),
            seconds=(0, 600),
        ),
        needs_media=True,
        alt=0,
        source="https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide",
    )
    oauth = OAuth(
        authorize="https://www.tiktok.com/v2/auth/authorize/",
        token="https://open.tiktokapis.com/v2/oauth/token/",  # noqa: S106  (an address)
        scopes=("video.publish", "video.list"),
        separator=",",
        pkce=Pkce.HEX,
        client="client_key",
        lasts=timedelta(hours=24),
        source="https://developers.tiktok.com/doc/login-kit-desktop",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:  # noqa: ARG002  (the token says whose it is)
        """Note the file: films are sent after their post is begun, pictures are fetched from their address."""
        yield from ()
        return noted(media)

    def stage(self, part: Outgoing, account: Account) -> Flow[str]:
        """Ask what the account may do now, and begin a film's post: without its bytes nothing is published."""
        may = yield from creator()
        film, info = posts.film_in(part), posts.described(part, account, may)
        if film is None:
            return json.dumps({"post": info})
        longest = whole(may.get("max_video_post_duration_sec"))
        if film.seconds and longest and film.seconds > longest:
            raise Rejected(f"the film is longer than the {longest} seconds that this account may post", where=self.name)
        size, count = cut(film.size)
        source = {"source": "FILE_UPLOAD", "video_size": film.size, "chunk_size": size, "total_chunk_count": count}
        begun = yield from asked(
            "post/publish/video/init/", {"post_info": info, "source_info": source}, needs=("publish_id", "upload_url")
        )
        return json.dumps({"id": begun["publish_id"], "to": begun["upload_url"]})

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send what TikTok does not have yet of a film, or let it fetch the pictures; then wait a little."""
        if not part.staged:
            raise Stale("no post was begun", where=self.name)
        begun, film = json.loads(part.staged), posts.film_in(part)
        if film is None:
            source = {
                "source": "PULL_FROM_URL",
                "photo_cover_index": 0,
                "photo_images": [file_of(one.handle).url for one in part.media],
            }
            post = {
                "media_type": "PHOTO",
                "post_mode": "DIRECT_POST",
                "post_info": begun["post"],
                "source_info": source,
            }
            begun = yield from asked("post/publish/content/init/", post, Effect.ONCE, needs=("publish_id",))
            return (yield from posts.settled(begun["publish_id"], account, "photo"))
        state = yield from state_of(begun["id"])
        if posts.waits(state, film):
            yield from pieces(begun["to"], film, posts.done(state))
        return (yield from posts.settled(begun["id"], account, "video"))

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The state of the post that was begun; without one, what the account's public list shows."""
        begun, film = json.loads(part.staged or "{}"), posts.film_in(part)
        if "id" in begun and film:
            try:
                state = yield from state_of(begun["id"])
            except Stale:
                begun = {"post": {}}  # TikTok has forgotten it, and does not say what became of it
            else:
                if state.get("status") == "FAILED" or posts.waits(state, film):
                    return None
                return posts.judged(state, begun["id"], account, "video")
        found = yield from posts.listed(part)
        if found is None and begun:
            raise NeedsHuman("TikTok may be checking the post, or may not have it: look in the app", where=self.name)
        return found

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:  # noqa: ARG002
        """Views, likes, shares and comments, once the post is public."""
        number = receipt.id if receipt.id.isdecimal() else posts.number_of((yield from state_of(receipt.id)))
        if not number:
            raise Unreachable("nobody sees the post yet", where=self.name, after=3_600.0)
        query = {"filters": {"video_ids": [number]}}
        data = yield from asked(f"video/query/?fields=id,{','.join(_COUNTS.values())}", query)
        videos = posts.rows(data)
        if not videos:
            raise Rejected("the post is not public: deleted, or hidden", where=self.name)
        counts = {name: videos[0].get(field) for name, field in _COUNTS.items()}
        return Metrics(post=post, at=at, **{name: whole(one) for name, one in counts.items()})

    def inspect(self, account: Account) -> Flow[Standing]:
        """Whose account it is, and to whom it may post."""
        may = yield from creator()
        levels, wanted = posts.offered(may), posts.privacy(account)
        notes = () if wanted in levels else (f"TikTok offers only {', '.join(levels)}: is the app's audit done?",)
        return Standing(name=may["creator_username"], can_post=wanted in levels, notes=notes)

    def limits(self, account: Account) -> Flow[Rules]:  # noqa: ARG002  (the token says whose it is)
        """How long the account's films may be."""
        longest = (yield from creator()).get("max_video_post_duration_sec")
        most = float(whole(longest) or 600)
        return evolve(self.rules, videos=evolve(self.rules.videos, seconds=(0, most)))
