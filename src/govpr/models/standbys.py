"""A post that stands by, with all that decides whether it goes out."""

from datetime import datetime, timedelta

from attrs import frozen

from govpr.models.deliveries import Delivery


@frozen(kw_only=True)
class Standby:
    """A post that stands by for another one.

    Args:
        delivery: Where it stands itself.
        first: Where the other one stands, or None where that is not planned any more.
        after: How long the service of the other one must have been out of reach.
        until: Until when the other one is waited for, while its service is out of reach and it is overdue; or None.
        unreachable: Whether the last call there failed because it is out of reach.
        opened: Nothing is tried there before this time, or None.
        stopped: Whether a person has stopped one of the two.
        mailed: Whether the other one is a mailing that went to somebody already.
        stuck: Whether its own service is out of reach too.
    """

    delivery: Delivery
    first: Delivery | None
    after: timedelta
    until: datetime | None = None
    unreachable: bool = False
    opened: datetime | None = None
    stopped: bool = False
    mailed: bool = False
    stuck: bool = False

    @property
    def since(self) -> datetime | None:
        """Since when the service of the other one is known to be out of reach while that is overdue, or None."""
        return None if self.until is None else self.until - self.after
