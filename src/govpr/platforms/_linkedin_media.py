"""Files for LinkedIn: an address for the bytes is asked for first, and the file is ready when LinkedIn says so.

Sources: "Images API" and "Videos API" under
https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/.
"""

from typing import Any

from govpr.errors import Misconfigured, Rejected, Unreachable
from govpr.http.calls import Call, Flow, Json, Reply, Slice
from govpr.http.replies import puzzling, required
from govpr.models import Media
from govpr.platforms._linkedin import HEADERS, taken, urn

_POLLS = 40


def take_in_image(media: Media, owner: str, api: str) -> Flow[str]:
    """Take in one picture and give its URN.

    Args:
        media: The picture.
        owner: The URN of the page.
        api: Where LinkedIn's API is.

    Raises:
        Rejected: LinkedIn cannot work with it.
    """
    begin = Json({"initializeUploadRequest": {"owner": owner}})
    reply = yield Call("POST", f"{api}/images?action=initializeUpload", begin, HEADERS)
    body = taken(reply)
    name, address = (required(body, reply, "value", key) for key in ("image", "uploadUrl"))
    _stored((yield Call("PUT", address, Slice(media.file, type=media.type))))
    yield from _ready(f"{api}/images/{urn(name)}")
    return name


def take_in_video(media: Media, owner: str, api: str) -> Flow[str]:
    """Take in one film by the parts that LinkedIn asks for, and give its URN.

    Args:
        media: The film, with its size.
        owner: The URN of the page.
        api: Where LinkedIn's API is.

    Raises:
        Rejected: LinkedIn cannot work with it.
    """
    if media.size is None:
        raise Misconfigured(f"the size of {media.file} is not known; plan the campaign again", where="linkedin")
    about = {"owner": owner, "fileSizeBytes": media.size, "uploadCaptions": False, "uploadThumbnail": False}
    begin = Json({"initializeUploadRequest": about})
    reply = yield Call("POST", f"{api}/videos?action=initializeUpload", begin, HEADERS)
    body = taken(reply)
    name, parts = required(body, reply, "value", "video"), []
    for address, start, stop in _instructions(body, reply):
        # The address is the permission: LinkedIn wants no token with it.
        stored = _stored((yield Call("PUT", address, Slice(media.file, start, stop), signed=False)))
        parts.append(_tag(stored))
    done = {"video": name, "uploadToken": body["value"].get("uploadToken") or "", "uploadedPartIds": parts}
    taken((yield Call("POST", f"{api}/videos?action=finalizeUpload", Json({"finalizeUploadRequest": done}), HEADERS)))
    yield from _ready(f"{api}/videos/{urn(name)}")
    return name


def _instructions(body: dict[str, Any], reply: Reply) -> list[tuple[str, int, int]]:
    rows = body["value"].get("uploadInstructions")
    found = []
    for row in rows if isinstance(rows, list) else ():
        address = required(row, reply, "uploadUrl")
        first, last = row.get("firstByte"), row.get("lastByte")
        if not (isinstance(first, int) and isinstance(last, int)):
            raise puzzling(reply, "the answer does not say which bytes go where")
        found.append((address, first, last + 1))
    if not found:
        raise puzzling(reply, "the answer has no address for the film")
    return found


def _stored(reply: Reply) -> Reply:
    if reply.status not in (200, 201):
        taken(reply)
    return reply


def _tag(reply: Reply) -> str:
    tag = reply.headers.get("etag", "").strip('"')
    if not tag:
        raise puzzling(reply, "the answer does not name the part that was stored")
    return tag


def _ready(address: str) -> Flow[None]:
    """Wait until a post may show the file."""
    for attempt in range(_POLLS):
        reply = yield Call("GET", address, headers=HEADERS, after=min(1.0 + attempt, 10.0))
        body = taken(reply)
        state = required(body, reply, "status")
        if state == "AVAILABLE":
            return
        if state == "PROCESSING_FAILED":
            why = body.get("processingFailureReason")
            raise Rejected(f"LinkedIn cannot work with the file: {why or 'it does not say why'}", where="linkedin")
    raise Unreachable("LinkedIn is still working on a file", where="linkedin", after=60)
