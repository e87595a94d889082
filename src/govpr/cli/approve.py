"""`govpr approve`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.show import findings_table, post_data, posts_table
from govpr.models import Severity

app = App(
    name="approve",
    help_epilogue=examples(
        "govpr plan siaga-banjir --preview",
        "govpr approve siaga-banjir --by kepala-humas",
        'govpr approve siaga-banjir --by kepala-humas --note "angka diperiksa"',
    ),
)


@app.default
def approve(campaign: str, /, *, by: str, note: str = "", workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Approve every post of a plan that no error stops. A yes is to exactly these words; an edit voids it.

    Args:
        campaign: The campaign's id.
        by: The officer who approves; not the author.
        note: Why, for the record.
    """
    with opened(workspace) as ws:
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
