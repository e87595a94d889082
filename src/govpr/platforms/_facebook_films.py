"""Films on their way to a Facebook Page: taken in piece by piece, as the service asks for them, where nobody sees them.

Source: https://developers.facebook.com/docs/graph-api/video-uploads, with the three phases of a session, and 1363037
for a piece that began at the wrong place.
"""

import json
from collections.abc import Mapping
from typing import Any

from govpr.http.calls import Call, Flow, Form, Reply, Slice
from govpr.http.replies import puzzling, required
from govpr.platforms._graph import VERSION, address, answered
from govpr.platforms.protocol import Attachment

FILMS = "graph-video.facebook.com"
"""The host that takes films in."""
_MISPLACED = 1363037
_CORRECTIONS = 5
_DIGITS = 15


def taken_in(film: Attachment, page: str) -> Flow[str]:
    """Send a film; nobody sees it yet. Gives the session and the film's number as a handle.

    Args:
        film: With what `_files.noted` gave.
        page: Whose it is.
    """
    known, url = json.loads(film.handle), videos(page)
    reply = yield Call("POST", url, Form({"upload_phase": "start", "file_size": str(known["size"])}))
    body = answered(reply)
    handle = {
        name: required(body, reply, key) for name, key in (("session", "upload_session_id"), ("film", "video_id"))
    }
    start, stop = _piece(body, reply, known["size"])
    left = _CORRECTIONS
    while start < stop:
        phase = {"upload_phase": "transfer", "upload_session_id": handle["session"], "start_offset": str(start)}
        chunk = Slice(known["file"], start=start, stop=stop, type=known["type"])
        reply = yield Call("POST", url, Form(phase, {"video_file_chunk": chunk}))
        elsewhere = _elsewhere(reply) if left else None
        if elsewhere is not None:
            left -= 1
            start, stop = _piece(elsewhere, reply, known["size"])
            continue
        before = start
        start, stop = _piece(answered(reply), reply, known["size"])
        if start <= before:
            raise puzzling(reply, "the service does not go on after a piece of the film")
    return json.dumps(handle)


def videos(page: str) -> str:
    """Where the films of a Page are taken in and shown.

    Args:
        page: The Page's number.
    """
    return address(f"https://{FILMS}/{VERSION.name}", page, "videos")


def _piece(body: Mapping[str, Any], reply: Reply, size: int) -> tuple[int, int]:
    """Which bytes are wanted next; the same number twice when there are no more."""
    start, stop = (_offset(body.get(name)) for name in ("start_offset", "end_offset"))
    if start is None or stop is None or not start <= stop <= size or (start == stop and stop != size):
        raise puzzling(reply, "the service does not say which piece of the film it wants")
    return start, stop


def _offset(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _DIGITS:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _elsewhere(reply: Reply) -> dict[str, Any] | None:
    """Where the service wants to go on, if it says that a piece began at the wrong place."""
    try:
        error = json.loads(reply.body)["error"]
        data = error["error_data"] if error["error_subcode"] == _MISPLACED else None
        data = json.loads(data) if isinstance(data, str) else data
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
