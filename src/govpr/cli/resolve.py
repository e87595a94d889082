"""`govpr resolve`."""

from typing import Annotated

from cyclopts import App, Parameter

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell

app = App(
    name="resolve",
    help_epilogue=examples(
        "govpr resolve post-cddecc11fc8177f5 --published --url https://social.example.go.id/@komdigi/1 --by ayu",
        "govpr resolve post-cddecc11fc8177f5 --absent --by ayu",
    ),
)


@app.default
def resolve(
    post: str,
    /,
    *,
    published: Annotated[bool, Parameter(name="--published", negative="--absent", show_default=False)],
    by: str,
    url: str = "",
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Settle a delivery in doubt, after looking on the platform. What is absent is sent again.

    Args:
        post: The post's id.
        published: Whether it is there.
        by: The officer who looked.
        url: Where it is.
    """
    with opened(workspace) as ws:
        delivery = ws.resolve(post, published=published, by=by, url=url)
    tell(as_json, "delivery", delivery, f"{post} is {delivery.state.value}.")
