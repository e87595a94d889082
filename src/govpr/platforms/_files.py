"""Files of platforms that take nothing in before the post: what a handle says is sent with it."""

import json

from govpr.http.calls import Flow, Slice
from govpr.models import Media
from govpr.platforms.protocol import Attachment


def described(media: Media) -> Flow[str]:
    """A handle that says which file it is; nothing is sent yet.

    Args:
        media: The file.
    """
    yield from ()
    return json.dumps({"file": media.file, "type": media.type, "url": media.url or "", "size": media.size or 0})


def sliced(media: Attachment) -> Slice:
    """The file that a handle describes, to be sent.

    Args:
        media: What `described` gave.
    """
    known = json.loads(media.handle)
    return Slice(known["file"], type=known["type"])
