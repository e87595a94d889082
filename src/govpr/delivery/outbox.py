"""The outbox: it claims, keeps what each step left, and settles. The database is the truth; this only moves it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from attrs import Factory, evolve, field, frozen
from sqlalchemy import Connection

from govpr.delivery.dispatch import receipts
from govpr.delivery.marks import Keep
from govpr.delivery.pacing import Keeping, Paused, Stops, keys_of
from govpr.delivery.states import LEASE, Action, Change, Event, after_trouble, apply, decide
from govpr.errors import DeliveryError, GovprError, Partial
from govpr.governance import approval, audit
from govpr.logs import get_logger
from govpr.models import Delivery, DeliveryState, Post, Receipt
from govpr.models.brakes import Scope
from govpr.models.deliveries import MOVED, PART
from govpr.storage import brakes, plans
from govpr.storage import outbox as rows
from govpr.storage.database import Database

_ACTOR = "govpr"
_NIGHT = "it waits for the end of the quiet hours"
log = get_logger("govpr.delivery")


class LostLease(GovprError):
    """Another worker has taken the delivery over, since this one was gone for too long."""


def is_approved(connection: Connection, delivery: Delivery) -> bool:
    """The last gate: whatever happened before, only words that were approved go out.

    Args:
        connection: A connection for reading.
        delivery: A delivery that is about to go out.
    """
    return _approved(connection, delivery, plans.posts_of(connection, [delivery.post])[delivery.post])


def _approved(connection: Connection, delivery: Delivery, post: Post) -> bool:
    held = post.content_hash == delivery.content_hash
    if held and approval.stands(post, plans.approvals_of(connection, delivery.post)):
        return True
    log.error("delivery.not_approved", post=delivery.post, account=delivery.account)
    return False


@frozen(kw_only=True)
class Outbox:
    """What a worker needs of the database.

    Args:
        database: The workspace's database.
        clock: Gives the time.
        jitter: Gives a number between 0 and 1.
        worker: A name that no other worker has.
        most: How many times a delivery is tried.
        keeping: What it keeps to: limits, circuits, quiet hours.
        stops: What people have stopped.
    """

    database: Database
    clock: Callable[[], datetime]
    jitter: Callable[[], float] = field(repr=False)
    worker: str
    most: int
    keeping: Keeping = field(factory=Keeping)
    stops: Stops = field(default=Factory(lambda self: Stops(self.database), takes_self=True), repr=False)

    def due(self, *, platforms: Collection[str], lookable: Collection[str], limit: int) -> tuple[Delivery, ...]:
        """Deliveries that could be claimed now."""
        now = self.clock()
        with self.database.read() as connection:
            held = brakes.holding(connection, now)
            if (Scope.ALL, "") in held:
                return ()
            return rows.due(connection, now, platforms=platforms, lookable=lookable, limit=limit, held=held)

    def claim(self, post: str, *, can_look: bool) -> Delivery | None:
        """Take a delivery for this worker, and write that a try begins; None when it is not to be sent now.

        A delivery that was left in doubt and can only be settled by a person is marked so, and one that would disturb
        people at night waits for the morning.
        """
        now = self.clock()
        with self.database.write(of=post) as connection:
            delivery = rows.get(connection, post)
            if delivery is None:
                return None
            action = decide(delivery, now, can_look=can_look)
            if action is Action.ASK_A_PERSON and delivery.state is DeliveryState.SENDING:
                abandoned = "the worker was stopped while it sent; look on the platform whether the post is there"
                self._write(connection, delivery, Event.LOST, Change(now=now, problem=abandoned))
            if action is not Action.SEND or not self._may_begin(connection, delivery, now):
                return None
            claimed = apply(delivery, Event.CLAIMED, Change(now=now, worker=self.worker))
            rows.save(connection, [claimed])
            rows.begin_attempt(connection, claimed, now)
        return claimed

    def _may_begin(self, connection: Connection, delivery: Delivery, now: datetime) -> bool:
        post = plans.posts_of(connection, [delivery.post])[delivery.post]
        if not _approved(connection, delivery, post):
            return False
        morning = self.keeping.awake(delivery, post, now)
        if morning > now:
            self._write(connection, delivery, Event.HELD, Change(now=now, due=morning, problem=_NIGHT))
            return False
        return self.keeping.begin(connection, delivery, post.campaign, now, LEASE)

    def wrong(self, post: Post) -> tuple[Receipt, ...]:
        """What a correction corrects: the receipts of its parts, where it is out on the same account.

        Args:
            post: The correction.
        """
        if post.replaces is None:
            return ()
        with self.database.read() as connection:
            before = rows.get(connection, post.replaces)
        if before is None or before.state is not DeliveryState.SENT or before.account != post.account:
            return ()
        return tuple(receipts(before.handles)) or (() if before.receipt is None else (before.receipt,))

    def gate(self, claimed: Delivery, campaign: str) -> Callable[[], None]:
        """A function that stops this worker before a call with an effect that it must not make any more.

        Args:
            claimed: What the worker holds.
            campaign: Its post's campaign.

        Raises:
            LostLease: Another worker has taken the delivery over; raised by the function, as are the others.
            Paused: Somebody has stopped it.
        """
        keys, lease = keys_of(claimed, campaign), claimed.lease

        def check() -> None:
            nonlocal lease
            self.stops.refuse(keys)
            now = self.clock()
            if lease is None or now >= lease:  # until then nobody else can have it
                lease = now + LEASE
                with self.database.write(of=claimed.post) as connection:
                    rows.save(connection, [evolve(self._mine(connection, claimed), lease=lease)])

        return check

    def beat(self) -> None:
        """Renew the leases of everything that this worker holds: it is alive, however long a call takes."""
        with self.database.write() as connection:
            rows.renew(connection, self.worker, self.clock() + LEASE)

    def keeper(self, claimed: Delivery, left: dict[str, str], last: str) -> Keep:
        """A function that keeps what a step left, and renews the lease.

        Args:
            claimed: What the worker holds.
            left: Takes what the last step leaves: it is kept in one transaction with the receipt.
            last: The name of that step.
        """

        def keep(name: str, value: str) -> None:
            if name == last:
                left[name] = value
                return
            with self.database.write(of=claimed.post) as connection:
                current = self._mine(connection, claimed)
                handles = {**current.handles, name: value}
                if name == MOVED or name.startswith(PART):
                    handles[MOVED] = str(claimed.attempts)
                rows.save(connection, [evolve(current, handles=handles, lease=self.clock() + LEASE)])

        return keep

    def published(
        self,
        claimed: Delivery,
        receipt: Receipt,
        left: Mapping[str, str],
        *,
        rest: float | None = None,
        corrects: str | None = None,
    ) -> Delivery:
        """Settle with a receipt.

        Args:
            claimed: What the worker holds.
            receipt: The platform's answer.
            left: What the last step left.
            rest: Seconds for which the service wants to be left alone by this account, or None.
            corrects: The post that this one corrects, or None.
        """
        now = self.clock()
        change = Change(now=now, receipt=evolve(receipt, at=receipt.at or now))
        with self.database.write(of=claimed.post) as connection:
            current = self._mine(connection, claimed)
            self.keeping.answered(connection, current, _after(now, rest))
            if corrects is not None:
                detail = {"by": current.post}
                audit.record(connection, at=now, actor=_ACTOR, action="post.corrected", subject=corrects, detail=detail)
            whole = evolve(current, handles={**current.handles, **left})
            return self._settled(connection, whole, Event.PUBLISHED, change)

    def troubled(self, claimed: Delivery, error: DeliveryError, rest: float | None = None) -> Delivery:
        """Settle with an error: try later, ask, or give up, as its class says.

        Args:
            claimed: What the worker holds.
            error: What went wrong.
            rest: Seconds for which the service wants to be left alone by this account, or None.
        """
        now = self.clock()
        with self.database.write(of=claimed.post) as connection:
            current = self._mine(connection, claimed)
            self.keeping.troubled(connection, current, error, now, _after(now, rest))
            if isinstance(error.cause if isinstance(error, Partial) else error, Paused):
                return self._settled(connection, *_put_back(current, error, now))
            event, due = after_trouble(error, attempts=current.in_vain, most=self.most, now=now, jitter=self.jitter)
            return self._settled(connection, current, event, Change(now=now, due=due, problem=str(error)))

    def _settled(self, connection: Connection, current: Delivery, event: Event, change: Change) -> Delivery:
        settled = self._write(connection, current, event, change)
        rows.end_attempt(connection, current, change.now, event.value, change.problem)
        return settled

    def _mine(self, connection: Connection, claimed: Delivery) -> Delivery:
        current = rows.get(connection, claimed.post)
        if current is None or (current.worker, current.attempts) != (self.worker, claimed.attempts):
            raise LostLease(f"{claimed.post}: another worker has taken it over; its result counts")
        return current

    def _write(self, connection: Connection, delivery: Delivery, event: Event, change: Change) -> Delivery:
        after = apply(delivery, event, change)
        rows.save(connection, [after])
        detail = {"state": after.state.value, "attempts": after.attempts, "content": after.content_hash}
        if after.receipt is not None:
            detail["receipt"] = after.receipt.id
        audit.record(
            connection, at=change.now, actor=_ACTOR, action=f"delivery.{event}", subject=after.post, detail=detail
        )
        return after


def _put_back(current: Delivery, error: DeliveryError, now: datetime) -> tuple[Delivery, Event, Change]:
    """What somebody has stopped goes on where it was; that was no try in vain."""
    event = Event.PARTLY if isinstance(error, Partial) else Event.LATER
    handles = {**current.handles, MOVED: str(current.attempts)}
    return evolve(current, handles=handles), event, Change(now=now, problem=str(error))


def _after(now: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else now + timedelta(seconds=seconds)
