"""`govpr withdraw`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell

app = App(name="withdraw", help_epilogue=examples("govpr withdraw post-cddecc11fc8177f5 --by ayu"))


@app.default
def withdraw(post: str, /, *, by: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Take a post back that is not out yet.

    Args:
        post: The post's id.
        by: The officer who decides.
    """
    with opened(workspace) as ws:
        delivery = ws.withdraw(post, by=by)
    tell(as_json, "delivery", delivery, f"{post} is {delivery.state.value}.")
