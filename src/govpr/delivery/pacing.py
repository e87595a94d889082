"""What a worker keeps to, besides what is due: limits, stops, circuits, quiet hours; kept together in the store."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from time import monotonic

from attrs import field, frozen
from sqlalchemy import Connection

from govpr.campaigns.schedule import after_quiet
from govpr.delivery.brakes import asked, begun, failed
from govpr.errors import DeliveryError, Outcome, Partial, Stale, Throttled, Unreachable
from govpr.models import Delivery, DeliveryState, MessageKind, Post
from govpr.models.brakes import Scope
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

    def begin(self, connection: Connection, delivery: Delivery, campaign: str, now: datetime, lease: timedelta) -> bool:
        """Whether a delivery may begin now; if so, it is counted.

        Args:
            connection: A connection for writing.
            delivery: The delivery.
            campaign: Its post's campaign.
            now: The time.
            lease: For how long a worker holds it.
        """
        rates = {key: self.rate(key, delivery.platform) for key in keys_of(delivery, campaign)}
        known = brakes.some(connection, rates.keys())
        if any(brake.stopped is not None for brake in known.values()):
            return False
        counted = [key for key, rate in rates.items() if rate or (key in known and known[key].opened)]
        if counted:
            known |= brakes.held(connection, counted)
        after = [begun(brake, rates[key], now, lease) for key, brake in known.items()]
        fine = [brake for brake in after if brake is not None]
        if len(fine) < len(after):
            return False
        brakes.save(connection, [brake for brake in fine if brake != known[brake.key]])
        return True

    def answered(self, connection: Connection, delivery: Delivery, rest: datetime | None) -> None:
        """Note that a service answers, and until when it wants to be left alone.

        Args:
            connection: A connection for writing.
            delivery: What went there.
            rest: Nothing before this time, or None.
        """
        brakes.answered(connection, _services(delivery))
        if rest is not None:
            (mine,) = brakes.held(connection, [(Scope.ACCOUNT, delivery.account)]).values()
            brakes.save(connection, [asked(mine, rest)])

    def troubled(
        self, connection: Connection, delivery: Delivery, error: DeliveryError, now: datetime, rest: datetime | None
    ) -> None:
        """Note what trouble says about a service: it is away, or asks to be left alone.

        Args:
            connection: A connection for writing.
            delivery: What was to go there.
            error: The trouble.
            now: The time.
            rest: Nothing before this time, or None.
        """
        cause = error.cause if isinstance(error, Partial) else error
        if isinstance(cause, Paused):
            return
        if isinstance(cause, Unreachable) and not isinstance(cause, Stale):
            most, cooling = self.pacing.troubles, self.pacing.cooling
            known = brakes.held(connection, _services(delivery)).values()
            after = (failed(brake, now, most=most, cooling=cooling, jitter=self.jitter) for brake in known)
            brakes.save(connection, after)
            return
        if isinstance(cause, Throttled) and cause.after:
            rest = max(rest or now, now + timedelta(seconds=cause.after))
        self.answered(connection, delivery, rest)

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
                with self._database.read() as connection:
                    self._known = brakes.stopped(connection)
                self._until = monotonic() + self._every
            found = [key for key in keys if key in self._known]
        if found:
            scope, name = found[0]
            what = f"{scope.value} {name}".strip() if name else "everything"
            raise Paused(f"deliveries are stopped: {what}")
