"""Slack's answers to a bot that shares a film."""

from attrs import evolve

from govpr.models import Media, MediaKind
from govpr.platforms._files import noted
from govpr.platforms.protocol import Attachment
from govpr.testing import answer
from govpr.testing.subject import PART
from tests.platforms import slack
from tests.platforms.slack import CHANNEL, SENT

FILM = Media(file="posko.mp4", alt="Posko dibuka", type="video/mp4", kind=MediaKind.VIDEO, size=3)
FILE = {"id": "F0123456789", "mimetype": "video/mp4"}
SHARED = {**FILE, "shares": {"public": {CHANNEL: [{"ts": SENT}]}}}
MESSAGE = {**slack.MESSAGE, "files": [FILE]}
SUBJECT = evolve(
    slack.SUBJECT,
    routes={
        "GET /api/files.info": answer({"ok": True, "file": SHARED}),
        "GET /api/conversations.history": answer({"ok": True, "messages": [MESSAGE]}),
        **{route: reply for route, reply in slack.SUBJECT.routes.items() if route != "GET /api/files.info"},
    },
    absent={"GET /api/files.info": answer({"ok": False, "error": "file_not_found"})},
    part=evolve(PART, media=(Attachment(handle=noted(FILM, "slack"), alt=FILM.alt, type=FILM.type),)),
    media=FILM,
)
