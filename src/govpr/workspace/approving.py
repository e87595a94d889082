"""Approve and reject: decisions about exactly these words."""

import hashlib
from collections.abc import Collection, Iterable, Iterator

from attrs import frozen
from sqlalchemy import Connection

from govpr.delivery.states import Change, Event, apply
from govpr.errors import NotAllowed, NotFound
from govpr.governance import approval
from govpr.models import Approval, Decision, Delivery, DeliveryState, Post, Severity
from govpr.storage import outbox, people, planned, plans, queued
from govpr.storage.planned import Waiting
from govpr.workspace.context import Context
from govpr.workspace.handover import refresh_kits
from govpr.workspace.progress import Progress
from govpr.workspace.settling import CAN_GO_OUT, OPEN

_PORTION = 10_000
_UNDECIDED = (DeliveryState.PLANNED, DeliveryState.ON_HOLD)


@frozen(kw_only=True)
class Approved:
    """What an approval did.

    Args:
        posts: Posts that are approved now.
        before: Posts that were approved or sent before, with the same content.
        stopped: Posts that an error stops; nobody can approve them.
    """

    posts: tuple[str, ...]
    before: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


@frozen(kw_only=True)
class ApprovedMany:
    """What an approval of a plan of any size did.

    Args:
        posts: How many posts are approved now.
        stopped: How many posts an error stops; nobody can approve them.
    """

    posts: int
    stopped: int


def approve(
    context: Context, campaign: str, hashes: dict[str, str], *, by: str, decision: Decision, note: str
) -> Approved:
    """Decide about posts, in one transaction that checks everything again.

    Args:
        context: The workspace.
        campaign: The campaign's id.
        hashes: What the approver saw: content hashes by post id.
        by: The officer who decides.
        decision: Approved or rejected.
        note: Why.

    Raises:
        NotFound: There is no such campaign.
        NotAllowed: The approver may not decide, or the plan was changed since it was shown.
    """
    now = context.clock()
    with context.database.write() as connection:
        _check_author(connection, campaign, by)
        deliveries = outbox.find(connection, ids=list(hashes))
        _refuse_own_words(queued.worded_by(connection, by, hashes), by)
        out = {delivery.post for delivery in deliveries if delivery.is_out}  # an edit changes nothing there
        posts = plans.posts_of(connection, list(hashes))
        _refuse_stale(posts, {post: seen for post, seen in hashes.items() if post not in out})
        stopped = _stopped(connection, campaign)
        chosen = [d for d in deliveries if _can_be(decision, d, stopped)]
        decided = (posts[d.post] for d in chosen)
        plans.add_approvals(connection, approval.decide(decided, by=by, at=now, decision=decision, note=note))
        event = Event.APPROVED if decision is Decision.APPROVED else Event.EDITED
        outbox.save(connection, [apply(d, event, Change(now=now)) for d in chosen])
        for delivery in chosen:
            action = f"post.{decision.value}"
            context.record(connection, actor=by, action=action, subject=delivery.post, content=delivery.content_hash)
    if decision is Decision.REJECTED:
        refresh_kits(context, [d for d in chosen if d.state is DeliveryState.HANDED_OVER])
        return Approved(posts=())
    return Approved(
        posts=tuple(d.post for d in chosen),
        before=tuple(d.post for d in deliveries if (d.state in OPEN or d.is_out) and d.content_hash == hashes[d.post]),
        stopped=tuple(sorted(stopped & hashes.keys())),
    )


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
    with context.database.read() as connection:
        _check_author(connection, campaign, by)
        _refuse_own_words(queued.worded_by(connection, by, campaign=campaign), by)
    whole = hashlib.sha256()
    marks: list[str] = []
    for portion in _portions(context, campaign):
        told = _told(portion)
        whole.update(told)
        marks.append(hashlib.sha256(told).hexdigest())
    if whole.hexdigest() != seal:
        raise _stale()
    approved = stopped = 0
    last: Waiting | None = None
    for mark in marks:
        with context.database.write() as connection:
            some = planned.waiting(connection, campaign, last, _PORTION)
            if hashlib.sha256(_told(some)).hexdigest() != mark:
                raise _stale()
            errors = planned.erroneous(connection, campaign, some)
            fine = [one for one in some if one.id not in errors]
            if fine:
                first, now = fine[0], context.clock()
                planned.approve(
                    connection, fine, Approval(post=first.id, content_hash=first.content_hash, by=by, at=now, note=note)
                )
                counts = {"posts": len(fine), "first": first.id, "content": mark}
                context.record(connection, actor=by, action="posts.approved", subject=campaign, **counts)
            last = some[-1]
        approved, stopped = approved + len(fine), stopped + len(some) - len(fine)
        progress(approved, None)
    return ApprovedMany(posts=approved, stopped=stopped)


def _portions(context: Context, campaign: str) -> Iterator[list[Waiting]]:
    last: Waiting | None = None
    while True:
        with context.database.read() as connection:
            some = planned.waiting(connection, campaign, last, _PORTION)
        if not some:
            return
        yield some
        last = some[-1]


def _told(some: Iterable[Waiting]) -> bytes:
    return "".join(f"{one.account} {one.id}{one.content_hash}" for one in some).encode()


def _check_author(connection: Connection, campaign: str, by: str) -> None:
    author = plans.author_of(connection, campaign)
    if author is None:
        raise NotFound("campaign", campaign, [known.id for known in plans.all_campaigns(connection)])
    approval.check_approver(by, author=author, known=people.has_officer(connection, by))


def _refuse_own_words(post: str | None, by: str) -> None:
    if post is not None:
        raise NotAllowed("approval.own-work", f"{by!r} worded {post}", "ask another officer to approve it")


def _stale() -> NotAllowed:
    return NotAllowed("approval.stale-plan", "the plan was changed since it was shown", "plan again, look, approve")


def _can_be(decision: Decision, delivery: Delivery, stopped: Collection[str]) -> bool:
    if decision is Decision.APPROVED:
        return delivery.state in _UNDECIDED and delivery.post not in stopped
    return delivery.state in (*_UNDECIDED, *CAN_GO_OUT) and not delivery.is_out


def _refuse_stale(posts: dict[str, Post], hashes: dict[str, str]) -> None:
    if any(post not in posts or posts[post].content_hash != seen for post, seen in hashes.items()):
        raise _stale()


def _stopped(connection: Connection, campaign: str) -> frozenset[str]:
    found = plans.all_findings(connection, campaign)
    return frozenset(f.post for f in found if f.severity is Severity.ERROR and f.post is not None)
