"""A mailing: one post to each subscriber alone, gone on with after a crash, and nobody written to twice.

Each copy is marked before it is sent and settled after it. A copy whose answer was lost, or whose worker is gone, may
be out: it stays in doubt and is counted, never sent again by itself. What a service puts off waits for the next round.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Protocol

from attrs import evolve

from govpr.delivery.pacing import Paused
from govpr.errors import DeliveryError, GovprError, InDoubt, Outcome, Throttled
from govpr.http.calls import Flow
from govpr.models import Account, Receipt
from govpr.models.mailings import MailingCounts, MailState
from govpr.platforms.protocol import Mails, Outgoing

_PATIENCE = 3
"""So many copies that are put off one after the other mean that all are."""
_OFTEN = 20


class Journal(Protocol):
    """What keeps, on disk, where each copy stands."""

    def left(self) -> Iterator[str]:
        """Addresses that are still to be written to, each once."""

    def write(self, address: str, state: MailState, note: str = "") -> None:
        """Keep where a copy stands; it is on disk when this returns."""

    def counts(self) -> MailingCounts:
        """How many copies stand where."""


def mail(
    platform: Mails, part: Outgoing, account: Account, journal: Journal, alive: Callable[[], None]
) -> Flow[Receipt]:
    """Send a post to everybody who is left.

    Args:
        platform: Sends one copy.
        part: What is sent; each copy has a key of its own, made from this one's.
        account: Who sends.
        journal: Who is left, and what becomes of each.
        alive: Called now and then and before the end, once copies are settled: so nobody else takes the mailing over,
            and tries in vain are counted anew.

    Raises:
        Throttled: Some wait for the next round.
        Paused: Somebody has stopped it; nobody else was tried.
        DeliveryError: The account itself is not accepted; nobody else was tried.
    """
    put_off: list[DeliveryError] = []
    in_a_row = settled = 0
    for address in journal.left():
        trouble = yield from _copy(platform, part, account, journal, address)
        in_a_row = in_a_row + 1 if trouble is not None else 0
        settled += trouble is None
        put_off += [trouble] if trouble is not None else []
        if trouble is None and settled % _OFTEN == 1:
            alive()
        if in_a_row >= _PATIENCE:
            break
    counts = journal.counts()
    if put_off:
        after = max((one.after or 0.0 for one in put_off), default=0.0)
        raise Throttled(f"{counts}; the service put some off", where=put_off[-1].where, after=after or None)
    return Receipt(id=part.key, at=part.at, note=str(counts))


def _copy(
    platform: Mails, part: Outgoing, account: Account, journal: Journal, address: str
) -> Flow[DeliveryError | None]:
    """Send one copy; gives the trouble if it waits."""
    journal.write(address, MailState.BEGUN)
    try:
        yield from platform.send_to(_own(part, address), address, account)
    except InDoubt as lost:
        journal.write(address, MailState.IN_DOUBT, lost.code)
    except Paused:
        journal.write(address, MailState.WAITING)
        raise
    except DeliveryError as trouble:
        if trouble.outcome in {Outcome.RETRY, Outcome.WAIT}:
            journal.write(address, MailState.WAITING, trouble.code)
            return trouble
        if trouble.outcome in {Outcome.AUTH, Outcome.CONFIGURATION}:  # not about this subscriber
            journal.write(address, MailState.WAITING, trouble.code)
            raise
        journal.write(address, MailState.REFUSED, trouble.code)
    except GovprError:  # stopped before the call went out: whoever goes on writes to this one too
        journal.write(address, MailState.WAITING)
        raise
    else:
        journal.write(address, MailState.SENT)
    return None


def _own(part: Outgoing, address: str) -> Outgoing:
    """With a key for this copy alone, which says nothing about whose it is."""
    return evolve(part, key=hashlib.sha256(f"{part.key}\n{address}".encode()).hexdigest()[:32])
