"""Films on their way to TikTok, cut as it wants them, and pictures that it fetches itself."""

import json

from attrs import frozen

from govpr.errors import Rejected, Stale, Unreachable
from govpr.http.calls import Call, Effect, Flow, Reply, Slice
from govpr.http.replies import refusal
from govpr.models import Media

CHUNK = 10_000_000
_WHOLE = 64_000_000
_UNKNOWN = 416
_ENDED = frozenset({403, 404})


@frozen(kw_only=True)
class File:
    """A file that waits for its upload, or for TikTok to fetch it.

    Args:
        file: Its path.
        size: Its bytes; 0 where it is fetched.
        type: Its media type.
        seconds: How long it is, where known.
        url: Its public address, or "".
    """

    file: str
    size: int
    type: str
    seconds: float | None = None
    url: str = ""


def noted(media: Media) -> str:
    """The handle of a file that is sent later.

    Args:
        media: The file, read before.

    Raises:
        Rejected: A film that was not read, or a picture without a public address.
    """
    film = media.type.startswith("video/")
    if film and not media.size:
        raise Rejected(f"the size of {media.file} is not known, or it is empty", where="tiktok")
    if not film and not media.url:
        raise Rejected(f"TikTok fetches pictures itself: give {media.file} a public url", where="tiktok")
    known = {"file": media.file, "size": media.size or 0, "type": media.type, "seconds": media.seconds}
    return json.dumps({**known, "url": media.url or ""})


def file_of(handle: str) -> File:
    """The file that a handle stands for.

    Args:
        handle: What `noted` gave.

    Example:
        >>> file_of(noted(Media(file="posko.mp4", alt="Posko", type="video/mp4", size=7))).size
        7
    """
    return File(**json.loads(handle))


def cut(size: int) -> tuple[int, int]:
    """The bytes of a piece and the number of pieces; the last piece takes what is left over.

    Pieces have 5 to 64 MB, the last one up to 128; a file of less than 64 MB may go whole
    (developers.tiktok.com/doc/content-posting-api-media-transfer-guide).

    Args:
        size: Bytes of the file.

    Example:
        >>> [cut(size) for size in (3_145_728, 64_000_000, 64_000_001, 150_000_123)]
        [(3145728, 1), (64000000, 1), (10000000, 6), (10000000, 15)]
    """
    piece = size if size <= _WHOLE else CHUNK
    return piece, size // piece


def pieces(url: str, film: File, done: int) -> Flow[None]:
    """Send what is not there yet, piece by piece; the last one publishes. The address itself is the credential.

    Args:
        url: Where they go.
        film: What is sent.
        done: How many bytes are there.

    Raises:
        Stale: The address has ended; it holds for an hour.
        Unreachable: TikTok has other bytes than it was thought to have.
    """
    piece, count = cut(film.size)
    for number in range(min(done // piece, count), count):
        start, last = number * piece, number == count - 1
        stop = film.size if last else start + piece
        effect = Effect.ONCE if last else Effect.SAFE
        said_to_be = {"Content-Range": f"bytes {start}-{stop - 1}/{film.size}"}
        body = Slice(film.file, start=start, stop=stop, type=film.type)
        reply = yield Call("PUT", url, body, said_to_be, effect, signed=False)
        _taken(reply, last=last)


def _taken(reply: Reply, *, last: bool) -> None:
    if reply.status in _ENDED:
        raise Stale("the upload's address has ended", where="tiktok", status=reply.status)
    if reply.status == _UNKNOWN:
        what = "TikTok has other parts of the film than it was thought to have"
        raise Unreachable(what, where="tiktok", status=reply.status, after=10.0)
    if reply.status != (201 if last else 206):
        raise refusal(reply)
