"""One post's way to one account."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from govpr.models import _checks as check

PART, OPEN, MEDIA, STAGE, TRIED = "part:", "open:", "media:", "stage:", "tried:"
"""How the names of handles begin: a published part's receipt, a call that was begun, a file that was taken in, a part
that was prepared, when a key was first used that the platform forgets one day."""
DOUBT = "doubt"
"""The handle that says that a try may have published something, although no answer said so."""
MOVED = "moved"
"""The handle that says in which try something was last finished: tries in vain are counted from there."""


class DeliveryState(StrEnum):
    """Where a delivery stands; `govpr.delivery.states` draws the ways between them."""

    PLANNED = "planned"
    APPROVED = "approved"
    STANDING_BY = "standing_by"
    ON_HOLD = "on_hold"
    HANDED_OVER = "handed_over"
    SENDING = "sending"
    SUBMITTED = "submitted"
    SENT = "sent"
    PARTIAL = "partial"
    IN_DOUBT = "in_doubt"
    REFUSED = "refused"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"


@frozen(kw_only=True)
class Receipt:
    """What the platform answered.

    Args:
        id: The post's identifier there.
        url: Its public address, or "".
        at: When the answer came.
        parts: Identifiers of all parts of a thread, the first included.
        note: What the platform did otherwise than asked, as `shown as unlisted`, or "".
    """

    id: str = field(validator=check.filled)
    url: str = ""
    at: datetime | None = field(default=None, validator=check.maybe_aware)
    parts: tuple[str, ...] = ()
    note: str = ""


@frozen(kw_only=True)
class Delivery:
    """One post's way to one account, as the outbox keeps it.

    Args:
        post: The post's id, which is also the delivery's.
        account: The account's id.
        platform: The account's platform.
        state: Where it stands.
        due: Not before this time.
        content_hash: The content that was approved.
        attempts: How many times it was sent.
        lease: Until when a worker holds it, or None.
        worker: Who holds it, or "".
        handles: What finished steps left, such as uploaded media; kept so that no step is done twice.
        receipt: The platform's answer, once there is one.
        problem: The last error's text, or "".
    """

    post: str = field(validator=check.slug)
    account: str = field(validator=check.slug)
    platform: str = field(validator=check.slug)
    state: DeliveryState = DeliveryState.PLANNED
    due: datetime = field(validator=check.aware)
    content_hash: str = field(validator=check.filled)
    attempts: int = field(default=0, validator=check.not_negative)
    lease: datetime | None = field(default=None, validator=check.maybe_aware)
    worker: str = ""
    handles: Mapping[str, str] = field(factory=dict, repr=False)
    receipt: Receipt | None = None
    problem: str = ""

    @property
    def in_vain(self) -> int:
        """How many tries there were since something was last finished, such as a part of a thread."""
        return max(1, self.attempts - int(self.handles.get(MOVED, "0")))

    @property
    def needs_a_person(self) -> bool:
        """Whether nothing happens to it any more until somebody acts."""
        return self.state in _STUCK or (self.state is DeliveryState.RETRACTED and self.problem != "")

    @property
    def parts_out(self) -> int:
        """How many parts of the post are published."""
        return sum(name.startswith(PART) for name in self.handles)

    @property
    def is_open(self) -> bool:
        """Whether a call that must not be repeated was begun, and its answer never came."""
        begun = [name for name, mark in self.handles.items() if name.startswith(OPEN) and mark]
        return any(name.replace(OPEN, PART) not in self.handles for name in begun)

    @property
    def may_be_out(self) -> bool:
        """Whether some of it is out, or may be: a service that drops repeats may have it without having said so."""
        marks = (DOUBT, OPEN, TRIED)
        return self.is_out or any(mark and name.startswith(marks) for name, mark in self.handles.items())

    @property
    def is_out(self) -> bool:
        """Whether the public may have seen some of it: an edit comes too late."""
        return self.state in _OUT or self.parts_out > 0


_OUT = frozenset(
    {
        DeliveryState.SENDING,
        DeliveryState.SUBMITTED,
        DeliveryState.SENT,
        DeliveryState.PARTIAL,
        DeliveryState.IN_DOUBT,
        DeliveryState.RETRACTED,
    }
)
_STUCK = frozenset({DeliveryState.PARTIAL, DeliveryState.IN_DOUBT, DeliveryState.REFUSED, DeliveryState.FAILED})
