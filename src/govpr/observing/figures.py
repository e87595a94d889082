"""How deliveries stand, as figures: no text, no account, no person."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection

from govpr.models import DeliveryState
from govpr.storage import figures as counted


@frozen(kw_only=True)
class PlatformFigures:
    """How deliveries to one platform stand.

    Args:
        platform: Its name.
        deliveries: How many are in each state that occurs.
        outcomes: How many tries ended in which way, as `published`, `later` or `refused`.
        retries: How many of these were not the first try of their post.
    """

    platform: str
    deliveries: Mapping[DeliveryState, int]
    outcomes: Mapping[str, int]
    retries: int = 0


@frozen(kw_only=True)
class Figures:
    """How all deliveries stand at one moment.

    Args:
        at: The moment.
        oldest_due: Since when the oldest delivery waits that is approved and due, or None.
        platforms: Each platform that there are deliveries to.
    """

    at: datetime
    oldest_due: datetime | None
    platforms: tuple[PlatformFigures, ...]

    @property
    def deliveries(self) -> Mapping[DeliveryState, int]:
        """How many are in each state that occurs, of all platforms."""
        total: Counter[DeliveryState] = Counter()
        for platform in self.platforms:
            total.update(platform.deliveries)
        return {state: total[state] for state in DeliveryState if total[state]}

    @property
    def late(self) -> float:
        """For how many seconds the oldest due delivery waits; 0 where none does."""
        return 0.0 if self.oldest_due is None else max(0.0, (self.at - self.oldest_due).total_seconds())


def figures(connection: Connection, now: datetime) -> Figures:
    """The figures of this moment.

    Args:
        connection: A connection for reading.
        now: The moment.
    """
    states: dict[str, dict[DeliveryState, int]] = {}
    for platform, state, count in counted.standing(connection):
        states.setdefault(platform, {})[state] = count
    outcomes: dict[str, dict[str, int]] = {}
    retries: Counter[str] = Counter()
    for platform, outcome, count, again in counted.tries(connection):
        outcomes.setdefault(platform, {})[outcome] = count
        retries[platform] += again
    each = (
        PlatformFigures(platform=name, deliveries=found, outcomes=outcomes.get(name, {}), retries=retries[name])
        for name, found in states.items()
    )
    return Figures(at=now, oldest_due=counted.oldest_due(connection, now), platforms=tuple(each))
