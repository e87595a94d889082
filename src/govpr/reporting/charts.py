"""Where the shapes of a chart stand; `charts.svg` draws them.

Our own few lines instead of altair with vl-convert: those bring tens of megabytes for three plain charts.
"""

from collections.abc import Mapping, Sequence

from attrs import frozen

WIDTH = 640.0
LABEL, NUMBER, ROW, BAR = 200.0, 60.0, 34.0, 20.0
HEIGHT, FOOT = 180.0, 24.0


@frozen(kw_only=True)
class Shape:
    """A rectangle, in the chart's units.

    Args:
        x: Left edge.
        y: Upper edge.
        width: Its width.
        height: Its height.
        name: What it stands for.
        value: The number that it shows.
        kind: Its colour's name.
    """

    x: float
    y: float
    width: float
    height: float
    name: str
    value: int
    kind: str = ""


@frozen(kw_only=True)
class Chart:
    """Shapes and the room that they take.

    Args:
        width: In units.
        height: In units.
        shapes: Bars, in reading order.
        line: Points of a line as `x,y x,y`, or "".
        most: The number that the full width or height stands for.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    line: str = ""
    most: int = 0


def bars(rows: Sequence[tuple[str, int]]) -> Chart:
    """Horizontal bars, one a row, all to one scale.

    Args:
        rows: Names and numbers from zero up.

    Example:
        >>> [shape.width for shape in bars([("a", 10), ("b", 5)]).shapes]
        [380.0, 190.0]
    """
    return stacked([(name, {name: value}) for name, value in rows])


def stacked(rows: Sequence[tuple[str, Mapping[str, int]]]) -> Chart:
    """Horizontal bars that are cut into parts.

    Args:
        rows: Names, each with the numbers of its parts.

    Example:
        >>> [(shape.x, shape.width) for shape in stacked([("a", {"sent": 3, "failed": 1})]).shapes]
        [(200.0, 285.0), (485.0, 95.0)]
    """
    most = max((sum(parts.values()) for _, parts in rows), default=0) or 1
    scale = (WIDTH - LABEL - NUMBER) / most
    shapes = [shape for number, (_, parts) in enumerate(rows) for shape in _parts(number, parts, scale)]
    return Chart(width=WIDTH, height=len(rows) * ROW, shapes=tuple(shapes), most=most)


def timeline(days: Sequence[tuple[str, int, int]]) -> Chart:
    """Upright bars for one number, a line for another, side by side in time.

    Args:
        days: For each day its name, the bar's and the line's number.

    Example:
        >>> timeline([("1", 1, 2), ("2", 2, 2)]).line
        '160.0,0.0 480.0,0.0'
    """
    most = max((max(bar, line) for _, bar, line in days), default=0) or 1
    step, scale = WIDTH / max(1, len(days)), HEIGHT / most
    shapes = tuple(_upright(number, name, bar, step, scale) for number, (name, bar, _) in enumerate(days))
    points = [
        f"{_round((number + 0.5) * step)},{_round(HEIGHT - line * scale)}" for number, (_, _, line) in enumerate(days)
    ]
    return Chart(width=WIDTH, height=HEIGHT + FOOT, shapes=shapes, line=" ".join(points), most=most)


def _parts(number: int, parts: Mapping[str, int], scale: float) -> list[Shape]:
    shapes, x = [], LABEL
    for name, value in parts.items():
        width = value * scale
        y = number * ROW + (ROW - BAR) / 2
        shapes.append(
            Shape(x=_round(x), y=_round(y), width=_round(width), height=BAR, name=name, value=value, kind=name)
        )
        x += width
    return shapes


def _upright(number: int, name: str, value: int, step: float, scale: float) -> Shape:
    width, height = min(step * 0.7, 40.0), value * scale
    x = (number + 0.5) * step - width / 2
    return Shape(
        x=_round(x), y=_round(HEIGHT - height), width=_round(width), height=_round(height), name=name, value=value
    )


def _round(number: float) -> float:
    return round(number, 2)
