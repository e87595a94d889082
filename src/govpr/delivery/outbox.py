"""The outbox: it claims, keeps what each step left, and settles. The database is the truth; this only moves it."""

from collections.abc import Callable, Collection
from datetime import datetime

from attrs import evolve, field, frozen
from sqlalchemy import Connection

from govpr.delivery.marks import Keep
from govpr.delivery.states import LEASE, Action, Change, Event, after_trouble, apply, decide
from govpr.errors import DeliveryError, GovprError
from govpr.governance import approval, audit
from govpr.logs import get_logger
from govpr.models import Delivery, DeliveryState, Receipt
from govpr.models.deliveries import MOVED, PART
from govpr.storage import outbox as rows
from govpr.storage import plans
from govpr.storage.database import Database

_ACTOR = "govpr"
log = get_logger("govpr.delivery")


class LostLease(GovprError):
    """Another worker has taken the delivery over, since this one was gone for too long."""


def is_approved(connection: Connection, delivery: Delivery) -> bool:
    """The last gate: whatever happened before, only words that were approved go out.

    Args:
        connection: A connection for reading.
        delivery: A delivery that is about to go out.
    """
    post = plans.posts_of(connection, [delivery.post])[delivery.post]
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
    """

    database: Database
    clock: Callable[[], datetime]
    jitter: Callable[[], float] = field(repr=False)
    worker: str
    most: int

    def due(self, *, platforms: Collection[str], lookable: Collection[str], limit: int) -> tuple[Delivery, ...]:
        """Deliveries that could be claimed now."""
        with self.database.read() as connection:
            return rows.due(connection, self.clock(), platforms=platforms, lookable=lookable, limit=limit)

    def claim(self, post: str, *, can_look: bool) -> Delivery | None:
        """Take a delivery for this worker, and write that a try begins; None when it is not to be sent now.

        A delivery that was left in doubt and can only be settled by a person is marked so.
        """
        now = self.clock()
        with self.database.write() as connection:
            delivery = rows.get(connection, post)
            if delivery is None:
                return None
            action = decide(delivery, now, can_look=can_look)
            if action is Action.ASK_A_PERSON and delivery.state is DeliveryState.SENDING:
                abandoned = "the worker was stopped while it sent; look on the platform whether the post is there"
                self._write(connection, delivery, Event.LOST, Change(now=now, problem=abandoned))
            if action is not Action.SEND or not is_approved(connection, delivery):
                return None
            claimed = apply(delivery, Event.CLAIMED, Change(now=now, worker=self.worker))
            rows.save(connection, [claimed])
            rows.begin_attempt(connection, claimed, now)
        return claimed

    def keeper(self, claimed: Delivery) -> Keep:
        """A function that keeps what a step left, and renews the lease."""

        def keep(name: str, value: str) -> None:
            with self.database.write() as connection:
                current = self._mine(connection, claimed)
                handles = {**current.handles, name: value}
                if name == MOVED or name.startswith(PART):
                    handles[MOVED] = str(claimed.attempts)
                rows.save(connection, [evolve(current, handles=handles, lease=self.clock() + LEASE)])

        return keep

    def published(self, claimed: Delivery, receipt: Receipt) -> Delivery:
        """Settle with a receipt."""
        now = self.clock()
        change = Change(now=now, receipt=evolve(receipt, at=receipt.at or now))
        with self.database.write() as connection:
            return self._settled(connection, self._mine(connection, claimed), Event.PUBLISHED, change)

    def troubled(self, claimed: Delivery, error: DeliveryError) -> Delivery:
        """Settle with an error: try later, ask, or give up, as its class says."""
        now = self.clock()
        with self.database.write() as connection:
            current = self._mine(connection, claimed)
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
