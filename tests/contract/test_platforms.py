"""Every platform of ours keeps the public contract."""

import pytest
from attrs import evolve

from govpr.models import Account
from govpr.platforms.bluesky import Bluesky
from govpr.platforms.mastodon import Mastodon
from govpr.platforms.newsroom import Newsroom
from govpr.testing import Check, answer, contract_checks
from govpr.testing.subject import PART

MASTODON = Account(
    id="humas-mastodon", platform="mastodon", handle="@humas", agency="kemenag-contoh", server="https://sosial.example"
)
BLUESKY = Account(id="humas-bluesky", platform="bluesky", handle="humas.example", agency="kemenag-contoh")
SITE = Account(id="situs", platform="newsroom", handle="situs", agency="kemenag-contoh")

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
URI = "at://did:plc:humas/app.bsky.feed.post/3n3kwumg5hzu2"
TOKENS = {"accessJwt": "akses", "refreshJwt": "pembaruan", "did": "did:plc:humas", "handle": "humas.example"}
BLOB = {"$type": "blob", "ref": {"$link": "bafkreib"}, "mimeType": "image/png", "size": 3}
ITEM = {"id": PART.post, "url": "https://contoh.go.id/kabar/siaga.html", "key": PART.key}

CONTRACTS = {
    "mastodon": contract_checks(
        Mastodon(),
        MASTODON,
        {
            "POST /api/v2/media": answer({"id": "9", "url": None}, 202),
            "GET /api/v1/media/9": [answer({"id": "9", "url": None}, 206), answer({"id": "9"})],
            "POST /api/v1/statuses": answer(STATUS),
            "GET /api/v1/accounts/verify_credentials": answer({"id": "1"}),
            "GET /api/v1/accounts/1/statuses": answer([STATUS]),
            "DELETE /api/v1/statuses/114": answer(STATUS),
            "GET /api/v1/statuses/114": answer(STATUS),
        },
        absent={"GET /api/v1/accounts/1/statuses": answer([])},
    ),
    "bluesky": contract_checks(
        Bluesky(),
        BLUESKY,
        {
            "POST /xrpc/com.atproto.server.*Session": answer(TOKENS),
            "POST /xrpc/com.atproto.repo.uploadBlob": answer({"blob": BLOB}),
            "GET /xrpc/com.atproto.identity.resolveHandle": answer({"did": "did:plc:bmkg"}),
            "POST /xrpc/com.atproto.repo.putRecord": answer({"uri": URI, "cid": "bafyreia"}),
            "GET /xrpc/com.atproto.repo.getRecord": answer({"uri": URI, "cid": "bafyreia", "value": {}}),
            "POST /xrpc/com.atproto.repo.deleteRecord": answer({}),
            "GET /xrpc/app.bsky.feed.getPosts": answer({"posts": [{"uri": URI, "likeCount": 1, "replyCount": 0}]}),
        },
        absent={"GET /xrpc/com.atproto.repo.getRecord": answer({"error": "RecordNotFound", "message": "none"}, 400)},
        part=evolve(PART, text="Info @bmkg.example: https://contoh.go.id #Banjir"),
    ),
    "newsroom": contract_checks(
        Newsroom(),
        SITE,
        {
            "PUT /media/*": answer({}, 201),
            "PUT /items/*": answer(ITEM, 201),
            "GET /items/*": answer(ITEM),
            "DELETE /items/*": answer(None, 204),
        },
        absent={"GET /items/*": answer({"detail": "none"}, 404)},
        part=evolve(PART, title="Siaga banjir"),
    ),
}


CASES = [pytest.param(check, id=f"{name}: {check}") for name, checks in CONTRACTS.items() for check in checks]


@pytest.mark.parametrize("check", CASES)
def test_the_contract_is_kept(check: Check) -> None:
    check()
