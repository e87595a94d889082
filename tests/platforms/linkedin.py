"""LinkedIn's answers."""

from typing import Any

from attrs import evolve

from govpr.models import Account
from govpr.platforms._linkedin import little
from govpr.platforms.linkedin import LinkedIn
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

ACCOUNT = Account(
    id="humas-linkedin",
    platform="linkedin",
    handle="kemenag-contoh",
    agency="kemenag-contoh",
    options={"organization": "1234567"},
)
PAGE = "urn:li:organization:1234567"
ID = "urn:li:share:7243000000000000000"
CREATED = answer(None, 201, {"x-restli-id": ID})
TEXT = "Siaga banjir (3 posko) #Banjir_2026: https://contoh.go.id/siaga_banjir"
AT = int(PART.at.timestamp() * 1_000)
POST: dict[str, Any] = {"id": ID, "author": PAGE, "commentary": little(TEXT), "createdAt": AT, "lastModifiedAt": AT}
IMAGE, VIDEO = "urn:li:image:C4E10AQ", "urn:li:video:C5F10AQ"
UPLOADS = "https://www.linkedin.com/dms-uploads"
STATISTICS = {"impressionCount": 40, "likeCount": 3, "shareCount": 2, "commentCount": 1, "clickCount": 9}
SUBJECT = Subject(
    platform=LinkedIn(),
    account=ACCOUNT,
    routes={
        "POST /rest/images": answer({"value": {"uploadUrl": f"{UPLOADS}/gambar", "image": IMAGE}}),
        "PUT /dms-uploads/gambar": answer(None, 201),
        "GET /rest/images/*": [answer({"status": "PROCESSING"}), answer({"status": "AVAILABLE"})],
        "POST /rest/posts": CREATED,
        "POST /rest/posts/*": answer(None, 204),
        "GET /rest/posts": answer({"elements": [POST]}),
        "DELETE /rest/posts/*": answer(None, 204),
        "GET /rest/organizationalEntityShareStatistics": answer({"elements": [{"totalShareStatistics": STATISTICS}]}),
        "GET /rest/organizations/1234567": answer({"localizedName": "Kementerian Contoh"}),
        "GET /rest/organizationAcls": answer({"elements": [{"organization": PAGE, "role": "ADMINISTRATOR"}]}),
    },
    absent={"GET /rest/posts": answer({"elements": []})},
    part=evolve(PART, text=TEXT),
)
