"""`govpr status`."""

from typing import TYPE_CHECKING

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.show import deliveries_table, when
from govpr.errors import NotFound
from govpr.models import Delivery, DeliveryState

if TYPE_CHECKING:
    from govpr import Workspace

app = App(
    name="status",
    help_epilogue=examples("govpr status", "govpr status --post post-cddecc11fc8177f5", "govpr status --json"),
)

_TROUBLED = (DeliveryState.IN_DOUBT, DeliveryState.REFUSED, DeliveryState.FAILED, DeliveryState.PARTIAL)
_WAYS_ON = {
    DeliveryState.PLANNED: "govpr approve CAMPAIGN --by OFFICER",
    DeliveryState.APPROVED: "govpr deliver, once it is due; or govpr withdraw POST --by OFFICER",
    DeliveryState.HANDED_OVER: "its owner posts it and runs: govpr officers confirm CODE",
    DeliveryState.SENDING: "wait, or govpr deliver after five minutes",
    DeliveryState.SUBMITTED: "the platform works on it: govpr deliver looks it up",
    DeliveryState.PARTIAL: "govpr deliver goes on from the part that failed",
    DeliveryState.IN_DOUBT: "look on the platform, then govpr resolve POST --published (or --absent) --by OFFICER",
    DeliveryState.REFUSED: "change the message and plan again, or govpr retry POST --by OFFICER",
    DeliveryState.FAILED: "govpr retry POST --by OFFICER",
}


@app.default
def status(*, post: str | None = None, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Where everything stands, or one delivery and what can be done with it.

    Args:
        post: The id of one post.
    """
    with opened(workspace) as ws:
        if post is not None:
            _one(ws, post, as_json=as_json)
        else:
            _all(ws, as_json=as_json)


def _all(ws: "Workspace", *, as_json: bool) -> None:
    found, troubled = ws.status(), ws.deliveries(*_TROUBLED)
    facts = [
        ("campaigns", found.campaigns),
        ("officers", found.officers),
        ("fact-checks", found.factchecks),
        ("live delivery", "on" if found.live else "off: nothing leaves this machine"),
    ]
    counts = [(state.value, found.deliveries[state]) for state in DeliveryState if state in found.deliveries]
    shown = [table(("what", ""), facts), table(("deliveries", "count"), counts, title="Deliveries")]
    if troubled:
        shown.append(deliveries_table(troubled, title="These need a person"))
    tell(as_json, "status", found, *shown)


def _one(ws: "Workspace", post: str, *, as_json: bool) -> None:
    delivery = next((one for one in ws.deliveries() if one.post == post), None)
    if delivery is None:
        raise NotFound("delivery", post)
    tell(as_json, "delivery", delivery, table(("what", ""), _facts(delivery)))


def _facts(delivery: Delivery) -> list[tuple[str, object]]:
    receipt = delivery.receipt
    facts = [
        ("post", delivery.post),
        ("account", f"{delivery.account} on {delivery.platform}"),
        ("state", delivery.state.value),
        ("due", when(delivery.due)),
        ("attempts", delivery.attempts),
        ("address", receipt.url or receipt.id if receipt else ""),
        ("note", receipt.note if receipt else ""),
        ("problem", delivery.problem),
        ("what can be done", _WAYS_ON.get(delivery.state, "")),
    ]
    return [(name, value) for name, value in facts if value != ""]
