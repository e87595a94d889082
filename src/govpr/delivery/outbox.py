"""The outbox: it claims, keeps what each step left, and settles. The database is the truth; this only moves it.

What comes together is done together: one transaction claims several deliveries, and one keeps the ends of several.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from attrs import Factory, evolve, field, frozen
from sqlalchemy import Connection

from govpr.delivery.dispatch import receipts
from govpr.delivery.endings import Settled, Step, told
from govpr.delivery.gating import approved
from govpr.delivery.pacing import Keeping, Stops, keys_of
from govpr.delivery.states import LEASE, Action, Change, Event, apply, decide
from govpr.errors import GovprError
from govpr.governance import audit
from govpr.governance.audit import Done
from govpr.models import Delivery, DeliveryState, Post, Receipt
from govpr.models.brakes import Scope
from govpr.storage import brakes
from govpr.storage import outbox as rows
from govpr.storage.brakes import Key
from govpr.storage.database import Database
from govpr.storage.outbox import Ended

_NIGHT = "it waits for the end of the quiet hours"
_ABANDONED = "the worker was stopped while it sent; look on the platform whether the post is there"
_BACK = "put_back"


class LostLease(GovprError):
    """Another worker has taken the delivery over, since this one was gone for too long."""


@frozen(kw_only=True)
class Taken:
    """A delivery that this worker holds.

    Args:
        claimed: The delivery, as claimed.
        before: The same, as it was before.
        post: Its post.
    """

    claimed: Delivery
    before: Delivery
    post: Post

    @property
    def keys(self) -> tuple[Key, ...]:
        """The brakes that can hold it."""
        return keys_of(self.claimed, self.post.campaign)

    def placed(self, place: Callable[[Post], Post]) -> "Taken":
        """The same, its post with its media where they are."""
        return evolve(self, post=place(self.post))


@frozen(kw_only=True)
class Claimed:
    """What came of claiming.

    Args:
        taken: What this worker holds now.
        looked: The posts that were looked at; others write about the rest.
        kept_back: Those of them that a limit or a circuit keeps back, perhaps until that is settled which was taken.
    """

    taken: Sequence[Taken]
    looked: frozenset[str]
    kept_back: frozenset[str]


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

    def due(
        self, *, platforms: Collection[str], lookable: Collection[str], limit: int, crowded: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Deliveries that could be claimed now.

        Args:
            platforms: Platforms that may be sent to.
            lookable: Those of them that can find what was published.
            limit: How many at most.
            crowded: Accounts for which nothing more is wanted.
        """
        now = self.clock()
        with self.database.read() as connection:
            held = brakes.holding(connection, now)
            if (Scope.ALL, "") in held:
                return ()
            held |= {(Scope.ACCOUNT, account) for account in crowded}
            return rows.due(connection, now, platforms=platforms, lookable=lookable, limit=limit, held=held)

    def holding(self) -> frozenset[Key]:
        """What may not go on now: people have stopped it, or its service is away or wants to be left alone."""
        with self.database.read() as connection:
            return brakes.holding(connection, self.clock(), counted=False)

    def claim(self, posts: Sequence[str], *, lookable: Collection[str], most: int) -> Claimed:
        """Take deliveries for this worker, and write that tries begin; those are left out that are not to be sent now.

        A delivery that was left in doubt and can only be settled by a person is marked so, and one that would disturb
        people at night waits for the morning.

        Args:
            posts: The deliveries' posts, the most wanted first.
            lookable: Platforms that can find what was published.
            most: How many at most.
        """
        now = self.clock()
        with self.database.write_free(posts, most) as (connection, free):
            known = rows.some(connection, free)
            found = [known[post] for post in free if post in known]
            action = {one.post: decide(one, now, can_look=one.platform in lookable) for one in found}
            ready = [one for one in found if action[one.post] is Action.SEND]
            fine, changed = approved(connection, ready), list[tuple[Delivery, Event]]()
            for one in found:
                changed += self._aside(one, fine.get(one.post), action[one.post], now)
            aside = {after.post for after, _ in changed}
            able = [(one, fine[one.post].campaign) for one in ready if one.post in fine and one.post not in aside]
            began = self.keeping.begin(connection, able, now, LEASE)
            taken = [
                Taken(
                    claimed=apply(one, Event.CLAIMED, Change(now=now, worker=self.worker)),
                    before=one,
                    post=fine[one.post],
                )
                for one in began
            ]
            mine = [one.claimed.post for one in taken]
            rows.claim(connection, mine, worker=self.worker, lease=now + LEASE, now=now)
            marked = [one.claimed for one in taken if one.claimed.handles != one.before.handles]
            rows.move(connection, [*(after for after, _ in changed), *marked])
            _record(connection, [told(after, event, now) for after, event in changed])
        refused = {one.post for one, _ in able} - {one.post for one in began}
        return Claimed(taken=taken, looked=frozenset(free), kept_back=frozenset(refused))

    def _aside(
        self, one: Delivery, post: Post | None, action: Action, now: datetime
    ) -> Iterator[tuple[Delivery, Event]]:
        """What becomes of a delivery that is not to be sent now, where anything does."""
        if action is Action.ASK_A_PERSON and one.state is DeliveryState.SENDING:
            yield apply(one, Event.LOST, Change(now=now, problem=_ABANDONED)), Event.LOST
        elif post is not None and (morning := self.keeping.awake(one, post, now)) > now:
            yield apply(one, Event.HELD, Change(now=now, due=morning, problem=_NIGHT)), Event.HELD

    def put_back(self, taken: Sequence[Taken]) -> None:
        """Let go of deliveries of which no call was made: they are as they were before.

        Args:
            taken: What this worker holds.
        """
        now = self.clock()
        with self.database.write(of=[one.claimed.post for one in taken]) as connection:
            held = self._mine(connection, [one.claimed for one in taken])
            mine = [one for one, is_mine in zip(taken, held, strict=True) if is_mine]
            rows.move(connection, [one.before for one in mine])
            rows.end_attempts(connection, self.worker, now, [(one.claimed.post, _BACK, "") for one in mine])

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

    def gate(self, taken: Taken) -> Callable[[], None]:
        """A function that stops this worker before a call with an effect that it must not make any more.

        Args:
            taken: What the worker holds.

        Raises:
            LostLease: Another worker has taken the delivery over; raised by the function, as are the others.
            Paused: Somebody has stopped it.
        """
        keys, lease, claimed = taken.keys, taken.claimed.lease, taken.claimed

        def check() -> None:
            nonlocal lease
            self.stops.refuse(keys)
            now = self.clock()
            if lease is None or now >= lease:  # until then nobody else can have it
                lease = now + LEASE
                with self.database.write(of=[claimed.post]) as connection:
                    if self._mine(connection, [claimed]) != [True]:
                        raise lost(claimed)
                    rows.renew(connection, self.worker, lease, of=claimed.post)

        return check

    def beat(self) -> None:
        """Renew the leases of everything that this worker holds: it is alive, however long a call takes."""
        with self.database.write() as connection:
            rows.renew(connection, self.worker, self.clock() + LEASE)

    def keep(self, entries: Sequence[Step | Settled]) -> list[bool]:
        """Keep what steps left and how tries ended, in one transaction.

        Args:
            entries: Each of another delivery.

        Returns:
            For each whether it is kept; if not, another worker has taken the delivery over, and its result counts.
        """
        now, claimed = self.clock(), [entry.claimed for entry in entries]
        with self.database.write(of=[one.post for one in claimed]) as connection:
            mine = self._mine(connection, claimed)
            pairs = list(zip(entries, mine, strict=True))
            ends = [entry for entry, held in pairs if held and isinstance(entry, Settled)]
            steps = [
                evolve(entry.claimed, handles=entry.handles, lease=now + LEASE)
                for entry, held in pairs
                if held and isinstance(entry, Step)
            ]
            rows.move(connection, [*steps, *(one.after for one in ends)])
            rows.end_attempts(connection, self.worker, now, [_ended(one) for one in ends])
            self.keeping.note(connection, [one.end for one in ends])
            _record(connection, [done for one in ends for done in one.told()])
            return [held or _is_kept(connection, entry) for entry, held in pairs]

    def _mine(self, connection: Connection, claimed: Sequence[Delivery]) -> list[bool]:
        holders = rows.holders(connection, [one.post for one in claimed])
        return [holders.get(one.post) == (self.worker, one.attempts) for one in claimed]


def lost(claimed: Delivery) -> LostLease:
    """The error of a worker that holds a delivery no more.

    Args:
        claimed: What it held.
    """
    return LostLease(f"{claimed.post}: another worker has taken it over; its result counts")


def _ended(one: Settled) -> Ended:
    return one.claimed.post, one.event.value, one.after.problem


def _is_kept(connection: Connection, entry: Step | Settled) -> bool:
    """Whether an end is there already: the connection broke when it was kept, and that was not known."""
    return isinstance(entry, Settled) and rows.get(connection, entry.claimed.post) == entry.after


def _record(connection: Connection, done: Sequence[Done]) -> None:
    if done:
        audit.record_all(connection, done)
