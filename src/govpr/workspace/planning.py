"""Plan: what a campaign would post, as one value; and how it is kept."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from govpr.campaigns.changes import change_of, removed, too_late
from govpr.campaigns.forms import row_of
from govpr.campaigns.planning import Line
from govpr.campaigns.tally import Tally
from govpr.errors import InputError, Problem
from govpr.models import Campaign, Change, Delivery, DeliveryState, Finding, Plan
from govpr.storage import planned
from govpr.storage.planned import Old
from govpr.workspace.context import Context
from govpr.workspace.drafting import drafted
from govpr.workspace.handover import refresh_kits
from govpr.workspace.progress import Progress
from govpr.workspace.settling import Wanted, settle, settle_findings, stands_of


def check_kept(campaign: Campaign, kept: Campaign) -> None:
    """Whether a campaign is the one that is kept.

    Raises:
        InputError: It differs.
    """
    if campaign != kept:
        advice = "take it over first: workspace.campaigns.add(campaign)"
        raise InputError((Problem(f"the campaign {campaign.id}", "differs from the one that is kept", advice),))


def make_plan(context: Context, campaign: Campaign, progress: Progress) -> Plan:
    """Render and check all posts of a campaign, and compare them with what was planned before. Nothing is stored."""
    tally = Tally()
    lines: dict[str, Line] = {}
    old: dict[str, Old] = {}
    for portion in drafted(context, campaign, tally, context.database.read, progress):
        lines.update((line.row.id, line) for line in portion.lines)
        old.update(portion.old)
    ordered = sorted(lines.values(), key=lambda line: (line.row.due, line.row.id))
    changes = list(_changes(ordered, lines, old))
    late = [too_late(change) for change in changes if change.kind == "sent"]
    found = [finding for line in ordered for finding in line.findings]
    return Plan(
        campaign=campaign.id,
        author=campaign.author,
        posts=tuple(line.post() for line in ordered),
        findings=(*tally.found(), *found, *late),
        changes=tuple(changes),
    )


def _changes(ordered: Iterable[Line], lines: dict[str, Line], old: dict[str, Old]) -> Iterable[Change]:
    for line in ordered:
        change = change_of(line, old.get(line.row.id))
        if change is not None:
            yield change
    yield from removed(old, lines)


def store_plan(context: Context, plan: Plan) -> None:
    """Keep a plan. An edit voids the approval; what is out already stays as it went out."""
    stopped = plan.stopped
    now = {post.id: Wanted(row_of(post), post.id in stopped, stands_of(post)) for post in plan.posts}
    with context.database.write() as connection:
        old = planned.kept(connection, plan.campaign)
        touched = settle(context, connection, plan.campaign, now, old)
        keep_findings(connection, plan.campaign, plan.findings)
        if plan.changes:
            kinds = sorted({change.kind for change in plan.changes})
            counts = {kind: sum(change.kind == kind for change in plan.changes) for kind in kinds}
            context.record(connection, actor=plan.author, action="plan.changed", subject=plan.campaign, **counts)
    refresh_kits(context, were_in_kits(touched, old))


def keep_findings(connection: Connection, campaign: str, findings: Iterable[Finding]) -> None:
    """Keep everything that a plan found."""
    kept = {**planned.found_about(connection, campaign), **planned.found_besides(connection, campaign)}
    settle_findings(connection, campaign, findings, kept)


def were_in_kits(touched: Iterable[Delivery], old: Mapping[str, Old]) -> list[Delivery]:
    """Those of some deliveries that their owners had before them."""
    return [delivery for delivery in touched if old[delivery.post].state == DeliveryState.HANDED_OVER]
