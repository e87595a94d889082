"""`govpr deliver`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import moving
from govpr.cli.show import deliveries_table
from govpr.cli.stopping import until_stopped
from govpr.errors import InputError, Problem
from govpr.models import Delivery

if TYPE_CHECKING:
    from govpr import Workspace
    from govpr.workspace import Delivered

app = App(
    name="deliver",
    help_epilogue=examples(
        "govpr deliver",
        "govpr deliver --json",
        "*/5 * * * * govpr deliver",
        "govpr deliver --watch",
        "govpr deliver --pause --by kepala-humas",
        "govpr deliver mastodon --pause --by kepala-humas",
        "govpr deliver mastodon --resume --by kepala-humas",
    ),
)

_TITLES = {
    "sent": "Published",
    "handed_over": "In the share kits of their owners",
    "waiting": "To be tried again by itself",
    "partial": "Partly out",
    "in_doubt": "In doubt: look on the platform, then govpr resolve POST",
    "refused": "Refused: change the message, or govpr retry POST",
    "failed": "Tried too often: govpr retry POST",
    "withdrawn": "Withdrawn: the owner's consent ended",
    "held": "Held: live delivery is off (live = true in govpr.toml switches it on)",
}
Flag = Parameter(show_default=False)


@app.default
def deliver(
    what: str = "",
    /,
    *,
    watch: Annotated[bool, Flag] = False,
    pause: Annotated[bool, Flag] = False,
    resume: Annotated[bool, Flag] = False,
    by: str = "",
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Deliver what is due and approved: publish it, hand it over, or say why it waits.

    Safe to run at any time, and again after a crash: nothing is lost, nothing goes out twice.

    Args:
        what: For --pause and --resume: a platform, an account or a campaign; everything when left out.
        watch: Go on with what becomes due, until Ctrl-C or SIGTERM; with --json one document a line.
        pause: Stop deliveries instead; every worker heeds it within a second.
        resume: Let them go on.
        by: For --pause and --resume: the officer who decides.
    """
    _check(what, watch=watch, pause=pause, resume=resume, by=by)
    with opened(workspace) as ws:
        if pause or resume:
            return _stop(ws, what, by, pause=pause, as_json=as_json)
        if watch:
            return _watch(ws, as_json=as_json)
        with moving("Delivering") as progress:
            done = ws.deliver(progress=progress)
    tell(as_json, "delivered", done, *_shown(done))
    return NEEDS_A_PERSON if done.troubled else 0


def _check(what: str, *, watch: bool, pause: bool, resume: bool, by: str) -> None:
    if watch + pause + resume > 1:
        raise InputError((Problem("--watch, --pause, --resume", "exclude each other", "give one of them"),))
    if (pause or resume) and not by:
        raise InputError((Problem("--by", "is missing", "name the officer who decides"),))
    if not (pause or resume) and (what or by):
        raise InputError((Problem(what or "--by", "is for --pause and --resume", "leave it out: all is delivered"),))


def _stop(ws: "Workspace", what: str, by: str, *, pause: bool, as_json: bool) -> int:
    brake = ws.pause(what, by=by) if pause else ws.resume(what, by=by)
    about = f"{brake.scope.value} {brake.name}" if brake.name else "all deliveries"
    again = f"Next: govpr deliver {what} --resume --by OFFICER".replace("  ", " ")
    tell(as_json, "brake", brake, f"{about}: stopped. {again}" if pause else f"{about}: not stopped any more.")
    return 0


def _watch(ws: "Workspace", *, as_json: bool) -> int:
    with until_stopped() as over:
        for delivery in ws.watch(over):
            tell(as_json, "delivery", delivery, _line(delivery))
    return 0


def _line(delivery: Delivery) -> str:
    address = delivery.receipt.url if delivery.receipt else ""
    return " ".join(filter(None, (delivery.post, delivery.account, delivery.state.value, address, delivery.problem)))


def _shown(done: "Delivered") -> Iterator[RenderableType]:
    groups = [(title, getattr(done, name)) for name, title in _TITLES.items()]
    for title, deliveries in groups:
        if deliveries:
            yield deliveries_table(deliveries, title=f"{title} ({len(deliveries)})")
    if not any(deliveries for _, deliveries in groups):
        yield "Nothing is due."
