"""When the posts of a plan go out, as a table."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import RenderableType

from govpr.cli.output import table
from govpr.cli.show import when

if TYPE_CHECKING:
    from govpr.delivery.windows import Window


def windows_table(windows: "Iterable[Window]") -> RenderableType:
    """Windows, one a line; the last column only where a limit holds posts back.

    Args:
        windows: What a plan says.
    """
    rows = [
        (one.wave, one.platform, one.posts, when(one.first), when(one.last), when(one.until) if _held(one) else "")
        for one in windows
    ]
    headers = ("wave", "platform", "posts", "first", "last", "with limits until")
    return table(headers, rows, title="When they go out")


def _held(window: "Window") -> bool:
    return window.until > window.last
