"""How much a view of one picture resembles a part of another, once both are laid over each other."""

from typing import TYPE_CHECKING, Any

from govpr.hoaxes.images.marks import SIDE, Marks, View
from govpr.hoaxes.images.reading import library
from govpr.hoaxes.images.regions import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_COARSE = 32
_BLOCK = 8
_FLAT = 4.0
_KEPT = 0.75
_STEPS = (0.04, 0.02, 0.01, 0.005)
_PROMISING = 0.3
_FEWEST = 4
_SLIVER = 0.3
_TONE = 10
_HALF = 0.5


def first_fit(view: View, marks: Marks, box: Box) -> float:
    """How well they fit before anything is moved, -1 to 1: cheap, to choose what is worth a closer look.

    Args:
        view: What is asked about.
        marks: A known picture.
        box: Which part of it the view may be.
    """
    little = library("PIL.Image").fromarray(marks.little)
    return _correlation(_grid(view.grey, _COARSE), _grid(little, _COARSE, box))


def likeness(view: View, marks: Marks, box: Box) -> float:
    """How alike they are, 0 to 1, where they fit best.

    The part is moved and stretched a little until both fit. Then they are compared block by block, by correlation:
    brightness and contrast do not count, a stamp over a quarter of the blocks does not either. A picture that shows
    next to nothing resembles none.

    Args:
        view: What is asked about.
        marks: A known picture.
        box: Which part of it the view may be.
    """
    pil = library("PIL.Image")
    little = pil.fromarray(marks.little)
    seen = _grid(view.grey, _COARSE)
    best = _correlation(seen, _grid(little, _COARSE, box))
    if best < _PROMISING:
        return 0.0
    for step in _STEPS:
        best, box = _nudged(seen, little, box, best, step)
    return _by_blocks(_grid(view.grey, SIDE), _grid(little, SIDE, box))


def is_plain(little: "NDArray[np.uint8]") -> bool:
    """Whether half of a picture and more is of one tone.

    Args:
        little: The picture in grey.
    """
    np = library("numpy")
    tones = np.convolve(np.bincount(little.ravel(), minlength=256), np.ones(2 * _TONE + 1))
    return bool(tones.max() >= _HALF * little.size)


def _nudged(seen: "NDArray[np.float32]", little: Any, box: Box, best: float, step: float) -> tuple[float, Box]:
    """The box with each edge moved where that fits better."""
    for edge in (0, 1, 2, 3, 0, 1, 2, 3):
        for move in (-step, step):
            moved = list(box)
            moved[edge] = min(1.0, max(0.0, moved[edge] + move))
            tried: Box = (moved[0], moved[1], moved[2], moved[3])
            if min(tried[2] - tried[0], tried[3] - tried[1]) < _SLIVER:  # which would resemble anything
                continue
            fit = _correlation(seen, _grid(little, _COARSE, tried))
            if fit > best:
                best, box = fit, tried
    return best, box


def _grid(grey: Any, side: int, box: Box | None = None) -> "NDArray[np.float32]":
    """A picture, or a part of it, in little."""
    np, pil = library("numpy"), library("PIL.Image")
    wide, high = grey.size
    place = None if box is None else (box[0] * wide, box[1] * high, box[2] * wide, box[3] * high)
    how = pil.Resampling.BILINEAR if side >= wide else pil.Resampling.BOX
    small: NDArray[Any] = np.asarray(grey.resize((side, side), how, box=place), dtype=np.float32)
    return small


def _correlation(one: "NDArray[np.float32]", other: "NDArray[np.float32]") -> float:
    a, b = one - one.mean(), other - other.mean()
    power = float((a * a).sum() * (b * b).sum())
    return float((a * b).sum()) / power**0.5 if power > 0 else 0.0


def _by_blocks(one: "NDArray[np.float32]", other: "NDArray[np.float32]") -> float:
    """The mean correlation of the better three quarters of the blocks that show anything."""
    np = library("numpy")
    count = len(one) // _BLOCK
    a, b = (side.reshape(count, _BLOCK, count, _BLOCK).swapaxes(1, 2).reshape(-1, _BLOCK**2) for side in (one, other))
    spread = np.maximum(a.std(axis=1), b.std(axis=1))
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    power = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    alike = np.where(power > 0, (a * b).sum(axis=1) / np.maximum(power, 1e-9), 0.0)[spread > _FLAT]
    if len(alike) < _FEWEST:
        return 0.0
    kept = np.sort(alike)[::-1][: max(_FEWEST, round(len(alike) * _KEPT))]
    return float(min(1.0, max(0.0, kept.mean())))
