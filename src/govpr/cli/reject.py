"""`govpr reject`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell

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
        ws.reject(ws.plan(campaign, store=False), by=by, note=note)
    told = f"Rejected. Edit the campaign's file, then: govpr plan {campaign}"
    tell(as_json, "rejected", {"campaign": campaign, "by": by, "note": note}, told)
