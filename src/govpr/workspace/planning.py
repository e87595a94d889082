"""Plan and approve: what is stored, and what an edit voids."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from functools import partial

from attrs import evolve, frozen
from sqlalchemy import Connection

from govpr.campaigns.changes import changes, too_late
from govpr.campaigns.checks import Screen, Surroundings, check
from govpr.campaigns.planning import Crew, draft
from govpr.delivery.states import Change, Event, apply
from govpr.errors import InputError, NotAllowed, NotFound, Problem
from govpr.governance import approval
from govpr.hoaxes.screening import screen
from govpr.hoaxes.searching import searcher
from govpr.models import Campaign, Decision, Delivery, DeliveryState, Finding, Plan, Post, Severity
from govpr.storage import outbox, people, plans, rumours
from govpr.workspace.context import Context
from govpr.workspace.handover import refresh_kits
from govpr.workspace.progress import Progress, counted

_OPEN = (DeliveryState.APPROVED, DeliveryState.HANDED_OVER)
_CAN_GO_OUT = (*_OPEN, DeliveryState.REFUSED, DeliveryState.FAILED)  # the last two when somebody orders another try


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
    with context.database.read() as connection:
        before = {post.id: post for post in plans.all_posts(connection, campaign.id)}
        deliveries = {delivery.post: delivery for delivery in outbox.find(connection, campaign=campaign.id)}
        crew = Crew(
            agency=context.agency(),
            officers={officer.id: officer for officer in people.all_officers(connection)},
            accounts=people.all_accounts(connection),
            consents=people.all_consents(connection),
            settled=tuple(post for post in before.values() if _is_settled(deliveries.get(post.id))),
        )
        others = list(_alive(connection, campaign.id))
        hoax_urls = rumours.seen_urls(connection)
    rules = {name: platform.rules for name, platform in context.platforms(crew.accounts).items()}
    drafts = tuple(counted(draft(campaign, crew, rules, context.settings), progress))
    posts = tuple(sorted((d.post for d in drafts if d.post is not None), key=lambda post: (post.due, post.id)))
    planned = {post.id for post in posts}
    others += [post for post in before.values() if post.id not in planned and _is_out(deliveries.get(post.id))]
    with ExitStack() as stack:
        around = Surroundings(
            rules=rules,
            settings=context.settings,
            screen=_screener(context, stack),
            others=others,
            hoax_urls=hoax_urls,
        )
        found = [*_once(finding for d in drafts for finding in d.findings), *check(posts, around)]
    differs = tuple(changes(posts, before, deliveries))
    return Plan(
        campaign=campaign.id,
        author=campaign.author,
        posts=posts,
        findings=(*found, *too_late(differs)),
        changes=differs,
    )


def _is_out(delivery: Delivery | None) -> bool:
    return delivery is not None and delivery.is_out


def _is_settled(delivery: Delivery | None) -> bool:
    return delivery is not None and (delivery.is_out or delivery.state in _OPEN)


def _alive(connection: Connection, campaign: str) -> Iterator[Post]:
    """Posts of other campaigns that are, or will be, seen."""
    gone = {d.post for d in outbox.find(connection, states=[DeliveryState.WITHDRAWN])}
    return (post for post in plans.all_posts(connection) if post.campaign != campaign and post.id not in gone)


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What holds for an account in several waves is told once."""
    seen: set[tuple[str, str, str | None]] = set()
    for finding in findings:
        key = (finding.code, finding.message, finding.post)
        if key not in seen:
            seen.add(key)
            yield finding


def _screener(context: Context, stack: ExitStack) -> Screen:
    index = stack.enter_context(context.index())
    lookup = partial(rumours.factchecks_of, stack.enter_context(context.database.read()))
    bars = context.settings.matching
    search = searcher(index, context.home.index, lookup, bars)

    def compare(text: str, factcheck: str | None) -> Finding | None:
        exempt = () if factcheck is None else (factcheck,)
        return screen(text, search, lookup, exempt=exempt, thresholds=bars)

    return compare


def store_plan(context: Context, plan: Plan) -> None:
    """Keep a plan. An edit voids the approval; what is out already stays as it went out."""
    with context.database.write() as connection:
        deliveries = {delivery.post: delivery for delivery in outbox.find(connection, campaign=plan.campaign)}
        plans.save_posts(connection, _changeable(plan.posts, deliveries))
        touched = list(_deliveries(plan, deliveries, Change(now=context.clock())))
        outbox.save(connection, touched)
        plans.replace_findings(connection, plan.campaign, plan.findings)
        if plan.changes:
            counts = {
                kind: sum(c.kind == kind for c in plan.changes) for kind in sorted({c.kind for c in plan.changes})
            }
            context.record(connection, actor=plan.author, action="plan.changed", subject=plan.campaign, **counts)
    refresh_kits(context, _were_in_kits(touched, deliveries))


def _were_in_kits(touched: Iterable[Delivery], before: dict[str, Delivery]) -> list[Delivery]:
    held = {delivery.post for delivery in before.values() if delivery.state is DeliveryState.HANDED_OVER}
    return [delivery for delivery in touched if delivery.post in held]


def _changeable(posts: Iterable[Post], deliveries: dict[str, Delivery]) -> list[Post]:
    """Posts that may be replaced: not those that are out, nor the same words once somebody tried to send them.

    A try fixes the time too: what identifies the post on a platform may be derived from it.
    """

    def is_open(post: Post) -> bool:
        delivery = deliveries.get(post.id)
        if delivery is None:
            return True
        return not delivery.is_out and (delivery.attempts == 0 or delivery.content_hash != post.content_hash)

    return [post for post in posts if is_open(post)]


def _deliveries(plan: Plan, before: dict[str, Delivery], change: Change) -> Iterator[Delivery]:
    """Every delivery that the plan touches, as it will be."""
    stopped = plan.stopped
    for post in plan.posts:
        old = before.get(post.id)
        if old is None:
            yield _planned(post)
        elif not old.is_out:
            yield from _replanned(post, old, change, stopped=post.id in stopped)
    now = {post.id for post in plan.posts}
    for old in before.values():
        if old.post not in now and not old.is_out and old.state is not DeliveryState.WITHDRAWN:
            yield apply(old, Event.WITHDRAWN, evolve(change, problem="the campaign says it no longer"))


def _planned(post: Post) -> Delivery:
    return Delivery(
        post=post.id, account=post.account, platform=post.platform, due=post.due, content_hash=post.content_hash
    )


def _replanned(post: Post, old: Delivery, change: Change, *, stopped: bool) -> Iterator[Delivery]:
    edited = post.content_hash != old.content_hash or old.state is DeliveryState.WITHDRAWN
    if edited or (stopped and old.state in _CAN_GO_OUT):
        after = apply(old, Event.EDITED, evolve(change, due=post.due, content_hash=post.content_hash))
        yield evolve(after, platform=post.platform)
    elif post.due != old.due and old.attempts == 0:
        yield evolve(old, due=post.due)


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
        author = plans.author_of(connection, campaign)
        if author is None:
            raise NotFound("campaign", campaign, [known.id for known in plans.all_campaigns(connection)])
        approval.check_approver(by, author=author, known=people.has_officer(connection, by))
        deliveries = outbox.find(connection, ids=list(hashes))
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
        before=tuple(d.post for d in deliveries if (d.state in _OPEN or d.is_out) and d.content_hash == hashes[d.post]),
        stopped=tuple(sorted(stopped & hashes.keys())),
    )


def _can_be(decision: Decision, delivery: Delivery, stopped: Collection[str]) -> bool:
    if decision is Decision.APPROVED:
        return delivery.state is DeliveryState.PLANNED and delivery.post not in stopped
    return delivery.state in (DeliveryState.PLANNED, *_CAN_GO_OUT) and not delivery.is_out


def _refuse_stale(posts: dict[str, Post], hashes: dict[str, str]) -> None:
    if any(post not in posts or posts[post].content_hash != seen for post, seen in hashes.items()):
        raise NotAllowed("approval.stale-plan", "the plan was changed since it was shown", "plan again, look, approve")


def _stopped(connection: Connection, campaign: str) -> frozenset[str]:
    found = plans.all_findings(connection, campaign)
    return frozenset(f.post for f in found if f.severity is Severity.ERROR and f.post is not None)
