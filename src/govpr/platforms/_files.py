"""Files of platforms that take nothing in before the post: what a handle says is sent with it."""

import json

from govpr.errors import Rejected
from govpr.http.calls import Flow, Slice
from govpr.models import Media
from govpr.platforms.protocol import Attachment, Outgoing


def described(media: Media) -> Flow[str]:
    """A handle that says which file it is; nothing is sent yet.

    Args:
        media: The file.
    """
    yield from ()
    return json.dumps({"file": media.file, "type": media.type, "url": media.url or ""})


def noted(media: Media, where: str) -> str:
    """A handle for a film that is sent when its post is prepared: which file it is, and how large.

    Args:
        media: The film, read before.
        where: The platform.

    Raises:
        Rejected: Its size is not known.
    """
    if not media.size:
        raise Rejected(f"the size of {media.file} is not known, or it is empty", where=where)
    return json.dumps({"file": media.file, "size": media.size, "type": media.type})


def film_in(part: Outgoing) -> Attachment | None:
    """The film of a part, or None where it has none.

    Args:
        part: The part.
    """
    return next((one for one in part.media if one.type.startswith("video/")), None)


def sliced(media: Attachment) -> Slice:
    """The file that a handle describes, to be sent.

    Args:
        media: What `described` gave.
    """
    known = json.loads(media.handle)
    return Slice(known["file"], type=known["type"])


def addressed(media: Media, where: str) -> Flow[str]:
    """The same for a platform that shows files from their own addresses.

    Args:
        media: The file.
        where: The platform.

    Raises:
        Rejected: It has no public https address.
    """
    if not (media.url or "").startswith("https://"):
        what = f"{where} shows files from a public https address; put it on a website and write it as the file's url"
        raise Rejected(what, where=where)
    return (yield from described(media))
