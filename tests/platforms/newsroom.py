"""What the newsroom's folder answers."""

from attrs import evolve

from govpr.models import Account
from govpr.platforms.newsroom import Newsroom
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

ACCOUNT = Account(id="situs", platform="newsroom", handle="situs", agency="kemenag-contoh")
ITEM = {"id": PART.post, "url": "https://contoh.go.id/kabar/siaga.html", "key": PART.key}
SUBJECT = Subject(
    platform=Newsroom(),
    account=ACCOUNT,
    routes={
        "PUT /media/*": answer({}, 201),
        "PUT /items/*": answer(ITEM, 201),
        "GET /items/*": answer(ITEM),
        "DELETE /items/*": answer(None, 204),
    },
    absent={"GET /items/*": answer({"detail": "none"}, 404)},
    part=evolve(PART, title="Siaga banjir"),
)
