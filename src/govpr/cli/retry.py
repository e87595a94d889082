"""`govpr retry`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell

app = App(name="retry", help_epilogue=examples("govpr retry post-cddecc11fc8177f5 --by ayu && govpr deliver"))


@app.default
def retry(post: str, /, *, by: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Order another try of a delivery that was refused or failed.

    Args:
        post: The post's id.
        by: The officer who orders it.
    """
    with opened(workspace) as ws:
        delivery = ws.retry(post, by=by)
    tell(as_json, "delivery", delivery, f"{post} is {delivery.state.value}. Next: govpr deliver")
