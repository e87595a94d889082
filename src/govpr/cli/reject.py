"""`govpr reject`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.plan_many import MANY
from govpr.errors import InputError, Problem

app = App(
    name="reject",
    help_epilogue=examples('govpr reject siaga-banjir --by kepala-humas --note "sumber kedua belum ada"'),
)


@app.default
def reject(campaign: str, /, *, by: str, note: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Say no to the posts of a plan; what was approved and is not out yet is approved no longer.

    Args:
        campaign: The campaign's id.
        by: The officer who decides; not the author.
        note: Why, for the author.
    """
    with opened(workspace) as ws:
        if ws.officers.count() >= MANY:
            advice = f"stop it with govpr deliver --pause campaign:{campaign} --by {by}, then edit it and plan again"
            raise InputError([Problem(campaign, f"is rejected post by post with fewer than {MANY} accounts", advice)])
        ws.reject(ws.plan(campaign, store=False), by=by, note=note)
    told = f"Rejected. Edit the campaign's file, then: govpr plan {campaign}"
    tell(as_json, "rejected", {"campaign": campaign, "by": by, "note": note}, told)
