"""Approve and reject plans of any size, portion after portion; each portion is one transaction."""

import hashlib
from collections.abc import Collection, Iterable, Iterator

from attrs import frozen
from sqlalchemy import Connection

from govpr.models import Approval, Decision, DeliveryState
from govpr.storage import decisions, outbox, queued
from govpr.storage.decisions import REJECTABLE, UNDECIDED, Waiting
from govpr.workspace.approving import check_author, refuse_own_words, stale
from govpr.workspace.context import Context
from govpr.workspace.handover import refresh_kits
from govpr.workspace.progress import Progress

PORTION = 10_000


@frozen(kw_only=True)
class ApprovedMany:
    """What an approval of a plan of any size did.

    Args:
        posts: How many posts are approved now.
        stopped: How many posts an error stops; nobody can approve them.
    """

    posts: int
    stopped: int


@frozen(kw_only=True)
class RejectedMany:
    """What a rejection of a plan of any size did.

    Args:
        posts: How many posts are rejected now.
        recalled: How many of them were approved, or in the hands of their owners, before.
    """

    posts: int
    recalled: int


def approve_stream(
    context: Context, campaign: str, seal: str, *, by: str, note: str, progress: Progress
) -> ApprovedMany:
    """Approve every post of a plan of any size that no error stops, portion after portion.

    A portion whose words were changed since stops it; what was approved before that stays approved, word for word.

    Args:
        context: The workspace.
        campaign: The campaign's id.
        seal: What the approver saw: the seal of the plan's summary.
        by: The officer who decides.
        note: Why.
        progress: Is told how many posts are decided on.

    Raises:
        NotFound: There is no such campaign.
        NotAllowed: The approver may not decide, or the plan was changed since it was shown.
    """
    _check(context, campaign, by)
    whole = hashlib.sha256()
    marks: list[str] = []
    for portion in _portions(context, campaign, UNDECIDED):
        whole.update(_told(portion))
        marks.append(_mark(portion))
    if whole.hexdigest() != seal:
        raise stale()
    approved = stopped = 0
    last: Waiting | None = None
    for mark in marks:
        with context.database.write() as connection:
            some = decisions.waiting(connection, campaign, UNDECIDED, last, PORTION)
            if _mark(some) != mark:
                raise stale()
            errors = decisions.erroneous(connection, campaign, some)
            fine = [one for one in some if one.id not in errors]
            if fine:
                decisions.approve(connection, fine, _decision(context, fine, by, Decision.APPROVED, note))
                _record(context, connection, campaign, fine, by, Decision.APPROVED)
            last = some[-1]
        approved, stopped = approved + len(fine), stopped + len(some) - len(fine)
        progress(approved, None)
    return ApprovedMany(posts=approved, stopped=stopped)


def reject_stream(context: Context, campaign: str, *, by: str, note: str, progress: Progress) -> RejectedMany:
    """Say no to every post of a campaign that is not out yet, portion after portion.

    Stopped in between, it is ordered again: a decision more about the same words does no harm.

    Args:
        context: The workspace.
        campaign: The campaign's id.
        by: The officer who decides.
        note: Why.
        progress: Is told how many posts are decided on.

    Raises:
        NotFound: There is no such campaign.
        NotAllowed: This officer may not decide.
    """
    _check(context, campaign, by)
    rejected = recalled = 0
    last: Waiting | None = None
    while True:
        with context.database.write() as connection:
            some = decisions.waiting(connection, campaign, REJECTABLE, last, PORTION)
            if not some:
                return RejectedMany(posts=rejected, recalled=recalled)
            handed = [one.id for one in some if one.state == DeliveryState.HANDED_OVER]
            decisions.reject(connection, some, _decision(context, some, by, Decision.REJECTED, note))
            _record(context, connection, campaign, some, by, Decision.REJECTED)
            kits = outbox.find(connection, ids=handed) if handed else ()
        refresh_kits(context, kits)
        last, rejected = some[-1], rejected + len(some)
        recalled += len(handed) + sum(one.state == DeliveryState.APPROVED for one in some)
        progress(rejected, None)


def _check(context: Context, campaign: str, by: str) -> None:
    with context.database.read() as connection:
        check_author(connection, campaign, by)
        refuse_own_words(queued.worded_by(connection, by, campaign=campaign), by)


def _decision(context: Context, some: list[Waiting], by: str, decision: Decision, note: str) -> Approval:
    first = some[0]
    return Approval(
        post=first.id, content_hash=first.content_hash, by=by, at=context.clock(), decision=decision, note=note
    )


def _record(
    context: Context, connection: Connection, campaign: str, some: list[Waiting], by: str, decision: Decision
) -> None:
    counts = {"posts": len(some), "first": some[0].id, "content": _mark(some)}
    context.record(connection, actor=by, action=f"posts.{decision.value}", subject=campaign, **counts)


def _portions(context: Context, campaign: str, states: Collection[DeliveryState]) -> Iterator[list[Waiting]]:
    last: Waiting | None = None
    while True:
        with context.database.read() as connection:
            some = decisions.waiting(connection, campaign, states, last, PORTION)
        if not some:
            return
        yield some
        last = some[-1]


def _mark(some: Iterable[Waiting]) -> str:
    return hashlib.sha256(_told(some)).hexdigest()


def _told(some: Iterable[Waiting]) -> bytes:
    return "".join(f"{one.account} {one.id}{one.content_hash}" for one in some).encode()
