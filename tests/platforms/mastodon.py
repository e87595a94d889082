"""A Mastodon server's answers."""

from govpr.models import Account
from govpr.platforms.mastodon import Mastodon
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

ACCOUNT = Account(
    id="humas-mastodon", platform="mastodon", handle="@humas", agency="kemenag-contoh", server="https://sosial.example"
)
STATUS = {
    "id": "114",
    "url": "https://sosial.example/@humas/114",
    "visibility": "public",
    "created_at": "2026-12-01T12:00:01.000Z",
    "in_reply_to_id": None,
    "content": f"<p>{PART.text}</p>",
    "favourites_count": 3,
    "reblogs_count": 2,
    "replies_count": 0,
}
SUBJECT = Subject(
    platform=Mastodon(),
    account=ACCOUNT,
    routes={
        "POST /api/v2/media": answer({"id": "9", "url": None}, 202),
        "GET /api/v1/media/9": [answer({"id": "9", "url": None}, 206), answer({"id": "9"})],
        "POST /api/v1/statuses": answer(STATUS),
        "GET /api/v1/accounts/verify_credentials": answer({"id": "1", "acct": "humas"}),
        "GET /api/v1/apps/verify_credentials": answer({"id": "3", "name": "govpr", "scopes": ["read", "write"]}),
        "GET /api/v2/instance": answer({"configuration": {"statuses": {"max_characters": 5000}}}),
        "PUT /api/v1/statuses/114": answer(STATUS),
        "GET /api/v1/accounts/1/statuses": answer([STATUS]),
        "DELETE /api/v1/statuses/114": answer(STATUS),
        "GET /api/v1/statuses/114": answer(STATUS),
    },
    absent={"GET /api/v1/accounts/1/statuses": answer([])},
)
