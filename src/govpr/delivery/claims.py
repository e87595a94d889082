"""How much a worker claims at a time: about as much as it sends in a moment, the rest is for others."""

from collections.abc import Sequence
from datetime import datetime
from time import monotonic

from govpr.delivery.desk import Round
from govpr.delivery.outbox import Taken
from govpr.models import Delivery

_LOOK = 256
_MOST = 128
_SHORT, _LONG = 0.25, 1.0
"""Seconds. A worker that dies leaves what it holds for the length of a lease, so it holds little."""


class Claims:
    """What is due, claimed little by little.

    What was due when the round began is tried once in it; what was put off meanwhile is tried again when it is due.

    Args:
        work: What the worker works with.
        at_once: How many conversations are held at the same time.
    """

    def __init__(self, work: Round, at_once: int) -> None:
        self._work, self._at_once, self._began = work, at_once, work.outbox.clock()
        self._lookable = frozenset(name for name, able in work.able.items() if able.finds is not None)
        self._size, self._since = 4 * at_once, monotonic()
        self._fresh, self._stuck = list[Delivery](), 0
        self._seen: dict[str, datetime] = {}

    @property
    def low(self) -> int:
        """When so few wait to be sent, there is room for more."""
        return self._size // 2 if self._size > 2 * self._at_once else 0

    def more(self, crowded: frozenset[str] = frozenset()) -> Sequence[Taken]:
        """Claim as much as is sent in a moment; nothing where nothing is due that was not tried yet.

        Args:
            crowded: Accounts that have enough to send.
        """
        self._fresh = [delivery for delivery in self._fresh if delivery.account not in crowded]
        while self._fresh or self._look(crowded):
            posts = [delivery.post for delivery in self._fresh]
            claimed = self._work.outbox.claim(posts, lookable=self._lookable, most=self._fit())
            # Where others are at all of these: one that is stopped would be asked for for ever.
            done = (claimed.looked or frozenset(posts)) - claimed.kept_back
            self._seen |= {one.post: one.due for one in self._fresh if one.post in done}
            self._fresh = [one for one in self._fresh if one.post not in done]
            if claimed.taken:
                return claimed.taken
            if claimed.kept_back:  # until what is being sent is settled
                self._fresh = []
                return ()
        return ()

    def _look(self, crowded: frozenset[str]) -> bool:
        self._work.step_in()
        platforms, most = list(self._work.platforms), _LOOK + self._stuck
        found = self._work.outbox.due(platforms=platforms, lookable=self._lookable, limit=most, crowded=crowded)
        self._fresh = [delivery for delivery in found if self._is_new(delivery)]
        self._stuck = len(found) - len(self._fresh)
        return bool(self._fresh)

    def _is_new(self, delivery: Delivery) -> bool:
        known = self._seen.get(delivery.post)
        return known is None or delivery.due > max(known, self._began)

    def _fit(self) -> int:
        """Twice as much if the last was sent in no time, half of it if it took long."""
        took, self._since = monotonic() - self._since, monotonic()
        if took < _SHORT:
            self._size = min(2 * self._size, max(_MOST, self._at_once))
        elif took > _LONG:
            self._size = max(self._size // 2, self._at_once)
        return self._size
