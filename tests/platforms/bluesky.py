"""A PDS's answers."""

from attrs import evolve

from govpr.models import Account
from govpr.platforms.bluesky import Bluesky
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

ACCOUNT = Account(id="humas-bluesky", platform="bluesky", handle="humas.example", agency="kemenag-contoh")
URI = "at://did:plc:humas/app.bsky.feed.post/3n3kwumg5hzu2"
DID = "did:plc:humas"
TOKENS = {"accessJwt": "akses", "refreshJwt": "pembaruan", "did": "did:plc:humas", "handle": "humas.example"}
BLOB = {"$type": "blob", "ref": {"$link": "bafkreib"}, "mimeType": "image/png", "size": 3}
FILM = {"$type": "blob", "ref": {"$link": "bafkreifilm"}, "mimeType": "video/mp4", "size": 9}
SERVER = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://jamur.host.example"}
SESSION = {
    "did": DID,
    "handle": "humas.example",
    "active": True,
    "emailConfirmed": True,
    "didDoc": {"service": [SERVER]},
}
SUBJECT = Subject(
    platform=Bluesky(),
    account=ACCOUNT,
    routes={
        "POST /xrpc/com.atproto.server.*Session": answer(TOKENS),
        "GET /xrpc/com.atproto.server.getSession": answer(SESSION),
        "GET /xrpc/com.atproto.server.getServiceAuth": answer({"token": "izin-film"}),
        "POST /xrpc/app.bsky.video.uploadVideo": answer({"jobId": "7", "did": DID, "state": "JOB_STATE_CREATED"}),
        "GET /xrpc/app.bsky.video.getJobStatus": answer({"jobStatus": {"jobId": "7", "did": DID, "blob": FILM}}),
        "POST /xrpc/com.atproto.repo.uploadBlob": answer({"blob": BLOB}),
        "GET /xrpc/com.atproto.identity.resolveHandle": answer({"did": "did:plc:bmkg"}),
        "POST /xrpc/com.atproto.repo.putRecord": answer({"uri": URI, "cid": "bafyreia"}),
        "GET /xrpc/com.atproto.repo.getRecord": answer({"uri": URI, "cid": "bafyreia", "value": {}}),
        "POST /xrpc/com.atproto.repo.deleteRecord": answer({}),
        "GET /xrpc/app.bsky.feed.getPosts": answer({"posts": [{"uri": URI, "likeCount": 1, "replyCount": 0}]}),
    },
    absent={"GET /xrpc/com.atproto.repo.getRecord": answer({"error": "RecordNotFound", "message": "none"}, 400)},
    part=evolve(PART, text="Info @bmkg.example: https://contoh.go.id #Banjir"),
)
