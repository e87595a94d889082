"""What a worker knows while it sends: accounts, what platforms can do, and what came up meanwhile."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from attrs import Factory, field, frozen

from govpr.delivery.conversations import conversation
from govpr.delivery.endings import Settled
from govpr.delivery.ledger import EVERY, Ledger
from govpr.delivery.mailing import Journal
from govpr.delivery.outbox import Outbox, Taken
from govpr.delivery.patience import patiently
from govpr.http.calls import Flow
from govpr.models import Account, Post
from govpr.platforms.abilities import Abilities, abilities
from govpr.platforms.protocol import Platform
from govpr.storage.brakes import Key

Line = TypeVar("Line")
"""What sends the calls of an account, or awaits them."""


@frozen(kw_only=True)
class Round:
    """What a round of deliveries works with.

    Args:
        outbox: Where deliveries are claimed and settled.
        platforms: Platforms that may be sent to, by name.
        account: Gives an account by its id.
        placed: Gives a post with its media where they are.
        journal: Gives the journal of a post that is a mailing, or None.
        step_in: Lets posts go out that stand by for a service that is away; called before each look for what is due.
        every: Seconds between two signs of life.
        able: What the platforms can do, by name.
    """

    outbox: Outbox
    platforms: Mapping[str, Platform]
    account: Callable[[str], Account]
    placed: Callable[[Post], Post] = lambda post: post
    journal: Callable[[Post, Account], Journal | None] = lambda _post, _account: None
    step_in: Callable[[], object] = lambda: None
    every: float = EVERY
    able: Mapping[str, Abilities] = field(
        init=False, default=Factory(lambda self: _able(self.platforms), takes_self=True)
    )


def _able(platforms: Mapping[str, Platform]) -> Mapping[str, Abilities]:
    return {name: abilities(platform) for name, platform in platforms.items()}


class Desk(Generic[Line]):
    """Where the conversations of a worker begin.

    Args:
        work: What it works with.
        ledger: Where it writes.
        sender: Gives what sends the calls for an account.
    """

    def __init__(self, work: Round, ledger: Ledger, sender: Callable[[Account], Line]) -> None:
        self._work, self._ledger, self._sender = work, ledger, sender
        self._accounts: dict[str, tuple[Account, Line]] = {}
        self._held, self._back = frozenset[Key](), deque[Taken]()

    def begin(self, taken: Taken) -> tuple[Flow[Settled | None], Line] | None:
        """What is said to the service, and what sends it; None where it may not begin any more, after what came up."""
        if not self._held.isdisjoint(taken.keys):
            self._back.append(taken)
            return None
        work, able, placed = self._work, self._work.able[taken.claimed.platform], taken.placed(self._work.placed)
        account, line = self._line(taken.claimed.account)
        journal = None if able.mails is None else work.journal(placed.post, account)
        platform = work.platforms[taken.claimed.platform]
        return conversation(work.outbox, placed, account, platform, able, journal, self._ledger.now), line

    def look(self) -> None:
        """See what is held: a service is away, or wants to be left alone, or somebody has stopped it."""
        self._held = patiently(self._work.outbox.holding)

    def refresh(self) -> None:
        """Read accounts anew: they may be loaded while a round goes on."""
        self._accounts = {}

    def sent_back(self) -> list[Taken]:
        """What may not begin any more."""
        return [self._back.popleft() for _ in range(len(self._back))]

    def _line(self, name: str) -> tuple[Account, Line]:
        known, found = self._accounts, self._accounts.get(name)
        if found is None:
            account = patiently(lambda: self._work.account(name))
            found = known[name] = account, self._sender(account)
        return found
