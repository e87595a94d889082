"""The live view of `govpr status --watch`: redrawn on a terminal, a line for each change where there is none."""

import sys
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.live import Live

from govpr.cli.output import plain, screen, table
from govpr.cli.show import deliveries_table, when
from govpr.models import DeliveryState

if TYPE_CHECKING:
    from govpr import Workspace
    from govpr.observing.figures import Figures

_EVERY = 2.0
_SHARE = 10
"""Counting takes a tenth of the time at most, however long the queue is."""
_SHOWN = 10


def watched(ws: "Workspace", over: Callable[[float], bool]) -> None:
    """Show how deliveries stand until it is over.

    Args:
        ws: The workspace.
        over: Waits for some seconds and says whether it is over.
    """
    if sys.stdout.isatty():
        with Live(console=screen(), auto_refresh=False) as live:
            _shown(ws, over, lambda now: live.update(_view(ws, now), refresh=True))
        return
    said: list[str] = []

    def line(now: "Figures") -> None:
        told = _line(now, ws.troubled(limit=0).total)
        if said[-1:] != [told]:
            said[:] = [told]
            sys.stdout.write(f"{when(now.at)}: {told}\n")
            sys.stdout.flush()

    _shown(ws, over, line)


def _shown(ws: "Workspace", over: Callable[[float], bool], show: Callable[["Figures"], None]) -> None:
    while True:
        began = monotonic()
        show(ws.figures())
        if over(max(_EVERY, _SHARE * (monotonic() - began))):
            return


def _line(now: "Figures", needing: int) -> str:
    counts = ", ".join(f"{count} {state.value}" for state, count in now.deliveries.items())
    late = "" if now.oldest_due is None else f"; the oldest is due since {when(now.oldest_due)}"
    return (counts or "no deliveries") + late + (f"; {needing} need a person" if needing else "")


def _view(ws: "Workspace", now: "Figures") -> RenderableType:
    states = [state for state in DeliveryState if state in now.deliveries]
    rows: list[tuple[object, ...]] = [
        (one.platform, *(one.deliveries.get(state) for state in states), one.retries or None) for one in now.platforms
    ]
    if len(rows) > 1:
        rows.append(("all", *now.deliveries.values(), sum(one.retries for one in now.platforms) or None))
    headers = ("platform", *(state.value for state in states), "retries")
    late = "nothing is due" if now.oldest_due is None else f"the oldest is due since {when(now.oldest_due)}"
    shown: list[RenderableType] = [plain(f"{when(now.at)}: {late}"), table(headers, rows, title="Deliveries")]
    found = ws.troubled(limit=_SHOWN)
    if found.total:
        shown.append(deliveries_table(found.deliveries, title=f"{found.total} need a person: govpr status --troubled"))
    return Group(*shown)
