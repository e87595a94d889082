"""`govpr audit`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.show import when

app = App(name="audit", help_epilogue=examples("govpr audit", "govpr audit --verify", "govpr audit --json"))


@app.default
def audit(*, verify: bool = False, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Show the audit log, or prove that nobody changed it. Exit code 1: somebody did.

    Args:
        verify: Check the chain of hashes instead of printing the log.
    """
    with opened(workspace) as ws:
        entries, broken = ws.audit(), ws.verify() if verify else None
    if verify:
        told = "The chain holds" if broken is None else f"The log was tampered with at entry {broken}"
        content = {"entries": len(entries), "broken": broken}
        tell(as_json, "audit-verified", content, f"{told} ({len(entries)} entries).")
        return 0 if broken is None else NEEDS_A_PERSON
    rows = [(entry.seq, when(entry.at), entry.actor, entry.action, entry.subject) for entry in entries]
    tell(as_json, "audit", {"entries": entries}, table(("no", "when", "who", "what", "subject"), rows))
    return 0
