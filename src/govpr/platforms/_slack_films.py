"""Films for Slack channels: sent beforehand, where nobody sees them, and shared by one call.

Sharing goes on after that call was answered, so the message's number comes from the film itself: Slack advises to ask
`files.info` until it has shares (https://github.com/slackapi/bolt-js/issues/2115). Also:
https://docs.slack.dev/reference/methods/files.completeUploadExternal.
"""

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from govpr.errors import Misconfigured, ProtocolError, Rejected, Submitted
from govpr.http.calls import Call, Effect, Flow, Slice
from govpr.http.replies import puzzling, refusal, required
from govpr.models import Receipt
from govpr.platforms._answers import inner, rows
from govpr.platforms._slack import expect, get, post, receipt_of, words_of
from govpr.platforms.protocol import Attachment, Outgoing

FILES = "https://files.slack.com/"
_POLLS = (1.0, 2.0, 3.0, 5.0, 10.0)
_LOOK = 30.0


def sent(name: str, size: int, body: Slice, alt: str = "") -> Flow[str]:
    """Send a file, which nobody sees before it is shared or completed; gives Slack's number of it.

    Args:
        name: Its name.
        size: Its bytes.
        body: The file.
        alt: What a picture shows.
    """
    query = {"filename": name, "length": str(size), **({"alt_txt": alt} if alt else {})}
    reply = yield get("files.getUploadURLExternal", query)
    told = expect(reply)
    place, file = required(told, reply, "upload_url"), required(told, reply, "file_id")
    if not place.startswith(FILES):
        raise puzzling(reply, "files are to be sent to an address that is not Slack's")
    reply = yield Call("POST", place, body, signed=False)
    if reply.status != 200:  # noqa: PLR2004
        raise refusal(reply)
    return file


def taken_in(film: Attachment) -> Flow[str]:
    """Send a film; gives Slack's number of it.

    Args:
        film: With what `_files.noted` gave.
    """
    known = json.loads(film.handle)
    return (yield from sent(PurePath(known["file"]).name, known["size"], Slice(known["file"], type=known["type"])))


def shared(part: Outgoing, film: Attachment, channel: str, home: str) -> Flow[Receipt]:
    """Share a film with its words, and wait a while until it stands in the channel.

    Args:
        part: What is posted; `staged` is what `taken_in` gave.
        film: The film.
        channel: Where.
        home: The address of the workspace.

    Raises:
        Submitted: Slack has not shared it yet.
    """
    title = PurePath(json.loads(film.handle)["file"]).name
    body: dict[str, Any] = {"files": [{"id": part.staged, "title": title}], "channel_id": channel}
    thread = {"thread_ts": part.first.id} if part.first else {}
    reply = yield post("files.completeUploadExternal", {**body, "blocks": [words_of(part.text)], **thread}, Effect.ONCE)
    expect(reply)
    for wait in _POLLS:
        look = yield get("files.info", {"file": part.staged}, after=wait)
        try:
            moment = _moment(expect(look), channel)
        except (Misconfigured, ProtocolError, Rejected) as trouble:  # it is taken, whether or not it may be looked at
            raise _working() from trouble
        if moment:
            return receipt_of(moment, look, home, channel)
    raise _working()


def found(part: Outgoing, channel: str, home: str) -> Flow[Receipt | None]:
    """The receipt of a film that stands in the channel; None where it was never shared.

    Args:
        part: What was posted; `staged` is what `taken_in` gave.
        channel: Where.
        home: The address of the workspace.

    Raises:
        Submitted: Slack has it, and has not shared it yet.
    """
    reply = yield get("files.info", {"file": part.staged})
    try:
        told = expect(reply)
    except Rejected as error:
        if error.code != "file_not_found":
            raise
        return None
    moment = _moment(told, channel)
    if not moment:
        raise _working()
    return receipt_of(moment, reply, home, channel)


def _moment(told: Mapping[str, Any], channel: str) -> str:
    """When a file was shared in a channel, which is the message's number; "" while it is not."""
    shares = inner(told.get("file"), "shares")
    found = [one.get("ts") for kind in ("public", "private") for one in rows(shares.get(kind), channel)]
    return next((moment for moment in found if isinstance(moment, str) and moment), "")


def _working() -> Submitted:
    return Submitted("Slack has the film, and has not shared it yet", where="slack", after=_LOOK)
