"""`workspace.queue`: what waits to go out, and what people change about it. Everything is in the audit log."""

from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import pairwise

from attrs import evolve, frozen
from sqlalchemy import Connection

from govpr.campaigns.checks import Checker, together
from govpr.content.compose import compose
from govpr.delivery.states import Change, Event, apply
from govpr.errors import InputError, NotFound, Problem
from govpr.models import Decision, Delivery, DeliveryState, Finding, Post
from govpr.models.standbys import Standby
from govpr.storage import adjustments, outbox, people, plans, queued, rumours, standbys
from govpr.storage.adjustments import Adjusted
from govpr.workspace import delivering, falling_back
from govpr.workspace.context import Context
from govpr.workspace.delivering import permitted, refusal
from govpr.workspace.drafting import said, screener
from govpr.workspace.handover import refresh_kits

_S = DeliveryState
_WAITS = set(queued.WAITING)


@frozen(kw_only=True)
class Queued:
    """A post that waits.

    Args:
        delivery: Where it stands.
        post: What it says.
        close: Posts of the same account that go out too shortly before or after it.
        findings: What was found about it when it was changed.
    """

    delivery: Delivery
    post: Post
    close: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@frozen
class Queue:
    """Posts that wait, changed in place: each keeps its id."""

    _context: Context

    def waiting(
        self, *, campaign: str | None = None, account: str | None = None, limit: int = 100
    ) -> tuple[Queued, ...]:
        """What waits, in the order of times, with conflicts.

        Args:
            campaign: Only of this campaign.
            account: Only of this account.
            limit: How many at most.
        """
        with self._context.database.read() as connection:
            found = queued.waiting(connection, campaign=campaign, account=account, limit=limit)
            posts = plans.posts_of(connection, [one.post for one in found])
            return tuple(self._queued(connection, one, posts[one.post]) for one in found)

    def reschedule(self, post: str, due: datetime, *, by: str) -> Queued:
        """Let a post go out at another time. Its approval stands; plans that are made again keep the time.

        A post that stands by for it moves with it.

        Args:
            post: Its id.
            due: The new time, aware.
            by: The officer who decides.

        Raises:
            NotFound: There is no such post.
            NotAllowed: It is out, was tried already, or `by` is no officer here.
        """
        if due.tzinfo is None:
            advice = "write an offset, such as 2026-11-05T09:00:00+07:00"
            raise InputError([Problem("due", "has no time zone", advice)])
        with self._context.database.write() as connection:
            delivery, before = self._changeable(connection, post, by)
            moved, after = self._moved(connection, delivery, before, due, by)
            reserve = falling_back.in_reserve(connection, post)
            if reserve is not None:
                self._moved(connection, reserve, plans.posts_of(connection, [reserve.post])[reserve.post], due, by)
            told = self._queued(connection, moved, after)
        refresh_kits(self._context, [moved])
        return told

    def edit(self, post: str, text: str, *, by: str) -> Queued:
        """Let a post say something else. That voids its approval, and who worded it cannot approve it.

        The approval of a post that stands by for it is void too: it may say what was wrong here.

        Args:
            post: Its id.
            text: The new words; a line with `---` alone parts a thread. The label that says who speaks is added.
            by: The officer who words it.

        Raises:
            NotFound: There is no such post.
            NotAllowed: It is out, was tried already, or `by` is no officer here.
        """
        context, now = self._context, self._context.clock()
        with ExitStack() as stack:
            screen = screener(context, stack)  # before anything is written: the index may have to be made anew
            with context.database.write() as connection:
                delivery, before = self._changeable(connection, post, by)
                rules = context.platforms((people.account(connection, before.account),))[before.platform].rules
                parts = compose(text, disclosure=before.disclosure, forbidden=rules.forbidden)
                after = evolve(before, parts=parts)
                if after.content_hash == before.content_hash:
                    return self._queued(connection, delivery, before)
                checker = Checker({before.platform: rules}, screen, rumours.seen_urls(connection))
                found = (*checker.look(after), *self._together(connection, after))
                queued.replace_post(connection, after)
                queued.replace_findings(connection, after, found)
                change = Adjusted(due=adjustments.of_post(connection, post).due, parts=parts, by=by)
                adjustments.save(connection, post, change, now)
                edited = apply(delivery, Event.EDITED, Change(now=now, content_hash=after.content_hash))
                reserve = falling_back.in_reserve(connection, post)
                unready = () if reserve is None else (apply(reserve, Event.EDITED, Change(now=now)),)
                outbox.save(connection, [edited, *unready])
                hashes = {"before": before.content_hash, "after": after.content_hash}
                context.record(connection, actor=by, action="post.edited", subject=post, **hashes)
                told = evolve(self._queued(connection, edited, after), findings=found)
        if delivery.state is _S.HANDED_OVER:
            refresh_kits(context, [edited])
        return told

    def hold(self, post: str, *, by: str, note: str = "") -> Delivery:
        """Keep a post back until somebody releases it, whatever else happens.

        Args:
            post: Its id.
            by: The officer who decides.
            note: Why.

        Raises:
            NotFound: There is no such post.
            NotAllowed: It is out or on hold already, or `by` is no officer here.
        """
        context = self._context
        with context.database.write() as connection:
            before = permitted(connection, post, by, _WAITS - {_S.ON_HOLD})
            held = apply(before, Event.PUT_ON_HOLD, Change(now=context.clock(), problem=note))
            outbox.save(connection, [held])
            context.record(connection, actor=by, action="post.put_on_hold", subject=post, note=note)
        if before.state is _S.HANDED_OVER:
            refresh_kits(context, [held])
        return held

    def release(self, post: str, *, by: str) -> Delivery:
        """Let a post go on that was on hold: it is approved where exactly these words are, else it waits for that.

        Args:
            post: Its id.
            by: The officer who decides.

        Raises:
            NotFound: There is no such post.
            NotAllowed: It is not on hold, or `by` is no officer here.
        """
        context, now = self._context, self._context.clock()
        with context.database.write() as connection:
            free = apply(permitted(connection, post, by, {_S.ON_HOLD}), Event.RELEASED, Change(now=now))
            words = plans.posts_of(connection, [post])[post].content_hash
            is_approved = plans.decisions_about(connection, {post: words}).get(post) is Decision.APPROVED
            stopped = queued.has_errors(connection, post)
            if is_approved and not stopped:
                ready = standbys.waiting(connection, [post])
                free = apply(free, Event.STOOD_BY if ready else Event.APPROVED, Change(now=now))
            outbox.save(connection, [free])
            context.record(connection, actor=by, action="post.released", subject=post, state=free.state.value)
        return free

    def withdraw(self, post: str, *, by: str) -> Delivery:
        """Take a post back that is not out yet, as `Workspace.withdraw`."""
        return delivering.withdraw(self._context, post, by=by)

    def standby(self, post: str) -> Standby | None:
        """What stands by for a post, or the post itself where it stands by for another one; None where neither is so.

        Args:
            post: Its id.
        """
        return falling_back.standing_by(self._context, post)

    def fallback(self, post: str, *, by: str, absent: bool = False) -> Delivery:
        """Let a post go out that stands by, without waiting for its rule; the other one is withdrawn with that.

        Args:
            post: The id of one of the two.
            by: The officer who decides.
            absent: Whether somebody looked on the platform, and the other one is not there: needed where it may be.

        Returns:
            The delivery of the one that goes out.

        Raises:
            NotFound: There is no such post.
            NotAllowed: Nothing stands by for it, it is out or may be, or `by` is no officer here.
        """
        return falling_back.fall_back(self._context, post, by=by, absent=absent)

    def _moved(
        self, connection: Connection, delivery: Delivery, post: Post, due: datetime, by: str
    ) -> tuple[Delivery, Post]:
        after, moved = evolve(post, due=due), evolve(delivery, due=due)
        change = evolve(adjustments.of_post(connection, post.id), due=due)
        adjustments.save(connection, post.id, change, self._context.clock())
        queued.replace_post(connection, after)
        outbox.save(connection, [moved])
        times = {"before": delivery.due.isoformat(), "after": due.isoformat()}
        self._context.record(connection, actor=by, action="post.rescheduled", subject=post.id, **times)
        return moved, after

    def _changeable(self, connection: Connection, post: str, by: str) -> tuple[Delivery, Post]:
        delivery = permitted(connection, post, by, _WAITS)
        if delivery.is_out or delivery.attempts:  # what identifies a post on a platform may be derived from its time
            raise refusal(delivery)
        found = plans.posts_of(connection, [post]).get(post)
        if found is None:
            raise NotFound("post", post)
        return delivery, found

    def _together(self, connection: Connection, post: Post) -> list[Finding]:
        """What is found about a post among those of its account."""
        others = [one for one in queued.on_accounts(connection, [post.account])[post.account] if one.id != post.id]
        timeline = [said(post)._replace(mine=True), *map(said, others)]
        return list(together(timeline, self._gap))

    def _queued(self, connection: Connection, delivery: Delivery, post: Post) -> Queued:
        timeline = queued.on_accounts(connection, [post.account]).get(post.account, [])
        ordered = sorted((one for one in timeline), key=lambda one: (one.due, one.id))
        close = [
            (other.id if one.id == post.id else one.id)
            for one, other in pairwise(ordered)
            if post.id in {one.id, other.id} and other.due - one.due < self._gap
        ]
        return Queued(delivery=delivery, post=post, close=tuple(close))

    @property
    def _gap(self) -> timedelta:
        return timedelta(minutes=self._context.settings.caps.gap)
