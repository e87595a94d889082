"""`govpr metrics`."""

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.models.converter import to_data

app = App(
    name="metrics",
    help_epilogue=examples(
        "govpr metrics", "govpr metrics --json", "govpr metrics > /var/lib/node_exporter/textfile/govpr.prom"
    ),
)


@app.default
def metrics(*, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Print how deliveries stand as Prometheus reads it: queue, age of the oldest due post, outcomes and retries.

    It needs the extra prometheus; --json needs none.
    """
    from govpr.observing.prometheus import exposition  # noqa: PLC0415  (help opens no database)

    with opened(workspace) as ws:
        if as_json:
            now = ws.figures()
            tell(as_json, "figures", {**to_data(now), "late": now.late})
        else:
            tell(as_json, "figures", {}, exposition(ws.figures).rstrip())
