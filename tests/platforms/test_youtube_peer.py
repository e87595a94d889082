"""Google's own client, held against the same sessions: it opens them, cuts films and asks how far they are as we do."""

import io
import json
from contextlib import suppress
from importlib import import_module
from typing import Any

from attrs import define, evolve

from govpr.errors import Unreachable
from govpr.http.calls import Call, Json, Reply
from govpr.platforms._google import noted
from govpr.platforms.protocol import Attachment
from govpr.platforms.youtube import YouTube
from govpr.testing import answer, converse
from tests.platforms.specs import DOCUMENTS
from tests.platforms.youtube import ACCOUNT, FILM, SESSION, SUBJECT, VIDEO, more

GOOGLE: Any = import_module("googleapiclient.discovery")  # it has no types
ERRORS: Any = import_module("googleapiclient.errors")
FILES: Any = import_module("googleapiclient.http")
SIZE, PIECE = 20_000_000, 8 * 1024 * 1024
ASKED = f"bytes */{SIZE}"
LONG = evolve(FILM, size=SIZE)
PART = evolve(SUBJECT.part, media=(Attachment(handle=noted(LONG), alt=LONG.alt, type=LONG.type),))


@define
class Service:
    """Sessions as Google documents them; the answer to the second piece is a 503, though the piece arrived."""

    stored: int = 0
    said: tuple[str, ...] = ()
    failed: bool = False

    def answer(self, method: str, span: str) -> Reply:
        if method == "POST":
            return answer(None, headers={"location": SESSION})
        self.said += (span,)
        if span != ASKED:
            first, last = (int(number) for number in span.removeprefix("bytes ").partition("/")[0].split("-"))
            assert first == self.stored
            self.stored = last + 1
        if self.stored == 2 * PIECE and not self.failed:
            self.failed = True
            return answer({"error": {"code": 503, "message": "Later."}}, 503)
        return answer(VIDEO) if self.stored == SIZE else more(self.stored - 1 if self.stored else None)

    def serve(self, call: Call) -> Reply:
        """As a flow asks."""
        if call.method == "GET":
            return answer({"items": [VIDEO]})
        return self.answer(call.method, call.headers.get("Content-Range", ""))


@define
class Line:
    """A service as httplib2 shows it to Google's client."""

    service: Service
    opened: tuple[str, Any, dict[str, str]] | None = None

    def request(self, uri: str, method: str, body: Any = None, headers: Any = None, **_more: Any) -> Any:
        named = {name.lower(): value for name, value in headers.items()}
        if method == "POST":
            self.opened = (uri, json.loads(body), named)
        reply = self.service.answer(method, named.get("content-range", ""))
        return GOOGLE.httplib2.Response({"status": str(reply.status), **reply.headers}), reply.body

    def close(self) -> None:
        """Nothing is open."""


def sent_by_google(line: Line, body: Any) -> Any:
    document = json.loads((DOCUMENTS / "youtube.v3.json").read_text("utf-8"))
    film = FILES.MediaIoBaseUpload(io.BytesIO(bytes(SIZE)), "video/mp4", chunksize=PIECE, resumable=True)
    with GOOGLE.build_from_document(document, http=line) as youtube:
        request = youtube.videos().insert(part="snippet,status", body=body, media_body=film)
        video = None
        while video is None:
            with suppress(ERRORS.HttpError):
                _, video = request.next_chunk()
    return video


def test_googles_own_client_does_the_same() -> None:
    ours, line = Service(), Line(Service())
    begun = converse(YouTube().stage(PART, ACCOUNT), ours.serve)
    part = evolve(PART, staged=begun.result)
    first = converse(YouTube().publish(part, ACCOUNT), ours.serve)
    assert isinstance(first.error, Unreachable)
    assert converse(YouTube().publish(part, ACCOUNT), ours.serve).result.id == VIDEO["id"]
    (call,) = begun.calls
    assert isinstance(call.body, Json)
    assert sent_by_google(line, call.body.value) == VIDEO
    assert line.opened is not None
    uri, body, named = line.opened
    assert (uri.partition("?")[0], body) == (call.url.partition("?")[0], call.body.value)
    for name, value in call.headers.items():
        assert named[name.lower()] == value
    assert line.service.said == (*ours.said[1:3], ASKED, ours.said[4])
    assert ours.said[0] == ours.said[3] == ASKED  # we ask before we begin, too: nobody knows what an earlier try left
