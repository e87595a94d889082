"""Which parts of a picture are hashed: what is left of it where somebody cuts its edges or puts bars around it."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of width and height."""

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
_C, _E = 0.10, 0.12
CUT: tuple[Box, ...] = (
    WHOLE,
    *((cut, cut, 1 - cut, 1 - cut) for cut in (0.05, 0.10, 0.15)),
    (_E, 0.0, 1.0, 1.0),
    (0.0, _E, 1.0, 1.0),
    (0.0, 0.0, 1 - _E, 1.0),
    (0.0, 0.0, 1.0, 1 - _E),
    (0.0, _C, 1.0, 1 - _C),
    (_C, 0.0, 1 - _C, 1.0),
)
"""What is kept of a known picture: a cut one resembles one of them. The trimmed whole is kept besides."""

VIEWS: tuple[Box, ...] = (WHOLE, (0.0, 0.15, 1.0, 1.0), (0.0, 0.0, 1.0, 0.85))
"""What is looked at of a picture that is asked about. The trimmed whole is looked at besides."""

_ALIKE = 14
_SHARE = 0.55
_WORDS = 0.06
_DEEPEST = 0.42
_LEAST = 0.02
_LEFT = 0.4


def trimmed(grey: "NDArray[np.uint8]") -> Box:
    """What is left without bars of one colour at the edges, words on them included.

    A row belongs to a bar where most of it has the bar's colour, or where it is a line of words inside the bar. The
    whole is kept where hardly anything would be left, as of a page of text.

    Args:
        grey: A picture in grey.
    """
    high, wide = grey.shape
    top, bottom = _bar(grey) / high, _bar(grey[::-1]) / high
    middle = grey[round(top * high) : high - round(bottom * high)].T
    left, right = _bar(middle) / wide, _bar(middle[::-1]) / wide
    cuts = [cut if cut >= _LEAST else 0.0 for cut in (left, top, right, bottom)]
    box = (cuts[0], cuts[1], 1 - cuts[2], 1 - cuts[3])
    return box if min(box[2] - box[0], box[3] - box[1]) >= _LEFT else WHOLE


def _bar(grey: "NDArray[np.uint8]") -> int:
    """How many rows from the top on belong to a bar."""
    rows = grey[: int(len(grey) * _DEEPEST)].astype("int16")
    values = sorted(int(value) for value in rows[0])
    colour = values[len(values) // 2]
    shares = (abs(rows - colour) <= _ALIKE).mean(axis=1)
    depth = 0
    for place, share in enumerate(shares):
        if share >= _SHARE:
            depth = place + 1
        elif place - depth >= len(grey) * _WORDS:
            break
    return depth


def within(outer: Box, inner: Box) -> Box:
    """A part of a part, as a part of the whole.

    Example:
        >>> within((0.5, 0.0, 1.0, 1.0), (0.0, 0.0, 0.5, 1.0))
        (0.5, 0.0, 0.75, 1.0)
    """
    wide, high = outer[2] - outer[0], outer[3] - outer[1]
    return (
        outer[0] + inner[0] * wide,
        outer[1] + inner[1] * high,
        outer[0] + inner[2] * wide,
        outer[1] + inner[3] * high,
    )
