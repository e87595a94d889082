"""The methods of `Workspace` about deliveries: made, looked at, settled, measured."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import closing

from govpr.delivery.windows import Window
from govpr.delivery.windows import windows as timed
from govpr.delivery.worker import deliver as worked
from govpr.http.drivers import run
from govpr.models import Delivery, DeliveryState, Plan
from govpr.observing.spans import span
from govpr.observing.telling import Told
from govpr.storage import outbox
from govpr.workspace import delivering, noticing, watching
from govpr.workspace.delivering import Delivered
from govpr.workspace.handover import hand_over
from govpr.workspace.methods.opened import Opened
from govpr.workspace.network import Lines
from govpr.workspace.progress import Progress, counted, silent


def deliver(self: Opened, *, progress: Progress = silent) -> Delivered:
    """Deliver what is due and approved: publish it, hand it over, or say why it waits.

    Safe to run at any time, and again after a crash: nothing is lost, nothing goes out twice.

    Args:
        progress: Is told how many deliveries are settled.
    """
    noticing.begin(self._context)
    with span("govpr.deliver") as told:
        handed, withdrawn = hand_over(self._context)
        work = delivering.round_of(self._context, secrets.token_hex(8))
        with closing(Lines(self._context, work.platforms)) as lines:
            at_once = self._context.settings.pacing.at_once
            settled = tuple(counted(worked(work, lines.sync(self._client), at_once=at_once), progress))
        told["settled"] = len(settled)
        done = delivering.finish(self._context, work, settled, handed, withdrawn)
    noticing.tell(self._context, self._client)
    return done


def watch(self: Opened, over: Callable[[float], bool]) -> Iterator[Delivery]:
    """Deliver what becomes due, for as long as nobody says that it is over; gives each delivery once it is settled.

    What becomes due goes out within a second. The last conversation is always ended.

    Args:
        over: Waits for some seconds, less if it is over, and says whether it is: `threading.Event().wait` does.

    Example:
        for delivery in workspace.watch(stop.wait):
            print(delivery.post, delivery.state)
    """
    with noticing.noticed_beside(self._context, self._client):
        yield from watching.watch(self._context, self._client, over)


def notify(self: Opened, *, again: bool = False) -> tuple[Told, ...]:
    """Tell the hooks in `govpr.toml` what became of posts, and say how each stands. `deliver` does it by itself.

    Args:
        again: Whether what was given up is tried again.

    Raises:
        NotAllowed: Live delivery is off: nothing leaves this machine.
    """
    return noticing.notify(self._context, self._client, again=again)


def windows(self: Opened, plan: Plan) -> tuple[Window, ...]:
    """When the posts of a plan go out on official accounts, with spread, limits and quiet hours.

    Args:
        plan: The plan.
    """
    return timed(plan.posts, delivering.round_of(self._context, "windows").outbox.keeping)


def deliveries(self: Opened, *states: DeliveryState, campaign: str | None = None) -> tuple[Delivery, ...]:
    """Deliveries in some states, or all, in the order of their times."""
    with self._context.database.read() as connection:
        return outbox.find(connection, campaign=campaign, states=states)


def resolve(self: Opened, post: str, *, published: bool, by: str, url: str = "") -> Delivery:
    """Settle a delivery in doubt, after looking on the platform.

    Args:
        post: Its id.
        published: Whether the post is there. If not, it is sent again.
        by: The officer who looked.
        url: Where it is.

    Raises:
        NotFound: There is no such delivery.
        NotAllowed: It is not in doubt.
    """
    return delivering.resolve(self._context, post, published=published, by=by, url=url)


def retry(self: Opened, post: str, *, by: str) -> Delivery:
    """Order another try of a delivery that was refused or failed.

    Raises:
        NotFound: There is no such delivery.
        NotAllowed: It is neither refused nor failed.
    """
    return delivering.retry(self._context, post, by=by)


def withdraw(self: Opened, post: str, *, by: str) -> Delivery:
    """Take a post back that is not out yet.

    Raises:
        NotFound: There is no such delivery.
        NotAllowed: It is out already.
    """
    return delivering.withdraw(self._context, post, by=by)


def measure(self: Opened) -> int:
    """Ask the platforms what became of the posts; says of how many. What cannot be counted is logged.

    Raises:
        DeliveryError: No post could be counted, and why.
    """
    work = delivering.round_of(self._context, "measure")
    sender = Lines(self._context, work.platforms).sync(self._client)
    counts, troubles = delivering.counted(
        delivering.questions(self._context, work), lambda account, flow: run(flow, sender(account))
    )
    return delivering.keep_metrics(self._context, counts, troubles)
