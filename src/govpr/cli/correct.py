"""`govpr correct`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.show import findings_table, post_data, posts_table

app = App(
    name="correct",
    help_epilogue=examples(
        'govpr correct post-cddecc11fc8177f5 --text "Loket buka hari Minggu." --correction "Harinya salah." --by ayu',
        "govpr approve koreksi-4f1c77a2b0d3e915 --by kepala-humas",
        "govpr deliver",
    ),
)


@app.default
def correct(
    post: str, /, *, text: str, correction: str, by: str, workspace: Folder = HERE, as_json: AsJson = False
) -> int:
    """Plan the right words for a post that is out. Once approved they replace it, answer it, or are a new post.

    Args:
        post: The id of the post that is wrong.
        text: The right words, as in a campaign file; label and links are added.
        correction: What was wrong, for all to see.
        by: The officer who writes it; somebody else approves.
    """
    with opened(workspace) as ws:
        plan = ws.correct(post, text=text, correction=correction, by=by)
    tell(
        as_json,
        "correction",
        {"campaign": plan.campaign, "posts": [post_data(one) for one in plan.posts], "findings": plan.findings},
        posts_table(plan.posts, title="The correction"),
        findings_table(plan.findings, plan.posts),
        f"Next: govpr approve {plan.campaign} --by OFFICER && govpr deliver",
    )
    return NEEDS_A_PERSON if plan.stopped else 0
