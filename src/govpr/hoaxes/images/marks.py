"""A picture's marks: the hashes that find it, and a little copy that settles what was found."""

import zlib
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from govpr.hoaxes.images.reading import Picture, library
from govpr.hoaxes.images.regions import CUT, VIEWS, WHOLE, Box, trimmed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDE = 64
"""The little copy is this wide and high."""
HASHES = len(CUT) + 1
"""How many hashes are kept of each picture."""
HEAD = 4
"""So many bytes stand before the hashes in packed marks."""
_STEP = 255
_EMPTY = 3.0


@frozen(eq=False)
class Marks:
    """What is kept of a known picture.

    Args:
        hashes: One of 64 bits for each part in `parts`.
        trim: What is left of it without bars at its edges.
        little: The whole in grey, 64 by 64.
    """

    hashes: "NDArray[np.uint64]" = field(repr=False)
    trim: Box
    little: "NDArray[np.uint8]" = field(repr=False)

    @property
    def parts(self) -> tuple[Box, ...]:
        """The part that each hash is of."""
        return (*CUT, self.trim)


@frozen(eq=False)
class View:
    """One way to look at a picture that is asked about.

    Args:
        hash: Of what is seen, 64 bits.
        box: Which part it is.
        mirrored: Whether left and right are changed.
        grey: What is seen, in grey.
    """

    hash: int
    box: Box
    mirrored: bool
    grey: Any = field(repr=False)


def marks_of(picture: Picture) -> Marks:
    """The marks of a picture.

    Args:
        picture: As it was read.
    """
    np = library("numpy")
    left, top, right, bottom = (round(edge * _STEP) / _STEP for edge in trimmed(np.asarray(picture.grey)))
    boxes: tuple[Box, ...] = (*CUT, (left, top, right, bottom))
    hashes = np.array([hash_of(part(picture.grey, box)) for box in boxes], dtype=np.uint64)
    little = np.asarray(picture.grey.resize((SIDE, SIDE), library("PIL.Image").Resampling.BOX))
    return Marks(hashes, boxes[-1], little)


def views_of(picture: Picture) -> tuple[View, ...]:
    """The ways to look at a picture that is asked about; the mirrored ones last. Where nothing is seen, there is none.

    Args:
        picture: As it was read.
    """
    trim = trimmed(library("numpy").asarray(picture.grey))
    both = [WHOLE] if trim == WHOLE else [WHOLE, trim]
    seen = [(box, False) for box in dict.fromkeys([*both, *VIEWS])] + [(box, True) for box in both]
    views = (_view(picture, box, mirrored=mirrored) for box, mirrored in seen)
    return tuple(view for view in views if library("PIL.ImageStat").Stat(view.grey).stddev[0] >= _EMPTY)


def hash_of(grey: Any) -> int:
    """ImageHash's pHash of a picture, as a number of 64 bits.

    Args:
        grey: The picture.
    """
    bits = library("imagehash").phash(grey, hash_size=8).hash
    return int.from_bytes(library("numpy").packbits(bits.ravel()).tobytes(), "big")


def part(grey: Any, box: Box) -> Any:
    """A part of a picture.

    Args:
        grey: The picture.
        box: Which part.
    """
    wide, high = grey.size
    if box == WHOLE:
        return grey
    return grey.crop((round(box[0] * wide), round(box[1] * high), round(box[2] * wide), round(box[3] * high)))


def packed(marks: Marks) -> bytes:
    """Marks as bytes, for the store."""
    edges = bytes(round(edge * _STEP) for edge in marks.trim)
    return edges + marks.hashes.astype("<u8").tobytes() + zlib.compress(marks.little.tobytes(), 6)


def unpacked(data: bytes) -> Marks:
    """Marks from the store.

    Raises:
        ValueError: The bytes are not what `packed` gave.
    """
    np = library("numpy")
    try:
        grey = zlib.decompressobj().decompress(data[HEAD + HASHES * 8 :], SIDE * SIDE + 1)
    except zlib.error:
        grey = b""
    if len(grey) != SIDE * SIDE:
        raise ValueError("it is not what was packed")
    left, top, right, bottom = (value / _STEP for value in data[:HEAD])
    hashes = np.frombuffer(data, dtype="<u8", count=HASHES, offset=HEAD).astype(np.uint64)
    return Marks(hashes, (left, top, right, bottom), np.frombuffer(grey, dtype=np.uint8).reshape(SIDE, SIDE))


def _view(picture: Picture, box: Box, *, mirrored: bool) -> View:
    grey = part(picture.grey, box)
    if mirrored:
        grey = library("PIL.ImageOps").mirror(grey)
    return View(hash_of(grey), box, mirrored, grey)
