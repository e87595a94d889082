"""`govpr plan` for campaigns of any size: straight into the outbox, and a summary."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType

from govpr.cli.output import tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import moving
from govpr.cli.show import changes_table, findings_table, post_data, posts_table
from govpr.cli.windows import windows_table
from govpr.errors import InputError, Problem
from govpr.models import Campaign
from govpr.models.converter import to_data

if TYPE_CHECKING:
    from govpr import Workspace
    from govpr.workspace import PlanSummary

MANY = 20_000
"""From how many accounts on a plan is streamed."""


def refuse_calendar(ical: Path | None) -> None:
    """A calendar of millions of posts is of no use to anybody.

    Raises:
        InputError: One is wanted.
    """
    if ical is not None:
        advice = "leave it out: the posts of so many accounts fill no calendar"
        raise InputError([Problem("--ical", f"is for fewer than {MANY} accounts", advice)])


def plan_many(ws: "Workspace", campaign: Campaign | str, *, keep: bool, as_json: bool) -> int:
    """Plan, and show what came of it.

    Args:
        ws: The workspace.
        campaign: The campaign.
        keep: False to look only.
        as_json: Whether a program reads it.

    Returns:
        The exit code.
    """
    with moving("Planning") as progress:
        told = ws.plan_stream(campaign, store=keep, progress=progress)
    tell(as_json, "plan-summary", _data(told), *_shown(told, kept=keep))
    return NEEDS_A_PERSON if told.stopped else 0


def _data(told: "PlanSummary") -> dict[str, object]:
    return {
        "campaign": told.campaign,
        "author": told.author,
        "posts": told.posts,
        "stopped": told.stopped,
        "changes": told.changes,
        "findings": told.findings,
        "examples": [post_data(post) for post in told.examples],
        "differences": told.differences,
        "windows": to_data(told.windows),
        "seal": told.seal,
    }


def _shown(told: "PlanSummary", *, kept: bool) -> Iterator[RenderableType]:
    yield posts_table(told.examples, title=f"The first of {told.posts} posts")
    yield findings_table(told.findings, told.examples)
    if any(change.kind != "added" for change in told.differences):
        yield changes_table(told.differences, told.examples)
    if told.windows:
        yield windows_table(told.windows)
    counts = ", ".join(f"{count} {kind}" for kind, count in told.changes.items()) or "nothing differs"
    yield f"{told.posts} posts: {told.posts - told.stopped} ready, {told.stopped} stopped by errors; {counts}."
    if kept:
        yield f"Next: govpr approve {told.campaign} --by OFFICER --seal {told.seal} (not {told.author}, who wrote it)"
