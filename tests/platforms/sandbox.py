"""What the sandbox's folder answers."""

from govpr.models import Account
from govpr.platforms.sandbox import Sandbox
from govpr.testing import Subject, answer

ACCOUNT = Account(id="coba", platform="sandbox", handle="humas", agency="kemenag-contoh")
POST = {"id": "0a", "url": "https://sandbox.invalid/0a"}
SUBJECT = Subject(
    platform=Sandbox(),
    account=ACCOUNT,
    routes={
        "PUT /media/*": answer({"id": "ab"}, 201),
        "POST /posts/*": answer(POST, 201),
        "GET /posts/*": answer(POST),
        "PATCH /posts/*": answer(POST),
        "DELETE /posts/*": answer(None, 204),
        "GET /accounts/*": answer({"name": "humas in the sandbox"}),
    },
    absent={"GET /posts/*": answer({"detail": "none"}, 404)},
)
