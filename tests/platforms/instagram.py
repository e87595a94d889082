"""What Instagram answers."""

from attrs import evolve

from govpr.models import Account
from govpr.platforms.instagram import Instagram
from govpr.platforms.protocol import Attachment
from govpr.testing import Subject, answer
from govpr.testing.subject import PART, PICTURE

USER = "17841400000000000"
ACCOUNT = Account(
    id="humas-instagram", platform="instagram", handle="humas", agency="kemenag-contoh", options={"user": USER}
)
LINK = "https://www.instagram.com/p/Cx/"
POST = {"id": "1790", "permalink": LINK, "caption": PART.text, "timestamp": "2026-12-01T12:00:01+0000"}
ADDRESS = "https://contoh.go.id/posko.jpg"
COUNTS = {"views": 90, "likes": 3, "comments": 1, "shares": 2}
SUBJECT = Subject(
    platform=Instagram(),
    account=ACCOUNT,
    routes={
        f"POST /v26.0/{USER}/media": answer({"id": "178"}),
        "GET /v26.0/178": answer({"id": "178", "status_code": "FINISHED"}),
        f"POST /v26.0/{USER}/media_publish": answer({"id": "1790"}),
        "GET /v26.0/1790": answer({"id": "1790", "permalink": LINK}),
        f"GET /v26.0/{USER}/media": answer({"data": [POST]}),
        f"GET /v26.0/{USER}": answer({"id": USER, "username": "humas"}),
        f"GET /v26.0/{USER}/content_publishing_limit": answer(
            {"data": [{"quota_usage": 2, "config": {"quota_total": 50, "quota_duration": 86400}}]}
        ),
        "GET /v26.0/1790/insights": answer(
            {"data": [{"name": name, "values": [{"value": value}]} for name, value in COUNTS.items()]}
        ),
        "DELETE /v26.0/1790": answer({"success": True, "deleted_id": "1790"}),
    },
    absent={f"GET /v26.0/{USER}/media": answer({"data": []})},
    part=evolve(PART, media=(Attachment(handle=ADDRESS, alt=PICTURE.alt, type="image/jpeg"),)),
    media=evolve(PICTURE, file="posko.jpg", type="image/jpeg", url=ADDRESS),
)
