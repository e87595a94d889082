"""`govpr reject`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.progress import moving

app = App(
    name="reject",
    help_epilogue=examples('govpr reject siaga-banjir --by kepala-humas --note "sumber kedua belum ada"'),
)


@app.default
def reject(campaign: str, /, *, by: str, note: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Say no to the posts of a plan, however many; what was approved and is not out yet is approved no longer.

    Args:
        campaign: The campaign's id.
        by: The officer who decides; not the author.
        note: Why, for the author.
    """
    with opened(workspace) as ws, moving("Rejecting") as progress:
        done = ws.reject_stream(campaign, by=by, note=note, progress=progress)
    told = f"{done.posts} posts rejected, {done.recalled} of them approved before."
    content = {"campaign": campaign, "by": by, "note": note, "posts": done.posts, "recalled": done.recalled}
    tell(as_json, "rejected", content, told, f"Next: edit the campaign's file, then govpr plan {campaign}")
