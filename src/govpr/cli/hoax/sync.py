"""`govpr hoax sync`: read hoax databases through, for use without a network."""

from collections.abc import Iterator, Sequence

from cyclopts import App
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import moving
from govpr.workspace.reading import Synced

app = App(name="sync", help_epilogue=examples("govpr hoax sync", "govpr hoax sync turnbackhoax --full"))

_SHOWN = 20


@app.default
def sync(*names: str, full: bool = False, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Read hoax databases through into the local store: what is new, corrected or taken back since the last time.

    Stopped at any moment, it goes on there the next time. Exit code 1: one of them could not be read to its end.

    Args:
        names: Which ones, as govpr hoax databases lists them; all that can be read through when left out.
        full: Read everything again, and take out what is no longer there.
    """
    with opened(workspace) as ws, moving("Reading") as progress:
        told = ws.databases.sync(*names, full=full, progress=progress)
    tell(as_json, "synced", {"synced": told}, *_shown(told))
    return NEEDS_A_PERSON if any(one.problem for one in told) else 0


def _shown(told: Sequence[Synced]) -> Iterator[RenderableType]:
    headers = ("database", "read", "new", "corrected", "taken back", "up to", "trouble")
    rows = [(one.database, one.read, one.added, one.changed, one.removed, one.finished, one.problem) for one in told]
    yield table(headers, rows, title="Hoax databases")
    unread = [f"{one.database}: {problem}" for one in told for problem in one.unread]
    yield from unread[:_SHOWN]
    if len(unread) > _SHOWN:
        yield f"and {len(unread) - _SHOWN} more that could not be taken over; --json lists them all."
