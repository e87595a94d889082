"""A homeserver's answers."""

from govpr.models import Account
from govpr.platforms._matrix import MARK
from govpr.platforms.matrix import Matrix
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

ACCOUNT = Account(
    id="humas-matrix",
    platform="matrix",
    handle="@humas:contoh.go.id",
    agency="kemenag-contoh",
    server="https://matrix.contoh.go.id",
    options={"room": "#kabar:contoh.go.id"},
)
CLIENT = "/_matrix/client/v3"
ROOMS = f"{CLIENT}/rooms/*"
EVENT = {
    "event_id": "$satu",
    "sender": "@humas:contoh.go.id",
    "type": "m.room.message",
    "origin_server_ts": 1_796_126_401_000,
    "content": {"msgtype": "m.text", "body": PART.text, MARK: PART.key},
    "unsigned": {"transaction_id": PART.key},
}
LEVELS = {"events_default": 50, "users": {"@humas:contoh.go.id": 50}}
SUBJECT = Subject(
    platform=Matrix(),
    account=ACCOUNT,
    routes={
        f"GET {CLIENT}/directory/room/*": answer({"room_id": "!a:contoh.go.id", "servers": []}),
        "POST /_matrix/media/v3/upload": answer({"content_uri": "mxc://contoh.go.id/AQwaf"}),
        f"PUT {ROOMS}/send/m.room.message/*": answer({"event_id": "$satu"}),
        f"PUT {ROOMS}/redact/*": answer({"event_id": "$hapus"}),
        f"GET {ROOMS}/messages": answer({"chunk": [EVENT], "start": "a"}),
        f"GET {ROOMS}/event/*": answer(EVENT),
        "GET /_matrix/client/v1/rooms/*/relations/*": answer({"chunk": [{"event_id": "$tanggapan"}]}),
        f"GET {CLIENT}/account/whoami": answer({"user_id": "@humas:contoh.go.id", "device_id": "GOVPR"}),
        f"GET {CLIENT}/joined_rooms": answer({"joined_rooms": ["!a:contoh.go.id"]}),
        f"GET {ROOMS}/state/m.room.power_levels/": answer(LEVELS),
        f"GET {ROOMS}/state/m.room.create/": answer(
            {"sender": "@admin:contoh.go.id", "content": {"room_version": "12"}}
        ),
        f"GET {ROOMS}/state/m.room.encryption/": answer({"errcode": "M_NOT_FOUND", "error": "none"}, 404),
        "GET /_matrix/client/v1/media/config": answer({"m.upload.size": 50_000_000}),
    },
    absent={f"GET {ROOMS}/messages": answer({"chunk": [], "start": "a"})},
)
