"""X's answers."""

from typing import Any

from govpr.models import Account
from govpr.platforms.x import X
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

ACCOUNT = Account(
    id="humas-x", platform="x", handle="@humas", agency="kemenag-contoh", options={"client_id": "app-contoh"}
)
POST: dict[str, Any] = {
    "id": "1900000000000000001",
    "text": PART.text,
    "edit_history_post_ids": ["1900000000000000001"],
}
UPLOAD = {"id": "188", "media_key": "3_188", "expires_after_secs": 86_400}
COUNTS = {"repost_count": 2, "reply_count": 1, "like_count": 3, "quote_count": 0, "impression_count": 40}
SUBJECT = Subject(
    platform=X(),
    account=ACCOUNT,
    routes={
        "POST /2/media/upload/initialize": answer({"data": UPLOAD}),
        "POST /2/media/upload/188/append": answer({"data": {"expires_at": 1_796_126_400}}),
        "POST /2/media/upload/188/finalize": answer(
            {"data": {**UPLOAD, "processing_info": {"state": "pending", "check_after_secs": 1}}}
        ),
        "GET /2/media/upload": answer({"data": {**UPLOAD, "processing_info": {"state": "succeeded"}}}),
        "POST /2/media/metadata": answer({"data": {"id": "188"}}),
        "POST /2/tweets": answer({"data": POST}, 201),
        "GET /2/users/me": answer({"data": {"id": "7", "name": "Humas", "username": "humas"}}),
        "GET /2/users/7/tweets": answer({"data": [POST], "meta": {"result_count": 1}}),
        "GET /2/tweets/*": answer({"data": {**POST, "public_metrics": COUNTS}}),
        "DELETE /2/tweets/*": answer({"data": {"deleted": True}}),
    },
    absent={"GET /2/users/7/tweets": answer({"meta": {"result_count": 0}})},
)
