"""A WordPress site's answers."""

from attrs import evolve

from govpr.models import Account
from govpr.platforms.protocol import Attachment
from govpr.platforms.wordpress import WordPress
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

ACCOUNT = Account(
    id="situs-kementerian", platform="wordpress", handle="humas", agency="kemenag-contoh", server="https://contoh.go.id"
)
SLUG = "siaga-banjir-0123456789ab"
LINK = f"https://contoh.go.id/{SLUG}/"
POST = {"id": 123, "link": LINK, "slug": SLUG, "status": "publish"}
CONTENT = {"raw": "<!-- wp:paragraph -->\n<p>Siaga</p>\n<!-- /wp:paragraph -->"}
ONE = "/wp-json/wp/v2/posts/123"
SUBJECT = Subject(
    platform=WordPress(),
    account=ACCOUNT,
    routes={
        "POST /wp-json/wp/v2/media": answer({"id": 9, "source_url": "https://contoh.go.id/posko.png"}, 201),
        "GET /wp-json/wp/v2/posts": answer([POST]),
        "POST /wp-json/wp/v2/posts": answer({**POST, "status": "draft"}, 201),
        f"POST {ONE}": answer(POST),
        f"GET {ONE}": answer({"id": 123, "content": CONTENT}),
        f"DELETE {ONE}": answer({**POST, "status": "trash"}),
        "GET /wp-json/wp/v2/comments": answer([{"id": 1}], headers={"x-wp-total": "2"}),
        "GET /wp-json/wp/v2/users/me": answer(
            {"name": "Humas", "roles": ["author"], "capabilities": {"publish_posts": True, "upload_files": True}}
        ),
    },
    absent={"GET /wp-json/wp/v2/posts": answer([{**POST, "status": "draft"}])},
    part=evolve(
        PART,
        title="Siaga banjir",
        media=(Attachment(handle='{"id": 9, "url": "https://contoh.go.id/posko.png"}', alt="Peta", type="image/png"),),
    ),
)
