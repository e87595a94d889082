"""What keeps posts back for now: a person's stop, a service in trouble, a limit that is used up."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from govpr.models import _checks as check


class Scope(StrEnum):
    """What a brake holds."""

    ALL = "all"
    PLATFORM = "platform"
    ACCOUNT = "account"
    CAMPAIGN = "campaign"


@frozen(kw_only=True)
class Brake:
    """What keeps posts of one platform, account or campaign back, shared by all workers.

    Args:
        scope: What it holds.
        name: Which; "" for all.
        stopped: Since when a person has stopped it, or None.
        stopped_by: Who.
        asked: Nothing before this time: the service itself asked for that.
        opened: Nothing before this time: it could not be reached too often in a row.
        failures: How often in a row it could not be reached.
        spent: How many posts began lately, by the number of the stretch of time that they began in.
        full: Nothing before this time: as many began as there may be.
    """

    scope: Scope
    name: str = ""
    stopped: datetime | None = field(default=None, validator=check.maybe_aware)
    stopped_by: str = ""
    asked: datetime | None = field(default=None, validator=check.maybe_aware)
    opened: datetime | None = field(default=None, validator=check.maybe_aware)
    failures: int = field(default=0, validator=check.not_negative)
    spent: Mapping[str, int] = field(factory=dict)
    full: datetime | None = field(default=None, validator=check.maybe_aware)

    def holds(self, now: datetime) -> bool:
        """Whether nothing may begin now."""
        later = (self.asked, self.opened, self.full)
        return self.stopped is not None or any(until is not None and until > now for until in later)

    @property
    def key(self) -> tuple[Scope, str]:
        """What tells it from others."""
        return self.scope, self.name
