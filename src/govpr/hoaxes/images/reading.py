"""Opening a picture that a stranger sent: whatever the file holds, little memory is used and errors are ours."""

import hashlib
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from govpr.errors import InputError, InvalidFile, Problem

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 32 * 1024 * 1024
MOST_PIXELS = 50_400_000
"""What a telephone's camera of 50 megapixels makes. Decoded it takes 150 MB, with transparency for a moment 350 MB."""
_ROWS = 256
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
_SIDE = 256


@frozen
class Picture:
    """A picture, reduced to what is compared.

    Args:
        digest: SHA-256 of the file's bytes.
        pixels: SHA-256 of the decoded pixels, the right way up: the same whatever stands beside them in the file.
        width: In pixels.
        height: In pixels.
        type: Its format, as `JPEG`.
        grey: The whole of it in grey, 256 by 256.
    """

    digest: str
    pixels: str
    width: int
    height: int
    type: str
    grey: "Image" = field(repr=False, eq=False)


def read_picture(path: Path) -> Picture:
    """Read a picture's file.

    Args:
        path: JPEG, PNG, WebP, GIF (its first frame), BMP or AVIF.

    Raises:
        InvalidFile: It is no such picture, is broken, or is larger than 32 MB or 50.4 million pixels.
        InputError: The extra `images` is not installed.
    """
    return picture_of(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that is no larger than what is taken.

    Raises:
        InvalidFile: It is larger, or cannot be read.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for without end
            raise _unfit(path.name, "is no file", "name the picture itself")
        if about.st_size > MOST_BYTES:
            raise _unfit(path.name, f"has {about.st_size:,} bytes, more than {MOST_BYTES:,}", "make it smaller first")
        return path.read_bytes()
    except OSError as error:
        raise _unfit(path.name, f"cannot be read: {error.strerror}", "check its name and place") from None


def picture_of(data: bytes, name: str = "the picture") -> Picture:
    """A picture from its bytes.

    Args:
        data: The file's bytes.
        name: The file's name, for errors.

    Raises:
        InvalidFile: As `read_picture`.
        InputError: The extra `images` is not installed.
    """
    with opened(data, name) as image:
        upright = image if image.mode == "RGB" else image.convert("RGB")
        pixels = hashlib.sha256(f"{upright.width}x{upright.height}:".encode())
        for top in range(0, upright.height, _ROWS):
            rows = upright.crop((0, top, upright.width, min(top + _ROWS, upright.height)))
            pixels.update(rows.tobytes())
        pil = library("PIL.Image")
        grey = upright.convert("L").resize((_SIDE, _SIDE), pil.Resampling.BOX)
        return Picture(
            digest=hashlib.sha256(data).hexdigest(),
            pixels=pixels.hexdigest(),
            width=upright.width,
            height=upright.height,
            type=image.info["govpr-type"],
            grey=grey,
        )


@contextmanager
def opened(data: bytes, name: str) -> "Iterator[Image]":
    """The decoded picture, the right way up; its size is looked at before it is decoded.

    Raises:
        InvalidFile: As `read_picture`.
    """
    pil, ops = library("PIL.Image"), library("PIL.ImageOps")
    if len(data) > MOST_BYTES:
        raise _unfit(name, f"has {len(data):,} bytes, more than {MOST_BYTES:,}", "make it smaller first")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of what is doubtful; a doubtful picture is refused
            pil.init()
            known = [kind for kind in _FORMATS if kind in pil.OPEN]  # not every Pillow is built with all of them
            with pil.open(BytesIO(data), formats=known) as image:
                _refuse_large(image.size, name)
                kind = str(image.format)
                upright = _plain(image)
                ops.exif_transpose(upright, in_place=True)
                upright.info["govpr-type"] = kind
    except InvalidFile:
        raise
    except (pil.DecompressionBombError, pil.DecompressionBombWarning):
        raise _too_large(name) from None
    except Exception as error:  # decoders of nine formats fail in every way there is, struct.error and SyntaxError too
        kind = type(error).__name__
        advice = "open it in another program and save it anew as PNG or JPEG"
        raise _unfit(name, f"is no picture that can be read ({kind})", advice) from error
    yield upright


def library(name: str) -> Any:
    """A module of the extra `images`.

    Raises:
        InputError: It is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise InputError((Problem("pictures", "need an extra", "pip install govpr[images]"),)) from None


def _plain(image: Any) -> Any:
    """Without transparency: what shows through is white, as most programs show it."""
    image.load()
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA"):
        shown = image if image.mode == "RGBA" else image.convert("RGBA")
        ground = library("PIL.Image").new("RGB", shown.size, "white")
        ground.paste(shown, mask=shown.getchannel("A"))
        ground.info = {key: value for key, value in image.info.items() if key == "exif"}
        return ground
    return image


def _refuse_large(size: tuple[int, int], name: str) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> InvalidFile:
    return _unfit(name, f"has more than {MOST_PIXELS:,} pixels", "make it smaller first")


def _unfit(name: str, message: str, advice: str) -> InvalidFile:
    return InvalidFile((Problem("", message, advice),), name)
