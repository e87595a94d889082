"""`govpr approve`."""

from typing import TYPE_CHECKING

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.plan_many import MANY
from govpr.cli.progress import moving
from govpr.cli.show import findings_table, post_data, posts_table
from govpr.errors import InputError, Problem
from govpr.models import Severity

if TYPE_CHECKING:
    from govpr import Workspace

app = App(
    name="approve",
    help_epilogue=examples(
        "govpr plan siaga-banjir --preview",
        "govpr approve siaga-banjir --by kepala-humas",
        'govpr approve siaga-banjir --by kepala-humas --note "angka diperiksa"',
    ),
)


@app.default
def approve(
    campaign: str,
    /,
    *,
    by: str,
    note: str = "",
    seal: str | None = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Approve every post of a plan that no error stops. A yes is to exactly these words; an edit voids it.

    Args:
        campaign: The campaign's id.
        by: The officer who approves; not the author.
        note: Why, for the record.
        seal: The fingerprint that `govpr plan` printed of what was planned; with 20,000 accounts and more it is needed.
    """
    with opened(workspace) as ws:
        if seal is not None:
            _many(ws, campaign, seal, by=by, note=note, as_json=as_json)
            return
        if ws.officers.count() >= MANY:
            advice = f"plan, look, and give the seal that is printed: govpr plan {campaign}"
            raise InputError([Problem("--seal", "is missing", advice)])
        plan = ws.plan(campaign, store=False)
        done = ws.approve(plan, by=by, note=note)
    approved = [post for post in plan.posts if post.id in done.posts]
    errors = [finding for finding in plan.findings if finding.severity is Severity.ERROR]
    told = f"{len(done.posts)} posts approved, {len(done.before)} before, {len(done.stopped)} stopped by errors."
    tell(
        as_json,
        "approved",
        {"posts": [post_data(post) for post in approved], "before": done.before, "stopped": done.stopped},
        posts_table(approved, title="Approved"),
        *([findings_table(errors, plan.posts, title="What stops the others")] if done.stopped else []),
        told,
        "Next: govpr deliver",
    )


def _many(ws: "Workspace", campaign: str, seal: str, *, by: str, note: str, as_json: bool) -> None:
    with moving("Approving") as progress:
        done = ws.approve_stream(campaign, seal, by=by, note=note, progress=progress)
    told = f"{done.posts} posts approved, {done.stopped} stopped by errors."
    tell(as_json, "approved-many", done, told, "Next: govpr deliver")
