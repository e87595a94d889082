"""One run of the demo: what a ministry's script would do, from an empty folder to the report."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from govpr import NotAllowed, Workspace
from govpr.demo.files import unpack
from govpr.demo.played import Played
from govpr.demo.tips import tips
from govpr.models import Delivery, DeliveryState, Plan
from govpr.text.files import write_changed

NOW = datetime(2026, 11, 10, 20, tzinfo=ZoneInfo("Asia/Jakarta"))
"""After the campaign's last wave, outside quiet hours: so the demo is the same on any day."""

APPROVER = "kepala-humas"
_CODE = re.compile(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b")


def play(folder: Path) -> Played:
    """Run the demo in a folder. Run again, it publishes nothing twice and keeps edited files.

    Args:
        folder: Where; it becomes a workspace.

    Raises:
        InvalidFile: The user edited a file, and it has mistakes now.
        OSError: The folder cannot be written.
    """
    edited = unpack(folder)
    with Workspace.init(folder, agency=folder / "agency.toml", clock=lambda: NOW) as workspace:
        plan = _prepare(workspace, folder)
        refused = _refusal(workspace, plan)
        approved = workspace.approve(plan, by=APPROVER, note="demo")
        delivered = workspace.deliver()
        confirmed = _confirm(workspace, plan)
        write_changed(folder / "plan.ics", workspace.calendar(plan))
        return Played(
            folder=folder,
            at=NOW,
            edited=edited,
            factchecks=workspace.hoaxes.count(),
            plan=plan,
            refused=refused,
            approver=APPROVER,
            approved=approved,
            delivered=delivered,
            confirmed=confirmed,
            published=len(workspace.deliveries(DeliveryState.SENT, campaign=plan.campaign)),
            answers=workspace.report(plan.campaign).answers,
            report=workspace.write_report(plan.campaign),
            calendar=folder / "plan.ics",
        )


def _prepare(workspace: Workspace, folder: Path) -> Plan:
    """Load everything, and plan."""
    workspace.officers.load(folder / "officers.csv")
    workspace.programmes.load(folder / "programmes.toml")
    workspace.hoaxes.load(folder / "hoaxes.jsonld")
    for tip in tips():
        workspace.hoaxes.report(tip)
    return workspace.plan(workspace.campaigns.load(folder / "campaign.toml"))


def _refusal(workspace: Workspace, plan: Plan) -> str:
    """What the author hears who wants to approve the own work."""
    try:
        workspace.approve(plan, by=plan.author)
    except NotAllowed as error:
        return str(error)
    return ""


def _confirm(workspace: Workspace, plan: Plan) -> Delivery | None:
    """Do once what an officer does: read the code on the share kit's page, and confirm with it."""
    personal = {post.id: post for post in plan.posts if post.officer is not None}
    mine = [delivery for delivery in workspace.deliveries(campaign=plan.campaign) if delivery.post in personal]
    waiting = [delivery for delivery in mine if delivery.state is DeliveryState.HANDED_OVER]
    if not waiting or any(delivery.state is DeliveryState.SENT for delivery in mine):
        return None
    newest = max(waiting, key=lambda delivery: (delivery.due, delivery.post))
    page = workspace.folder / "sharekits" / str(personal[newest.post].officer) / f"{newest.post}.html"
    code = _CODE.search(page.read_text(encoding="utf-8"))
    try:
        return None if code is None else workspace.officers.confirm(code.group())
    except NotAllowed:  # an edited campaign may lie so far back that its codes have expired
        return None
