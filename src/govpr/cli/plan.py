"""`govpr plan`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App
from rich.console import RenderableType

from govpr.campaigns.preview import preview as drawn
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.plan_many import MANY, plan_many, refuse_calendar
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import moving
from govpr.cli.show import changes_table, findings_table, post_data, posts_table
from govpr.cli.windows import windows_table
from govpr.models import Campaign, Plan
from govpr.models.converter import to_data
from govpr.text.files import write_changed

if TYPE_CHECKING:
    from govpr import Workspace

app = App(
    name="plan",
    help_epilogue=examples(
        "govpr plan siaga-banjir.toml",
        "govpr plan siaga-banjir --preview",
        "govpr plan siaga-banjir.toml --dry-run --json",
        "govpr plan siaga-banjir --ical siaga-banjir.ics",
    ),
)


@app.default
def plan(
    campaign: str,
    /,
    *,
    dry_run: bool = False,
    ical: Path | None = None,
    preview: bool = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Show what would go where and when, and everything that the checks found. Nothing leaves the machine.

    Planning twice changes nothing; after an edit it shows what differs, and the edited posts need a new approval. With
    20,000 accounts and more, posts are counted and the first ones shown; a plan that was stopped goes on when it is
    made again.

    Args:
        campaign: A campaign's file, which is loaded first, or the id of one that is loaded.
        dry_run: Look only: keep neither the file nor the plan.
        ical: Write the plan as an iCalendar file too.
        preview: Show every post as it will look.
    """
    with opened(workspace) as ws:
        known = _campaign(ws, campaign, keep=not dry_run)
        if ws.officers.count() >= MANY:
            refuse_calendar(ical)
            return plan_many(ws, known, keep=not dry_run, as_json=as_json)
        with moving("Planning") as progress:
            made = ws.plan(known, store=not dry_run, progress=progress)
        if ical is not None:
            write_changed(ical, ws.calendar(made))
        times = ws.windows(made)
    shown = (*_shown(made, preview=preview), *([windows_table(times)] if times else []), *_next(made, dry_run=dry_run))
    tell(as_json, "plan", {**_data(made), "windows": to_data(times)}, *shown)
    return NEEDS_A_PERSON if made.stopped else 0


def _campaign(ws: "Workspace", named: str, *, keep: bool) -> Campaign | str:
    if not named.endswith(".toml") and not Path(named).is_file():
        return named
    return ws.campaigns.load(named) if keep else ws.campaigns.check(named)


def _data(plan: Plan) -> dict[str, object]:
    return {
        "campaign": plan.campaign,
        "author": plan.author,
        "posts": [post_data(post) for post in plan.posts],
        "findings": plan.findings,
        "changes": plan.changes,
        "stopped": sorted(plan.stopped),
    }


def _shown(plan: Plan, *, preview: bool) -> Iterator[RenderableType]:
    if preview:
        for post in plan.posts:
            stop = "stopped by an error\n" if post.id in plan.stopped else ""
            yield f"{stop}{drawn(post)}\n"
    else:
        yield posts_table(plan.posts, title="Posts")
    yield findings_table(plan.findings, plan.posts)
    if any(change.kind != "added" for change in plan.changes):
        yield changes_table(plan.changes, plan.posts)


def _next(plan: Plan, *, dry_run: bool) -> Iterator[str]:
    new = sum(change.kind == "added" for change in plan.changes)
    told = f"{len(plan.posts)} posts: {len(plan.ready)} ready, {len(plan.stopped)} stopped by errors"
    yield f"{told}; {new} new, {len(plan.changes) - new} changed."
    if not dry_run:
        yield f"Next: govpr approve {plan.campaign} --by OFFICER (not {plan.author}, who wrote it)"
