"""`govpr doctor`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import severity, table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.errors import InputError, StoreError

app = App(name="doctor", help_epilogue=examples("govpr doctor", "govpr doctor --clock https://www.bmkg.go.id --json"))


@app.default
def doctor(*, clock: str = "", workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Look for what may stop the workspace, and say what to do.

    It looks at the store, the hoax index, the clock, accounts, the disk, the key and late posts. Exits with 1 where
    something is wrong.

    Args:
        clock: The address of a server whose clock this machine's is held against; nobody else is asked anything.
    """
    from govpr.workspace.doctor import unopened  # noqa: PLC0415  (loads what only this needs)

    try:
        with opened(workspace) as ws:
            found = ws.doctor(clock=clock)
    except (StoreError, InputError) as error:
        found = unopened(error)
    rows = [(severity(one.severity), one.code, one.message, one.advice) for one in found.findings]
    shown = table(("", "code", "what", "what to do"), rows) if rows else "All is well."
    tell(as_json, "checkup", {"well": found.is_well, "looked": found.looked, "findings": found.findings}, shown)
    return 0 if found.is_well else NEEDS_A_PERSON
