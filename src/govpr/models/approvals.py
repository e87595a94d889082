"""Who said yes, to exactly what."""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from govpr.models import _checks as check


class Decision(StrEnum):
    """What an approver decided."""

    APPROVED = "approved"
    REJECTED = "rejected"


@frozen(kw_only=True)
class Approval:
    """A named officer's decision about exactly one content.

    Args:
        post: The post's id.
        content_hash: What was decided on; any edit makes another hash and voids this.
        by: The officer who decided.
        at: When.
        decision: Approved or rejected.
        note: Why, in the approver's words.
    """

    post: str = field(validator=check.slug)
    content_hash: str = field(validator=check.filled)
    by: str = field(validator=check.slug)
    at: datetime = field(validator=check.aware)
    decision: Decision = Decision.APPROVED
    note: str = ""
