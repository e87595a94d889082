"""Looking at a picture or film: its type, its size in pixels, how long it is. Little of a file is read for that."""

import stat
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import frozen

from govpr.errors import InvalidFile, Problem
from govpr.hoaxes.images.reading import MOST_PIXELS
from govpr.media.films import film
from govpr.media.kinds import HEAD, PICTURES, type_of
from govpr.models import MediaKind

_ORIENTATION = 0x0112
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})


@frozen(kw_only=True)
class Facts:
    """What a file is.

    Args:
        kind: A picture or a film.
        type: Its media type, by its content.
        width: Pixels across as it is shown, or None where nothing on this machine can tell.
        height: Pixels from top to bottom as it is shown, or None.
        seconds: How long a film is, or None.
    """

    kind: MediaKind
    type: str
    width: int | None = None
    height: int | None = None
    seconds: float | None = None


def inspect(path: Path) -> Facts:
    """Look at a file. Pictures are not decoded: only their headers are read.

    Args:
        path: A picture or a film.

    Raises:
        InvalidFile: It is neither, is broken, or has more pixels than anything that is shown.
        OSError: It cannot be read.
    """
    kind = type_of(_head(path))
    if kind is None:
        raise unfit(path.name, "is no picture or film that is known", "save it anew as PNG, JPEG, WebP or MP4")
    if kind.startswith("image/"):
        width, height = _size(path, kind)
        return Facts(kind=MediaKind.IMAGE, type=kind, width=width, height=height)
    seen = film(path)
    if seen is None:
        return Facts(kind=MediaKind.VIDEO, type=kind)
    if seen.width is None:
        raise unfit(path.name, "has no moving pictures that can be read", "save it anew as MP4")
    return Facts(kind=MediaKind.VIDEO, type=kind, width=seen.width, height=seen.height, seconds=seen.seconds)


def unfit(name: str, message: str, advice: str) -> InvalidFile:
    """The error for a file that cannot be used."""
    return InvalidFile((Problem("", message, advice),), name)


def _head(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for without end
        raise unfit(path.name, "is no file", "name the picture or film itself")
    with path.open("rb") as file:
        return file.read(HEAD)


def _size(path: Path, kind: str) -> tuple[int | None, int | None]:
    """Width and height the right way up; None where Pillow is not installed or does not know the format."""
    pil = _pillow()
    known = [name for name, own in PICTURES.items() if own == kind]
    if pil is None or not known:
        return None, None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of what is doubtful; a doubtful picture is refused
            with pil.open(path, formats=known) as image:
                (width, height), turned = image.size, _turned(image, kind)
    except (pil.DecompressionBombError, pil.DecompressionBombWarning):
        raise _too_large(path.name) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise _broken(path.name, error) from error
    except Exception as error:  # decoders fail in every way there is, struct.error and SyntaxError too
        raise _broken(path.name, error) from error
    if width * height > MOST_PIXELS:
        raise _too_large(path.name)
    return (height, width) if turned else (width, height)


def _turned(image: Any, kind: str) -> bool:
    """Whether it is shown on its side. A PNG is not asked: its answer may stand behind all of its pixels."""
    return kind != "image/png" and image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE


def _pillow() -> Any:
    try:
        pil = import_module("PIL.Image")
    except ImportError:
        return None
    pil.init()
    return pil


def _broken(name: str, error: Exception) -> InvalidFile:
    advice = "open it in another program and save it anew as PNG or JPEG"
    return unfit(name, f"is no picture that can be read ({type(error).__name__})", advice)


def _too_large(name: str) -> InvalidFile:
    return unfit(name, f"has more than {MOST_PIXELS:,} pixels", "make it smaller first")
