"""`govpr status`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.show import deliveries_table, when
from govpr.cli.stopping import until_stopped
from govpr.cli.watching import watched
from govpr.models import Delivery, DeliveryState
from govpr.models.brakes import Brake
from govpr.models.converter import to_data

if TYPE_CHECKING:
    from govpr import Workspace
    from govpr.models.standbys import Standby

app = App(
    name="status",
    help_epilogue=examples(
        "govpr status",
        "govpr status --watch",
        "govpr status --troubled",
        "govpr status --post post-cddecc11fc8177f5",
        "govpr status --json",
    ),
)

_SHOWN = 20
_WAYS_ON = {
    DeliveryState.PLANNED: "govpr approve CAMPAIGN --by OFFICER",
    DeliveryState.STANDING_BY: "it goes out if the other one cannot; at once: govpr queue fallback POST --by OFFICER",
    DeliveryState.ON_HOLD: "govpr queue release POST --by OFFICER",
    DeliveryState.APPROVED: "govpr deliver, once it is due; or govpr withdraw POST --by OFFICER",
    DeliveryState.HANDED_OVER: "its owner posts it and runs: govpr officers confirm CODE",
    DeliveryState.SENDING: "wait, or govpr deliver after five minutes",
    DeliveryState.SUBMITTED: "the platform works on it: govpr deliver looks it up",
    DeliveryState.PARTIAL: "govpr deliver goes on from the part that failed",
    DeliveryState.IN_DOUBT: "look on the platform, then govpr resolve POST --published (or --absent) --by OFFICER",
    DeliveryState.REFUSED: "change the message and plan again, or govpr retry POST --by OFFICER",
    DeliveryState.FAILED: "govpr retry POST --by OFFICER",
    DeliveryState.SENT: "govpr correct POST, or govpr retract POST --by OFFICER",
    DeliveryState.RETRACTED: "nothing, unless there is a problem: then what it says",
}


@app.default
def status(
    *,
    post: str | None = None,
    troubled: Annotated[bool, Parameter(show_default=False)] = False,
    limit: int = 100,
    watch: Annotated[bool, Parameter(show_default=False)] = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Where everything stands, or one delivery and what can be done with it.

    Args:
        post: The id of one post.
        troubled: Only what needs a person, why, and what to do with each.
        limit: How many of these are listed at most; all are counted.
        watch: Go on showing how deliveries stand until Ctrl-C: each change is a line where there is no terminal.
    """
    with opened(workspace) as ws:
        if post is not None:
            _one(ws, post, as_json=as_json)
        elif troubled:
            return _troubled(ws, limit, as_json=as_json)
        elif watch and not as_json:
            with until_stopped() as over:
                watched(ws, over)
        else:
            _all(ws, as_json=as_json)
    return 0


def _troubled(ws: "Workspace", limit: int, *, as_json: bool) -> int:
    """What needs a person; the exit code says whether there is any."""
    found = ws.troubled(limit=limit)
    told = [{**to_data(one), "do": _way_on(one)} for one in found.deliveries]
    rows = [(one.post, one.account, one.state.value, one.problem, _way_on(one)) for one in found.deliveries]
    headers = ("post", "account", "state", "why", "what to do")
    shown = [table(headers, rows, title="These need a person")] if rows or not found.total else []
    content = {"deliveries": told, "total": found.total}
    tell(as_json, "troubled", content, *shown, *_more(len(rows), found.total))
    return NEEDS_A_PERSON if found.total else 0


def _more(shown: int, total: int) -> Iterator[str]:
    if shown < total:
        yield f"{total - shown} more: govpr status --troubled --limit {total}"


def _all(ws: "Workspace", *, as_json: bool) -> None:
    found, troubled = ws.status(), ws.troubled(limit=_SHOWN)
    facts = [
        ("campaigns", found.campaigns),
        ("officers", found.officers),
        ("fact-checks", found.factchecks),
        ("live delivery", "on" if found.live else "off: nothing leaves this machine"),
    ]
    counts = [(state.value, found.deliveries[state]) for state in DeliveryState if state in found.deliveries]
    shown = [table(("what", ""), facts), table(("deliveries", "count"), counts, title="Deliveries")]
    if troubled.total:
        title = f"{troubled.total} need a person: govpr status --troubled"
        shown.append(deliveries_table(troubled.deliveries, title=title))
    brakes = ws.brakes()
    if brakes:
        rows = [(_named(brake), *_held(brake)) for brake in brakes]
        shown.append(table(("held back", "why", "until"), rows, title="What is held back"))
    tell(as_json, "status", {**to_data(found), "brakes": to_data(brakes)}, *shown)


def _named(brake: Brake) -> str:
    return f"{brake.scope.value} {brake.name}".strip()


def _held(brake: Brake) -> tuple[str, str]:
    """Why something is held back, and until when."""
    if brake.stopped is not None:
        target = f" {brake.name}" if brake.name else ""
        return f"stopped by {brake.stopped_by}", f"govpr deliver{target} --resume --by OFFICER"
    reasons = {
        brake.opened: f"out of reach, {brake.failures} times in a row",
        brake.asked: "the service asks to wait",
        brake.full: "its limit is used up",
    }
    until = max(moment for moment in reasons if moment is not None)
    return reasons[until], when(until)


def _one(ws: "Workspace", post: str, *, as_json: bool) -> None:
    delivery, pair = ws.delivery(post), ws.queue.standby(post)
    facts = [*_facts(delivery), *(_stands_by(pair, post) if pair is not None else ())]
    content = {**to_data(delivery), **({} if pair is None else {"standby": to_data(pair)})}
    tell(as_json, "delivery", content, table(("what", ""), facts))


def _stands_by(pair: "Standby", post: str) -> Iterator[tuple[str, object]]:
    """For which post one stands by, or which one stands by for it."""
    mine, first, minutes = pair.delivery, pair.first, pair.after.total_seconds() / 60
    if mine.post == post and first is not None:
        yield "stands by for", f"{first.post} on {first.account} ({first.state.value}), after {minutes:g} min"
    elif mine.post != post:
        yield "has in reserve", f"{mine.post} on {mine.account} ({mine.state.value}), after {minutes:g} min"
    if pair.since is not None:
        yield "out of reach since", when(pair.since)


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
        ("what can be done", _way_on(delivery)),
    ]
    return [(name, value) for name, value in facts if value != ""]


def _way_on(delivery: Delivery) -> str:
    """What can be done with a delivery, as commands that can be copied."""
    return _WAYS_ON.get(delivery.state, "").replace("POST", delivery.post)
