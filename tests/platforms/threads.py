"""What the Threads API answers."""

from attrs import evolve

from govpr.models import Account
from govpr.platforms.threads import Threads
from govpr.testing import Subject, answer
from govpr.testing.subject import PART, PICTURE

ACCOUNT = Account(id="humas-threads", platform="threads", handle="@humas", agency="kemenag-contoh")
LINK = "https://www.threads.net/@humas/post/Cx"
POST = {"id": "1790", "permalink": LINK, "text": PART.text, "timestamp": "2026-12-01T12:00:01+0000"}
COUNTS = {"views": 90, "likes": 3, "replies": 1, "reposts": 2, "quotes": 0}
SUBJECT = Subject(
    platform=Threads(),
    account=ACCOUNT,
    routes={
        "POST /v1.0/me/threads": answer({"id": "178"}),
        "GET /v1.0/178": answer({"id": "178", "status": "FINISHED"}),
        "POST /v1.0/me/threads_publish": answer({"id": "1790"}),
        "GET /v1.0/1790": answer({"id": "1790", "permalink": LINK}),
        "GET /v1.0/me/threads": answer({"data": [POST]}),
        "GET /v1.0/me/replies": answer({"data": [POST]}),
        "GET /v1.0/me": answer({"id": "17", "username": "humas"}),
        "GET /v1.0/me/threads_publishing_limit": answer(
            {"data": [{"quota_usage": 4, "config": {"quota_total": 250, "quota_duration": 86400}}]}
        ),
        "GET /v1.0/1790/insights": answer(
            {"data": [{"name": name, "values": [{"value": value}]} for name, value in COUNTS.items()]}
        ),
        "DELETE /v1.0/1790": answer({"success": True, "deleted_id": "1790"}),
    },
    absent={"GET /v1.0/me/threads": answer({"data": []})},
    media=evolve(PICTURE, url="https://contoh.go.id/posko.png"),
)
