"""What a worker holds and has not begun: in the order in which it came, one conversation for each account."""

from collections import Counter
from collections.abc import Collection, Sequence

from govpr.delivery.outbox import Taken


class Waiting:
    """What waits to be sent.

    An account whose posts come faster than they go is crowded: nothing more is claimed for it, and what waits for it
    takes no room from others.
    """

    def __init__(self) -> None:
        self._todo, self._low = list[Taken](), 0
        self._count = Counter[str]()

    def __len__(self) -> int:
        return len(self._todo)

    def add(self, taken: Sequence[Taken], low: int) -> None:
        """Let more wait.

        Args:
            taken: What is to be sent.
            low: When so few wait, there is room for more.
        """
        self._todo += taken
        self._low = low
        self._count.update(one.claimed.account for one in taken)

    def next(self, busy: Collection[str]) -> Taken | None:
        """Take the first that can be sent now; None where there is none.

        Args:
            busy: Accounts that have a conversation.
        """
        for place, one in enumerate(self._todo):
            if one.claimed.account not in busy:
                del self._todo[place]
                self._count[one.claimed.account] -= 1
                return one
        return None

    def is_low(self, account: str) -> bool:
        """Whether just so few wait, altogether or for an account, that there may be room.

        Args:
            account: The account of what was taken last.
        """
        return self._low in {len(self._todo), self._count[account]}

    def has_room(self, busy: Collection[str]) -> bool:
        """Whether more should be claimed, for accounts that are not crowded.

        Args:
            busy: Accounts that have a conversation.
        """
        return sum(count for account, count in self._count.items() if account not in busy) <= self._low

    @property
    def crowded(self) -> frozenset[str]:
        """Accounts that have enough to send."""
        return frozenset(account for account, count in self._count.items() if count > self._low)

    def clear(self) -> list[Taken]:
        """Take all that waits."""
        left, self._todo = self._todo, []
        self._count.clear()
        return left
