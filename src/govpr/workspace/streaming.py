"""Plans of any size: straight into the outbox, portion after portion, in little memory.

A plan that was stopped is made again, and only what is missing is written: what is written is compared first.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple

from attrs import define, field, frozen
from sqlalchemy import Connection

from govpr.campaigns.changes import change_of, removed, too_late
from govpr.campaigns.forms import Form
from govpr.campaigns.planning import Line
from govpr.campaigns.tally import Tally
from govpr.delivery.states import Event
from govpr.delivery.windows import Window, windows_in_order
from govpr.models import Campaign, Change, DeliveryState, Finding, Post, Severity
from govpr.storage import planned
from govpr.storage.planned import Old
from govpr.workspace.context import Context
from govpr.workspace.delivering import round_of
from govpr.workspace.drafting import Portion, drafted
from govpr.workspace.handover import refresh_kits
from govpr.workspace.planning import were_in_kits
from govpr.workspace.progress import Progress
from govpr.workspace.settling import Wanted, event_of, settle, settle_findings, stands_of

_SHOWN = 20
SEAL = hashlib.sha256


@frozen(kw_only=True)
class PlanSummary:
    """What a plan of any size holds: counted, with examples.

    Args:
        campaign: Campaign id.
        author: Who wrote the campaign.
        posts: How many posts there are.
        stopped: How many of them an error stops.
        changes: How many were added, changed, moved or removed, or are edits after sending.
        findings: What the checks found: 20 of each kind, then how many more there are.
        examples: The first posts.
        differences: The first changes.
        windows: When the posts of official accounts go out, with spread, limits and quiet hours.
        seal: A fingerprint of all posts that wait for an approval, which is to exactly these.
    """

    campaign: str
    author: str
    posts: int
    stopped: int
    changes: Mapping[str, int]
    findings: tuple[Finding, ...]
    examples: tuple[Post, ...]
    differences: tuple[Change, ...]
    windows: tuple[Window, ...]
    seal: str


class _Timed(NamedTuple):
    """A post of an official account, and when it is due: its words are kept once for all that share them."""

    due: datetime
    id: str
    account: str
    form: Form


@define
class _Sums:
    """What is counted while a plan is made."""

    posts: int = 0
    stopped: int = 0
    changes: Counter[str] = field(factory=Counter)
    examples: list[Post] = field(factory=list)
    differences: list[Change] = field(factory=list)
    official: list[_Timed] = field(factory=list)
    seal: "hashlib._Hash" = field(factory=SEAL)


def plan_stream(context: Context, campaign: Campaign, progress: Progress, *, store: bool) -> PlanSummary:
    """Plan a campaign of any size.

    Args:
        context: The workspace.
        campaign: The campaign.
        progress: Is told how many posts are planned, and of how many.
        store: False to look only.

    Raises:
        StoreError: Accounts came or went meanwhile.
    """
    tally, sums = Tally(most=_SHOWN), _Sums()

    def reach() -> AbstractContextManager[Connection]:
        return context.database.write() if store else context.database.read()

    for portion in drafted(context, campaign, tally, reach, progress):
        _add(sums, tally, portion)
        if store:
            _keep(context, campaign, portion)
    if store:
        _finish(context, campaign, tally, sums.changes)
    return PlanSummary(
        campaign=campaign.id,
        author=campaign.author,
        posts=sums.posts,
        stopped=sums.stopped,
        changes=dict(sorted(sums.changes.items())),
        findings=tuple(tally.found()),
        examples=tuple(sums.examples),
        differences=tuple(sums.differences),
        windows=_windows(context, sums.official),
        seal=sums.seal.hexdigest(),
    )


def _add(sums: _Sums, tally: Tally, portion: Portion) -> None:
    """Count a portion."""
    sums.posts += len(portion.lines)
    told = sorted(f"{line.row.account} {line.row.id}{line.row.content_hash}" for line in _waiting(portion))
    sums.seal.update("".join(told).encode())
    for line in portion.lines:
        if line.officer is None and line.form.post.instead_of is None:
            sums.official.append(_Timed(line.row.due, line.row.id, line.row.account, line.form))
        if line.findings:
            sums.stopped += line.stopped
            tally.add(line.findings)
        if portion.old or len(sums.differences) < _SHOWN:
            _differs(sums, tally, change_of(line, portion.old.get(line.row.id)))
        else:
            sums.changes["added"] += 1
    for change in removed(portion.old, {line.row.id: line for line in portion.lines}) if portion.old else ():
        _differs(sums, tally, change)
    if len(sums.examples) < _SHOWN:
        sums.examples += [line.post() for line in portion.lines[: _SHOWN - len(sums.examples)]]


def _windows(context: Context, official: list[_Timed]) -> tuple[Window, ...]:
    official.sort(key=lambda one: (one.due, one.id))
    posts = (one.form.post_for(one.account, None, one.due) for one in official)
    return windows_in_order(posts, round_of(context, "windows").outbox.keeping)


def _waiting(portion: Portion) -> Iterable[Line]:
    """The posts that will wait for an approval once the plan is kept."""
    if not portion.old:
        return portion.lines
    return (line for line in portion.lines if _waits(line, portion.old))


def _waits(line: Line, old: Mapping[str, Old]) -> bool:
    was = old.get(line.row.id)
    if was is None or event_of(was, line.row, line.stopped) == Event.EDITED:
        return True
    return was.state == DeliveryState.PLANNED


def _differs(sums: _Sums, tally: Tally, change: Change | None) -> None:
    if change is None:
        return
    sums.changes[change.kind] += 1
    if len(sums.differences) < _SHOWN:
        sums.differences.append(change)
    if change.kind == "sent":
        tally.add([too_late(change)])


def _keep(context: Context, campaign: Campaign, portion: Portion) -> None:
    """Write what differs of a portion, in the transaction in which it was compared."""
    now = {
        line.row.id: Wanted(
            line.row, line.stopped, None if line.form.post.instead_of is None else stands_of(line.post())
        )
        for line in portion.lines
    }
    touched = settle(context, portion.connection, campaign.id, now, portion.old)
    errors = [f for line in portion.lines for f in line.findings if f.severity is Severity.ERROR]
    kept = planned.found_about(portion.connection, campaign.id, portion.span) if portion.old else {}
    settle_findings(portion.connection, campaign.id, errors, kept)
    refresh = were_in_kits(touched, portion.old)
    if refresh:
        portion.after.append(lambda: refresh_kits(context, refresh))


def _finish(context: Context, campaign: Campaign, tally: Tally, changes: Counter[str]) -> None:
    """Keep what was found about no single post, and say in the audit log what was changed."""
    besides = [finding for finding in tally.found() if finding.post is None]
    with context.database.write() as connection:
        settle_findings(connection, campaign.id, besides, planned.found_besides(connection, campaign.id))
        if changes:
            context.record(
                connection, actor=campaign.author, action="plan.changed", subject=campaign.id, **dict(changes)
            )
