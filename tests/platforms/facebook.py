"""What a Facebook Page answers."""

from attrs import evolve

from govpr.models import Account
from govpr.platforms.facebook import Facebook
from govpr.platforms.protocol import Attachment
from govpr.testing import Subject, answer
from govpr.testing.subject import PART, PICTURE

PAGE = "100000000000000"
ACCOUNT = Account(
    id="humas-facebook", platform="facebook", handle="Humas", agency="kemenag-contoh", options={"page": PAGE}
)
ID = f"{PAGE}_20"
LINK = "https://www.facebook.com/humas/posts/20"
POST = {"id": ID, "permalink_url": LINK, "message": PART.text, "created_time": "2026-12-01T12:00:01+0000"}
COUNTS = {
    "id": ID,
    "reactions": {"data": [], "summary": {"total_count": 5}},
    "comments": {"data": [], "summary": {"total_count": 1}},
    "shares": {"count": 2},
}
VIEWS = {"data": [{"name": "post_media_view", "values": [{"value": 900}]}]}
SUBJECT = Subject(
    platform=Facebook(),
    account=ACCOUNT,
    routes={
        f"POST /v26.0/{PAGE}/photos": answer({"id": "9"}),
        f"POST /v26.0/{PAGE}/feed": answer({"id": ID, "permalink_url": LINK}),
        f"GET /v26.0/{PAGE}/published_posts": answer({"data": [POST]}),
        f"GET /v26.0/{PAGE}": answer({"id": PAGE, "name": "Humas", "is_published": True, "can_post": True}),
        f"POST /v26.0/{ID}": answer({"success": True}),
        f"DELETE /v26.0/{ID}": answer({"success": True}),
        f"GET /v26.0/{ID}": answer(COUNTS),
        f"GET /v26.0/{ID}/insights": answer(VIEWS),
    },
    absent={f"GET /v26.0/{PAGE}/published_posts": answer({"data": []})},
    part=evolve(PART, media=(Attachment(handle="9", alt=PICTURE.alt, type=PICTURE.type),)),
)
