"""`govpr retract`."""

from typing import Annotated

from cyclopts import App, Parameter

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.problems import NEEDS_A_PERSON

app = App(
    name="retract",
    help_epilogue=examples(
        'govpr retract post-cddecc11fc8177f5 --by kepala-humas --reason "angka salah"',
        "govpr retract post-cddecc11fc8177f5 --done --by kepala-humas",
    ),
)


@app.default
def retract(
    post: str,
    /,
    *,
    by: str,
    reason: str = "",
    done: Annotated[bool, Parameter(show_default=False)] = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Take back a post that is out: the platform deletes it where it can, else you are told what to do there.

    Args:
        post: The post's id.
        by: The officer who decides.
        reason: Why, for the audit.
        done: It is deleted on the platform already; only note it.
    """
    with opened(workspace) as ws:
        delivery = ws.retract(post, by=by, reason=reason, done=done)
    told = f"{post} is {delivery.state.value}."
    tell(as_json, "delivery", delivery, f"{told} To do: {delivery.problem}" if delivery.problem else told)
    return NEEDS_A_PERSON if delivery.problem else 0
