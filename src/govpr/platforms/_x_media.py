"""Files for X: taken in by parts, worked on by X, and described for those who do not see them.

Source: https://docs.x.com/x-api/media/quickstart/media-upload-chunked.
"""

from typing import Any

from govpr.errors import Misconfigured, Rejected, Unreachable
from govpr.http.calls import Call, Flow, Form, Json, Slice
from govpr.http.replies import required
from govpr.models import Media, MediaKind
from govpr.platforms._x import taken

_PART = 4 * 1024 * 1024
_POLLS = 40
_SLOWEST = 30.0


def take_in(media: Media, api: str) -> Flow[str]:
    """Take in one file and give X's id of it; what no post shows is dropped after a day.

    Args:
        media: The file, with its size.
        api: Where X's API is.

    Raises:
        Rejected: X cannot work with the file.
        Unreachable: X is still working on it.
    """
    base, size = f"{api}/media/upload", media.size
    if size is None:
        raise Misconfigured(f"the size of {media.file} is not known; plan the campaign again", where="x")
    video = media.kind is MediaKind.VIDEO
    about = {"media_type": media.type, "media_category": "tweet_video" if video else "tweet_image", "total_bytes": size}
    reply = yield Call("POST", f"{base}/initialize", Json(about))
    handle = required(taken(reply), reply, "data", "id")
    for index, start in enumerate(range(0, size, _PART)):
        part = Slice(media.file, start, min(start + _PART, size), media.type)
        form = Form({"segment_index": str(index)}, {"media": part})
        taken((yield Call("POST", f"{base}/{handle}/append", form)), 200, 204)
    reply = yield Call("POST", f"{base}/{handle}/finalize")
    yield from _worked_on(taken(reply), f"{base}?command=STATUS&media_id={handle}")
    if not video:  # alt texts are of pictures alone
        alt = {"id": handle, "metadata": {"alt_text": {"text": media.alt}}}
        taken((yield Call("POST", f"{api}/media/metadata", Json(alt))))
    return handle


def files_to_keep(body: dict[str, Any]) -> list[str]:
    """The ids of the files that a post shows; a file's key is its kind and its id, as `3_188`.

    Args:
        body: The answer that has the post, with its attachments and whether it can be edited.

    Raises:
        Rejected: The post is gone, or X lets nobody edit it any more.

    Example:
        >>> files_to_keep({"data": {"id": "19", "attachments": {"media_keys": ["3_188"]}}})
        ['188']
    """
    post = body.get("data")
    if not isinstance(post, dict):
        raise Rejected("the post is not shown: deleted, or hidden", where="x")
    controls = post.get("edit_controls")
    known = controls if isinstance(controls, dict) else {}
    if known.get("is_edit_eligible") is False or known.get("edits_remaining") == 0:
        raise Rejected("X lets this post be edited no more: 30 minutes, or five edits, are over", where="x")
    attached = post.get("attachments")
    keys = attached.get("media_keys") if isinstance(attached, dict) else None
    return [str(key).rpartition("_")[2] for key in keys] if isinstance(keys, list) else []


def _worked_on(body: dict[str, Any], status: str) -> Flow[None]:
    """Ask until X is done; X says in how many seconds it is worth asking."""
    for _ in range(_POLLS):
        data = body.get("data")
        work = data.get("processing_info") if isinstance(data, dict) else None
        state = work.get("state") if isinstance(work, dict) else "succeeded"
        if state == "succeeded" or not isinstance(work, dict):
            return
        if state == "failed":
            trouble = work.get("error")
            why = trouble.get("message") if isinstance(trouble, dict) else None
            raise Rejected(f"X cannot work with the file: {why or 'it does not say why'}", where="x")
        seconds = work.get("check_after_secs")
        pause = min(float(seconds), _SLOWEST) if isinstance(seconds, int | float) and seconds > 0 else 2.0
        body = taken((yield Call("GET", status, after=pause)))
    raise Unreachable("X is still working on a file", where="x", after=60)
