"""`govpr deliver`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cyclopts import App
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import moving
from govpr.cli.show import deliveries_table

if TYPE_CHECKING:
    from govpr.workspace import Delivered

app = App(name="deliver", help_epilogue=examples("govpr deliver", "govpr deliver --json", "*/5 * * * * govpr deliver"))

_TITLES = {
    "sent": "Published",
    "handed_over": "In the share kits of their owners",
    "waiting": "To be tried again by itself",
    "partial": "Partly out",
    "in_doubt": "In doubt: look on the platform, then govpr resolve POST",
    "refused": "Refused: change the message, or govpr retry POST",
    "failed": "Tried too often: govpr retry POST",
    "withdrawn": "Withdrawn: the owner's consent ended",
    "held": "Held: live delivery is off (live = true in govpr.toml switches it on)",
}


@app.default
def deliver(*, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Deliver what is due and approved: publish it, hand it over, or say why it waits.

    Safe to run at any time, and again after a crash: nothing is lost, nothing goes out twice.
    """
    with opened(workspace) as ws, moving("Delivering") as progress:
        done = ws.deliver(progress=progress)
    tell(as_json, "delivered", done, *_shown(done))
    return NEEDS_A_PERSON if done.troubled else 0


def _shown(done: "Delivered") -> Iterator[RenderableType]:
    groups = [(title, getattr(done, name)) for name, title in _TITLES.items()]
    for title, deliveries in groups:
        if deliveries:
            yield deliveries_table(deliveries, title=f"{title} ({len(deliveries)})")
    if not any(deliveries for _, deliveries in groups):
        yield "Nothing is due."
