"""Who stands by among the accounts of a plan, and with which words."""

from collections.abc import Collection, Iterator, Sequence

from attrs import define, field

from govpr.campaigns.fallbacks import Pair
from govpr.campaigns.sharing import NOBODY
from govpr.models import Message


def understudied(choice: Sequence[int], wished: Sequence[int], said: Collection[int]) -> int:
    """The variant with which an account stands by, or `NOBODY`.

    Args:
        choice: The variants that suit it best.
        wished: Those that it should have, the most wished first: what it has already, what the other one says.
        said: What it says in earlier repetitions.

    Example:
        >>> understudied((0, 1), [1], []), understudied((0, 1), [1], [1]), understudied((0,), [1], [0])
        (1, 0, 0)
    """
    fresh = [one for one in choice if one not in said] or list(choice)
    return next((one for one in (*wished, *fresh) if one in fresh), NOBODY)


@define(eq=False)
class Understudies:
    """Remembers the places of the few accounts that a campaign's rules are about."""

    pairs: Sequence[Pair]
    _places: dict[str, int] = field(factory=dict, init=False)
    _may: dict[str, tuple[bool, ...]] = field(factory=dict, init=False)
    _named: frozenset[str] = field(init=False)
    _ready: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._ready = frozenset(pair.to for pair in self.pairs)
        self._named = self._ready | {pair.first for pair in self.pairs}

    def told_of(self, account: str, place: int, may: tuple[bool, ...]) -> tuple[bool, ...]:
        """Hear of an account, and say what it may say by itself: nothing, where it only stands by.

        Args:
            account: Its id.
            place: Its place in the order of ids.
            may: For each cue, whether it may be asked to speak.
        """
        if account not in self._named:
            return may
        self._places[account] = place
        if account not in self._ready:
            return may
        self._may[account] = may
        return (False,) * len(may)

    def stands_by(self, account: str) -> bool:
        """Whether an account only stands by, and may."""
        return all(self._may.get(account, (False,)))

    def of(self, cue: int, message: Message) -> Iterator[tuple[int, int]]:
        """The places of those that are to speak, each with that of the one that may stand by for it.

        Args:
            cue: The number of what is said.
            message: What is said.
        """
        for pair in self.pairs:
            first, place = self._places.get(pair.first), self._places.get(pair.to)
            if first is not None and place is not None and pair.covers(message) and self._may[pair.to][cue]:
                yield first, place
