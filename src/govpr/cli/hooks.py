"""`govpr hooks`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON

app = App(name="hooks", help_epilogue=examples("govpr hooks", "govpr hooks --again"))


@app.default
def hooks(*, again: bool = False, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Tell the hooks what they were not told yet, and show how each stands. Deliveries do this by themselves.

    Args:
        again: Also send what was given up, from the beginning.
    """
    with opened(workspace) as ws:
        told = ws.notify(again=again)
    rows = [(one.hook, one.sent, one.waiting, one.given_up) for one in told]
    shown = table(("host", "told now", "waiting", "given up"), rows, title="Hooks")
    tell(as_json, "hooks", {"hooks": told}, shown)
    return NEEDS_A_PERSON if any(one.given_up for one in told) else 0
