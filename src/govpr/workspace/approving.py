"""Approve and reject: decisions about exactly these words."""

from collections.abc import Collection

from attrs import frozen
from sqlalchemy import Connection

from govpr.delivery.states import Change, Event, apply
from govpr.errors import NotAllowed, NotFound
from govpr.governance import approval
from govpr.models import Decision, Delivery, DeliveryState, Post
from govpr.storage import decisions, outbox, people, plans, queued, standbys
from govpr.workspace.context import Context
from govpr.workspace.handover import refresh_kits
from govpr.workspace.settling import CAN_GO_OUT, OPEN

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
        check_author(connection, campaign, by)
        deliveries = outbox.find(connection, ids=list(hashes))
        refuse_own_words(queued.worded_by(connection, by, hashes), by)
        # An edit changes nothing there: it is out, or said elsewhere.
        out = {delivery.post for delivery in deliveries if delivery.is_out} | standbys.spoken(connection, campaign)[0]
        posts = plans.posts_of(connection, list(hashes))
        _refuse_stale(posts, {post: seen for post, seen in hashes.items() if post not in out})
        stopped = decisions.stopped(connection, campaign)
        chosen = [d for d in deliveries if _can_be(decision, d, stopped)]
        decided = (posts[d.post] for d in chosen)
        plans.add_approvals(connection, approval.decide(decided, by=by, at=now, decision=decision, note=note))
        event = Event.APPROVED if decision is Decision.APPROVED else Event.EDITED
        ready = standbys.waiting(connection, hashes) if event is Event.APPROVED else frozenset()
        events = {d.post: Event.STOOD_BY if d.post in ready else event for d in chosen}
        outbox.save(connection, [apply(d, events[d.post], Change(now=now)) for d in chosen])
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


def check_author(connection: Connection, campaign: str, by: str) -> None:
    """Whether somebody may decide on a campaign.

    Raises:
        NotFound: There is no such campaign.
        NotAllowed: Somebody unknown, or its author.
    """
    author = plans.author_of(connection, campaign)
    if author is None:
        raise NotFound("campaign", campaign, [known.id for known in plans.all_campaigns(connection)])
    approval.check_approver(by, author=author, known=people.has_officer(connection, by))


def refuse_own_words(post: str | None, by: str) -> None:
    """Whether somebody worded a post that the decision is about.

    Raises:
        NotAllowed: There is one.
    """
    if post is not None:
        raise NotAllowed("approval.own-work", f"{by!r} worded {post}", "ask another officer to approve it")


def stale() -> NotAllowed:
    """The plan is not the one that was shown."""
    return NotAllowed("approval.stale-plan", "the plan was changed since it was shown", "plan again, look, approve")


def _can_be(decision: Decision, delivery: Delivery, stopped: Collection[str]) -> bool:
    if decision is Decision.APPROVED:
        return delivery.state in _UNDECIDED and delivery.post not in stopped
    return delivery.state in (*_UNDECIDED, *CAN_GO_OUT) and not delivery.is_out


def _refuse_stale(posts: dict[str, Post], hashes: dict[str, str]) -> None:
    if any(post not in posts or posts[post].content_hash != seen for post, seen in hashes.items()):
        raise stale()
