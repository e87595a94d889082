"""The methods of `Workspace` about plans: made, decided on, exported."""

from govpr.models import Campaign, Decision, Plan
from govpr.observing.spans import span
from govpr.workspace import approving, deciding, planning, streaming
from govpr.workspace.approving import Approved
from govpr.workspace.campaigns import Campaigns
from govpr.workspace.deciding import ApprovedMany, RejectedMany
from govpr.workspace.methods.opened import Opened
from govpr.workspace.progress import Progress, silent
from govpr.workspace.streaming import PlanSummary


def plan(self: Opened, campaign: Campaign | str, *, store: bool = True, progress: Progress = silent) -> Plan:
    """Render and check every post of a campaign, and say what differs from the plan before.

    Nothing leaves the machine, and planning twice changes nothing. An edited post needs a new approval.

    Args:
        campaign: A campaign that was loaded or added, or its id.
        store: False to look only.
        progress: Is told how many posts are drafted.

    Raises:
        NotFound: There is no such campaign, or a platform is not installed.
        InputError: A template names a variable that does not exist, or the campaign was changed since it was kept.
    """
    known = Campaigns(self._context).get(campaign) if isinstance(campaign, str) else campaign
    if store:
        planning.check_kept(known, Campaigns(self._context).get(known.id))
    with span("govpr.plan", campaign=known.id, stored=store) as told:
        plan = planning.make_plan(self._context, known, progress)
        told |= {"posts": len(plan.posts), "findings": len(plan.findings)}
        if store:
            planning.store_plan(self._context, plan)
    return plan


def plan_stream(
    self: Opened, campaign: Campaign | str, *, store: bool = True, progress: Progress = silent
) -> PlanSummary:
    """Plan a campaign of any size straight into the outbox, in little memory; what came of it is counted.

    A plan that was stopped is made again, and only what is missing is written. An edited post needs a new approval.

    Args:
        campaign: A campaign that was loaded or added, or its id.
        store: False to look only.
        progress: Is told how many posts are planned, and of how many.

    Raises:
        NotFound: There is no such campaign.
        InputError: A template names a variable that does not exist, or the campaign was changed since it was kept.
        StoreError: Accounts came or went meanwhile.
    """
    kept = Campaigns(self._context).get(campaign if isinstance(campaign, str) else campaign.id)
    known = kept if isinstance(campaign, str) else campaign
    if store:
        planning.check_kept(known, kept)
    with span("govpr.plan", campaign=known.id, stored=store) as told:
        summary = streaming.plan_stream(self._context, known, progress, store=store)
        told["posts"] = summary.posts
    return summary


def approve_stream(
    self: Opened, campaign: str, seal: str, *, by: str, note: str = "", progress: Progress = silent
) -> ApprovedMany:
    """Approve every post of a plan of any size that no error stops. A yes is to exactly these words.

    Args:
        campaign: The campaign's id.
        seal: What the approver saw: the seal of the plan's summary.
        by: The id of the officer who approves; not the author.
        note: Why, for the record.
        progress: Is told how many posts are approved.

    Raises:
        NotAllowed: The approver wrote it, is unknown, or the plan was changed since.
    """
    return deciding.approve_stream(self._context, campaign, seal, by=by, note=note, progress=progress)


def reject_stream(self: Opened, campaign: str, *, by: str, note: str, progress: Progress = silent) -> RejectedMany:
    """Say no to every post of a campaign of any size; what was approved of it and is not out yet is approved no longer.

    Args:
        campaign: The campaign's id.
        by: The id of the officer who decides; not the author.
        note: Why, for the record.
        progress: Is told how many posts are rejected.

    Raises:
        NotFound: There is no such campaign.
        NotAllowed: The officer wrote it, or is unknown.
    """
    return deciding.reject_stream(self._context, campaign, by=by, note=note, progress=progress)


def approve(self: Opened, plan: Plan, *, by: str, note: str = "") -> Approved:
    """Approve every post of a plan that no error stops. A yes is to exactly these words.

    Args:
        plan: What the approver saw.
        by: The id of the officer who approves; not the author.
        note: Why, for the record.

    Raises:
        NotAllowed: The approver wrote it, is unknown, or the plan was changed since.
    """
    return _decide(self, plan, by, Decision.APPROVED, note)


def reject(self: Opened, plan: Plan, *, by: str, note: str) -> Approved:
    """Say no to every post of a plan; what was approved of it and is not out yet is approved no longer.

    Raises:
        NotAllowed: The approver wrote it, is unknown, or the plan was changed since.
    """
    return _decide(self, plan, by, Decision.REJECTED, note)


def _decide(self: Opened, plan: Plan, by: str, decision: Decision, note: str) -> Approved:
    hashes = {post.id: post.content_hash for post in plan.posts}
    return approving.approve(self._context, plan.campaign, hashes, by=by, decision=decision, note=note)


def calendar(self: Opened, plan: Plan) -> bytes:
    """A plan as an iCalendar file."""
    from govpr.campaigns.calendar import to_ical  # noqa: PLC0415  (only an export pays for loading icalendar)

    return to_ical(plan, stamp=self._context.clock())
