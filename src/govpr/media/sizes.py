"""Which size a picture or film is to have, so that a platform takes it: padded and scaled, never cropped."""

from math import ceil, floor, inf, sqrt

from attrs import frozen

from govpr.content.rules import Files, Span

_ANY: Span = (1, inf)


@frozen(kw_only=True)
class Layout:
    """A canvas, and how large the picture stands in its middle.

    Args:
        width: Pixels across, of the canvas.
        height: Pixels from top to bottom, of the canvas.
        inner: Width and height of the picture on it.
    """

    width: int
    height: int
    inner: tuple[int, int]


def layout(size: tuple[int, int], files: Files, *, step: int = 1) -> Layout | None:
    """The canvas nearest to a size that keeps to a platform's limits, or None where there is none.

    Args:
        size: Width and height of what there is.
        files: What the platform accepts.
        step: Both sides are multiples of it: films want even numbers.

    Example:
        >>> layout((3000, 1000), Files(ratio=(0.8, 1.91), width=(320, 1440)))
        Layout(width=1440, height=754, inner=(1440, 480))
    """
    width, height = files.width or _ANY, files.height or _ANY
    low, high = files.ratio or (0.0, inf)
    ratio = min(max(size[0] / size[1], low), high)
    across = max(float(size[0]), size[1] * ratio)
    most = min(across, width[1], height[1] * ratio, sqrt((files.pixels or inf) * ratio))
    wanted = max(most, width[0], height[0] * ratio)
    for columns in (_stepped(wanted, step, down=True), _stepped(wanted, step, down=False)):
        for rows in (_stepped(columns / ratio, step, down=True), _stepped(columns / ratio, step, down=False)):
            if columns and rows and _keeps((columns, rows), files):
                return Layout(width=columns, height=rows, inner=_inner(size, (columns, rows)))
    return None


def _stepped(value: float, step: int, *, down: bool) -> int:
    value = round(value, 6)
    return (floor(value / step) if down else ceil(value / step)) * step


def _keeps(size: tuple[int, int], files: Files) -> bool:
    measures = (size[0], files.width), (size[1], files.height), (size[0] / size[1], files.ratio)
    inside = all(span is None or span[0] <= value <= span[1] for value, span in measures)
    return inside and (files.pixels is None or size[0] * size[1] <= files.pixels)


def _inner(size: tuple[int, int], canvas: tuple[int, int]) -> tuple[int, int]:
    """The largest picture of the same shape on a canvas; a line that rounding would leave at an edge is filled."""
    scale = min(canvas[0] / size[0], canvas[1] / size[1])
    sides = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    whole = all(abs(side - edge) <= 1 for side, edge in zip(sides, canvas, strict=True))
    return canvas if whole else (min(sides[0], canvas[0]), min(sides[1], canvas[1]))
