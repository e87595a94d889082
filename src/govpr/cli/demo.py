"""`govpr demo`."""

from pathlib import Path

from cyclopts import App

from govpr.cli.logs import logging_events
from govpr.cli.options import AsJson, examples
from govpr.cli.output import tell
from govpr.cli.progress import working
from govpr.demo import play, tale

app = App(name="demo", help_epilogue=examples("govpr demo", "govpr demo --out my-demo", "govpr demo --json"))


@app.default
def demo(*, out: Path = Path("govpr-demo"), as_json: AsJson = False) -> None:
    """See the whole of it with example data, offline: plan, check, approve, deliver, report.

    A second run into the same folder publishes nothing twice, and keeps the files that you edited.

    Args:
        out: The folder to work in.
    """
    with logging_events(), working("Playing the demo"):
        played = play(out)
    tell(as_json, "demo", played.summary(), *tale(played))
