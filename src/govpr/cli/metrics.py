"""`govpr metrics`."""

import sys
from typing import TYPE_CHECKING

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.stopping import until_stopped
from govpr.models.converter import to_data

if TYPE_CHECKING:
    from govpr import Workspace

app = App(
    name="metrics",
    help_epilogue=examples(
        "govpr metrics",
        "govpr metrics --json",
        "govpr metrics > /var/lib/node_exporter/textfile/govpr.prom",
        "govpr metrics --port 9177",
    ),
)
_LOOK = 3600.0


@app.default
def metrics(
    *, port: int | None = None, host: str = "127.0.0.1", workspace: Folder = HERE, as_json: AsJson = False
) -> None:
    """Print how deliveries stand as Prometheus reads it: queue, age of the oldest due post, outcomes and retries.

    It needs the extra prometheus; --json without --port needs none.

    Args:
        port: Serve them over HTTP at /metrics instead, until Ctrl-C or SIGTERM; 0 takes a free one.
        host: For --port: the address that it listens on. Nobody has to sign in there.
    """
    from govpr.observing.prometheus import exposition  # noqa: PLC0415  (help opens no database)

    with opened(workspace) as ws:
        if port is not None:
            _serve(ws, port, host, as_json=as_json)
        elif as_json:
            now = ws.figures()
            tell(as_json, "figures", {**to_data(now), "late": now.late})
        else:
            tell(as_json, "figures", {}, exposition(ws.figures).rstrip())


def _serve(ws: "Workspace", port: int, host: str, *, as_json: bool) -> None:
    from govpr.observing.prometheus import serving  # noqa: PLC0415

    with until_stopped() as over, serving(ws.figures, port, host) as taken:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{taken}/metrics"
        tell(as_json, "serving", {"url": address}, f"Metrics are at {address} until Ctrl-C.")
        sys.stdout.flush()  # whoever started it may wait for the address
        while not over(_LOOK):
            pass
