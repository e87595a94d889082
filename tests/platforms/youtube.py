"""YouTube's answers."""

from attrs import evolve

from govpr.http.calls import Reply
from govpr.models import Account, Media, MediaKind
from govpr.platforms._google import noted
from govpr.platforms.protocol import Attachment
from govpr.platforms.youtube import YouTube
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

ACCOUNT = Account(id="kanal", platform="youtube", handle="@kemenagcontoh", agency="kemenag-contoh")
FILM = Media(file="posko.mp4", alt="Posko dibuka", type="video/mp4", kind=MediaKind.VIDEO, size=7_000_000)
PICTURE = Media(file="posko.jpg", alt="Posko", type="image/jpeg", size=90_000)
SESSION = (
    "https://youtube.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status&upload_id=abc"
)
VIDEO = {"id": "abc123DEF45", "status": {"uploadStatus": "processed", "privacyStatus": "public"}}
SNIPPET = {
    "title": "Siaga banjir",
    "description": PART.text,
    "categoryId": "25",
    "tags": ["banjir"],
    "publishedAt": "2026-12-01T12:00:05Z",
    "resourceId": {"videoId": VIDEO["id"]},
}
CHANNEL = {
    "snippet": {"title": "Kementerian Contoh"},
    "status": {"longUploadsStatus": "allowed"},
    "contentDetails": {"relatedPlaylists": {"uploads": "UUcontoh"}},
}
STATISTICS = {"viewCount": "1200", "likeCount": "30", "commentCount": "4"}
SENT = "PUT /upload/youtube/v3/videos"


def more(last: int | None = None) -> Reply:
    """The session wants more: it has everything up to this byte."""
    return answer(None, 308, {} if last is None else {"range": f"bytes=0-{last}"})


SUBJECT = Subject(
    platform=YouTube(),
    account=ACCOUNT,
    routes={
        "POST /upload/youtube/v3/videos": answer(None, headers={"location": SESSION}),
        SENT: [more(), answer(VIDEO)],
        "GET /youtube/v3/videos": answer({"items": [{**VIDEO, "snippet": SNIPPET, "statistics": STATISTICS}]}),
        "POST /upload/youtube/v3/thumbnails/set": answer({"items": []}),
        "PUT /youtube/v3/videos": answer(VIDEO),
        "DELETE /youtube/v3/videos": answer(None, 204),
        "GET /youtube/v3/channels": answer({"items": [CHANNEL]}),
        "GET /youtube/v3/playlistItems": answer({"items": [{"snippet": SNIPPET}]}),
    },
    absent={SENT: more()},
    present={SENT: answer(VIDEO)},
    part=evolve(
        PART,
        title="Siaga banjir",
        media=tuple(Attachment(handle=noted(one), alt=one.alt, type=one.type) for one in (FILM, PICTURE)),
    ),
    media=FILM,
)
