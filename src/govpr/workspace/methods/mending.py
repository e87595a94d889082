"""The methods of `Workspace` about what is out and should not be, or not like that."""

from contextlib import closing

from govpr.errors import DeliveryError
from govpr.http.drivers import run
from govpr.models import Delivery, Plan
from govpr.workspace import correcting, retracting
from govpr.workspace.campaigns import Campaigns
from govpr.workspace.methods.opened import Opened
from govpr.workspace.methods.plans import plan
from govpr.workspace.network import Lines


def retract(self: Opened, post: str, *, by: str, reason: str = "", done: bool = False) -> Delivery:
    """Take back a post that is out: the platform deletes it where it can; else `problem` says what a person has to do.

    It is written down first: after a crash in between, ordering it again does no harm.

    Args:
        post: Its id.
        by: The officer who decides.
        reason: Why, for the audit.
        done: Whether a person has deleted it on the platform already.

    Raises:
        NotFound: There is no such delivery.
        NotAllowed: Nothing of it is out, it is in doubt, or live delivery is off.
        DeliveryError: The platform did not delete it; it stays listed as troubled.
    """
    begun = retracting.begin(self._context, post, by=by, reason=reason, done=done)
    if begun.flow is None:
        return begun.delivery
    with closing(Lines(self._context, begun.work.platforms)) as lines:
        try:
            run(begun.flow, lines.sync(self._client)(begun.account))
        except DeliveryError as trouble:
            retracting.end(self._context, begun, trouble)
            raise
    return retracting.end(self._context, begun, None)


def correct(self: Opened, post: str, *, text: str, correction: str, by: str) -> Plan:
    """Plan the right words for a post that is out: a campaign of one post, which somebody else approves.

    Once approved, delivering it edits the post where the platform can, else it answers below it, else it is a new post.

    Args:
        post: The id of the post that is wrong.
        text: The right words, as in a campaign file; the label and the links of the message are added.
        correction: What was wrong, for all to see where a channel shows it.
        by: The officer who writes it.

    Returns:
        Its plan, to be looked at and given to `approve`.

    Raises:
        NotFound: There is no such delivery.
        NotAllowed: It is not out.
        InputError: The words, or what was wrong, are missing.
    """
    made = correcting.correction_of(self._context, post, text=text, correction=correction, by=by)
    kept = Campaigns(self._context).add(made, folder=self._context.home.folder)
    return plan(self, kept.id)
