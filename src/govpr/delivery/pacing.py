"""What a worker keeps to, besides what is due: limits, stops, circuits, quiet hours; kept together in the store."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic

from attrs import evolve, field, frozen
from sqlalchemy import Connection

from govpr.campaigns.schedule import after_quiet
from govpr.delivery.brakes import asked, begun, failed
from govpr.delivery.patience import patiently
from govpr.errors import DeliveryError, Outcome, Partial, Stale, Unreachable
from govpr.models import Delivery, DeliveryState, MessageKind, Post
from govpr.models.brakes import Brake, Scope
from govpr.platforms.paces import Pace
from govpr.settings import Pacing, Quiet
from govpr.settings.rates import Rate
from govpr.storage import brakes
from govpr.storage.brakes import Key
from govpr.storage.database import Database

_GLANCE = 0.2


class Paused(DeliveryError):
    """Somebody has stopped deliveries while this one went on."""

    outcome = Outcome.WAIT
    advice = "it goes on after: govpr deliver --resume"


def keys_of(delivery: Delivery, campaign: str) -> tuple[Key, ...]:
    """The brakes that can hold a delivery.

    Args:
        delivery: The delivery.
        campaign: Its post's campaign.
    """
    narrow = ((Scope.PLATFORM, delivery.platform), (Scope.ACCOUNT, delivery.account), (Scope.CAMPAIGN, campaign))
    return ((Scope.ALL, ""), *narrow)


@frozen(kw_only=True)
class End:
    """What the end of a try says about its service.

    Args:
        delivery: What was tried.
        at: When it ended.
        error: The trouble, or None.
        rest: Nothing before this time, or None.
    """

    delivery: Delivery
    at: datetime
    error: DeliveryError | None = None
    rest: datetime | None = None

    @property
    def away(self) -> bool:
        """Whether the service could not be reached."""
        return isinstance(cause_of(self.error), Unreachable) and not isinstance(cause_of(self.error), Stale)

    @property
    def answered(self) -> bool:
        """Whether the service answered, be it with a refusal."""
        return not self.away and not isinstance(cause_of(self.error), Paused)


def cause_of(error: DeliveryError | None) -> DeliveryError | None:
    """What went wrong with the part that was not published.

    Args:
        error: The trouble, or None.
    """
    return error.cause if isinstance(error, Partial) else error


@frozen(kw_only=True)
class Keeping:
    """What a worker keeps to.

    Args:
        pacing: The limits that the workspace's owners chose.
        paces: Documented limits, by platform.
        quiet: Hours in which nothing is posted, or None.
        silent: Platforms on which posts disturb nobody: they stay on this machine.
        jitter: Gives a number between 0 and 1.
    """

    pacing: Pacing = field(factory=Pacing)
    paces: Mapping[str, Pace] = field(factory=dict)
    quiet: Quiet | None = None
    silent: frozenset[str] = frozenset()
    jitter: Callable[[], float] = field(default=lambda: 0.5, repr=False)

    def awake(self, delivery: Delivery, post: Post, now: datetime) -> datetime:
        """Now, or the end of the quiet hours in which the post would be seen; what was begun before goes on.

        Args:
            delivery: What would go out.
            post: Its post, whose time is in the zone of its readers.
            now: The time.
        """
        fresh = delivery.state is DeliveryState.APPROVED and not delivery.parts_out
        return self.morning(post, now) if fresh else now

    def morning(self, post: Post, when: datetime) -> datetime:
        """A time, or the end of the quiet hours that it falls in for the readers of a post.

        Args:
            post: The post, whose time is in the zone of its readers.
            when: The time.
        """
        if self.quiet is None or post.platform in self.silent:
            return when
        if self.quiet.clarifications and post.kind is MessageKind.CLARIFICATION:
            return when
        return max(when, after_quiet(when.astimezone(post.due.tzinfo), self.quiet))

    def begin(
        self, connection: Connection, wanted: Sequence[tuple[Delivery, str]], now: datetime, lease: timedelta
    ) -> list[Delivery]:
        """Those deliveries that may begin now, each counted.

        Args:
            connection: A connection for writing.
            wanted: Deliveries, each with its post's campaign.
            now: The time.
            lease: For how long a worker holds one.
        """
        kinds = {key: one.platform for one, campaign in wanted for key in keys_of(one, campaign)}
        rates = {key: self.rate(key, platform) for key, platform in kinds.items()}
        known = brakes.some(connection, rates.keys())
        counted = [key for key, rate in rates.items() if rate or (key in known and known[key].opened)]
        if counted:
            known |= brakes.held(connection, counted)
        before, fine = dict(known), list[Delivery]()
        for delivery, campaign in wanted:
            mine = [known[key] for key in keys_of(delivery, campaign) if key in known]
            after = [begun(brake, rates[brake.key], now, lease) for brake in mine]
            if None not in after:
                known |= {brake.key: brake for brake in after if brake is not None}
                fine.append(delivery)
        brakes.save(connection, [brake for key, brake in known.items() if brake != before[key]])
        return fine

    def note(self, connection: Connection, ends: Sequence[End]) -> None:
        """Keep what the ends of tries say about services: they answer, are away, or ask to be left alone.

        Args:
            connection: A connection for writing.
            ends: How tries ended, in this order.
        """
        answered = {key for end in ends if end.answered for key in _services(end.delivery)}
        told = {(Scope.ACCOUNT, end.delivery.account) for end in ends if end.rest is not None}
        away = {key for end in ends if end.away for key in _services(end.delivery)}
        known = brakes.held(connection, away | told, answered)
        before = dict(known)
        for end in ends:
            for key in _services(end.delivery):
                if key in known:
                    known[key] = self._noted(known[key], end)
        brakes.save(connection, [brake for key, brake in known.items() if brake != before[key]])

    def _noted(self, brake: Brake, end: End) -> Brake:
        if end.away:
            pacing = self.pacing
            return failed(brake, end.at, most=pacing.troubles, cooling=pacing.cooling, jitter=self.jitter)
        if end.answered:
            brake = evolve(brake, failures=0, opened=None)
        return asked(brake, end.rest) if end.rest is not None and brake.scope is Scope.ACCOUNT else brake

    def rate(self, key: Key, platform: str) -> Rate | None:
        """The limit that holds for posts of one brake, or None.

        Args:
            key: The brake.
            platform: The platform that the posts go to.
        """
        scope, name = key
        chosen = {
            Scope.PLATFORM: self.pacing.platforms,
            Scope.ACCOUNT: self.pacing.accounts,
            Scope.CAMPAIGN: self.pacing.campaigns,
        }
        own = chosen.get(scope, {}).get(name)
        pace = self.paces.get(platform) if self.pacing.documented else None
        if own is not None or pace is None:
            return own
        return pace.rate if scope is (Scope.PLATFORM if pace.shared else Scope.ACCOUNT) else None


def _services(delivery: Delivery) -> tuple[Key, ...]:
    return (Scope.ACCOUNT, delivery.account), (Scope.PLATFORM, delivery.platform)


class Stops:
    """What people have stopped, looked up again after a moment: a fifth of a second, for all calls of a worker.

    Args:
        database: The workspace's database.
        every: Seconds between two looks.
    """

    def __init__(self, database: Database, every: float = _GLANCE) -> None:
        self._database, self._every = database, every
        self._lock, self._until, self._known = threading.Lock(), float("-inf"), frozenset[Key]()

    def refuse(self, keys: tuple[Key, ...]) -> None:
        """Stop before a call that somebody does not want any more.

        Raises:
            Paused: One of the keys is stopped.
        """
        with self._lock:
            if monotonic() >= self._until:
                self._known = patiently(self._look)
                self._until = monotonic() + self._every
            found = [key for key in keys if key in self._known]
        if found:
            scope, name = found[0]
            what = f"{scope.value} {name}".strip() if name else "everything"
            raise Paused(f"deliveries are stopped: {what}")

    def _look(self) -> frozenset[Key]:
        with self._database.read() as connection:
            return brakes.stopped(connection)
