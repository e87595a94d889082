"""What a Facebook Page answers about a film."""

from attrs import evolve

from govpr.models import Media, MediaKind
from govpr.platforms._files import noted
from govpr.platforms.facebook import Facebook
from govpr.platforms.protocol import Attachment
from govpr.testing import Subject, answer
from govpr.testing.subject import PART
from tests.platforms.facebook import ACCOUNT, COUNTS, ID, PAGE, VIEWS

FILM = Media(file="posko.mp4", alt="Posko dibuka", type="video/mp4", kind=MediaKind.VIDEO, size=3)
VIDEO = "1564747010440105"
LINK = f"/humas/videos/{VIDEO}/"
BEGUN = {"upload_session_id": "1564747013773438", "video_id": VIDEO, "start_offset": "0", "end_offset": "2"}
DONE = {"success": True}
PIECES = [answer({**BEGUN, **DONE}), *(answer({"start_offset": one, "end_offset": "3"}) for one in ("2", "3"))]
"""`start` and two pieces; `finish` is the first call of its conversation, and is answered by the first too."""
COMPLETE, IDLE = {"status": "complete"}, {"status": "not_started"}
UPLOADED = {"video_status": "upload_complete", "uploading_phase": COMPLETE, "processing_phase": IDLE}
WAITING = {"id": VIDEO, "status": {**UPLOADED, "publishing_phase": IDLE}}
PUBLISHED = {**COMPLETE, "publish_status": "published", "publish_time": 1764590401}
SEEN = {
    "id": VIDEO,
    "status": {**UPLOADED, "video_status": "ready", "processing_phase": COMPLETE, "publishing_phase": PUBLISHED},
    "description": PART.text,
    "permalink_url": LINK,
    "post_id": ID,
}
SUBJECT = Subject(
    platform=Facebook(),
    account=ACCOUNT,
    routes={
        f"POST /v26.0/{PAGE}/videos": PIECES,
        f"GET /v26.0/{VIDEO}": answer(SEEN),
        f"POST /v26.0/{VIDEO}": answer(DONE),
        f"DELETE /v26.0/{VIDEO}": answer(DONE),
        f"GET /v26.0/{PAGE}": answer({"id": PAGE, "name": "Humas", "is_published": True, "can_post": True}),
        f"GET /v26.0/{ID}": answer(COUNTS),
        f"GET /v26.0/{ID}/insights": answer(VIEWS),
    },
    absent={f"GET /v26.0/{VIDEO}": answer(WAITING)},
    part=evolve(PART, media=(Attachment(handle=noted(FILM, "facebook"), alt=FILM.alt, type=FILM.type),)),
    media=FILM,
)
