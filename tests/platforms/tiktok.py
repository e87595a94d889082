"""TikTok's answers."""

from typing import Any

from attrs import evolve

from govpr.errors import Outcome
from govpr.http.calls import Reply
from govpr.models import Account, Media, MediaKind
from govpr.platforms._tiktok_files import noted
from govpr.platforms.protocol import Attachment
from govpr.platforms.tiktok import TikTok
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

ACCOUNT = Account(id="tiktok-humas", platform="tiktok", handle="@kemenagcontoh", agency="kemenag-contoh")
FILM = Media(file="posko.mp4", alt="Posko", type="video/mp4", kind=MediaKind.VIDEO, size=7_000_000, seconds=30.0)
PUBLISHED = 7_512_345_678_901_234_567
BEGUN = "v_pub_file~v2.1"
CREATOR = {
    "creator_username": "kemenagcontoh",
    "privacy_level_options": ["PUBLIC_TO_EVERYONE", "SELF_ONLY"],
    "comment_disabled": False,
    "duet_disabled": True,
    "stitch_disabled": False,
    "max_video_post_duration_sec": 300,
}
ADDRESS = "https://open-upload.tiktokapis.com/video/?upload_id=1"
API = "POST /v2/"
STATE = f"{API}post/publish/status/fetch/"


def said(data: dict[str, Any], code: str = "ok", status: int = 200, words: str = "") -> Reply:
    """TikTok's envelope."""
    return answer({"data": data, "error": {"code": code, "message": words, "log_id": "L"}}, status)


def standing(status: str, done: int = 0, **more: Any) -> Reply:
    """Where the post stands."""
    return said({"status": status, "uploaded_bytes": done, **more})


WAITS = standing("PROCESSING_UPLOAD")
OUT = standing("PUBLISH_COMPLETE", publicaly_available_post_id=[PUBLISHED])
COUNTS = {"view_count": 900, "like_count": 80, "share_count": 7, "comment_count": 6}
SUBJECT = Subject(
    platform=TikTok(),
    account=ACCOUNT,
    routes={
        f"{API}post/publish/creator_info/query/": said(CREATOR),
        f"{API}post/publish/video/init/": said({"publish_id": BEGUN, "upload_url": ADDRESS}),
        "PUT /video/": answer(None, 201),
        STATE: [WAITS, OUT],
        f"{API}video/query/": said({"videos": [{"id": str(PUBLISHED), **COUNTS}]}),
        f"{API}video/list/": said({"videos": []}),
    },
    absent={STATE: WAITS},
    present={STATE: OUT},
    media=FILM,
    part=evolve(PART, media=(Attachment(handle=noted(FILM), alt=FILM.alt, type=FILM.type),)),
)
OWN = {"403": Outcome.RETRY, "401 once": Outcome.AUTH}
"""A film's address that has ended is refused with 403: the post is begun anew. No token signs what is sent there."""
