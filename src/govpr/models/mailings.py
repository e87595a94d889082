"""A post that goes to each subscriber alone: what became of it."""

from enum import StrEnum

from attrs import frozen


class MailState(StrEnum):
    """Where one subscriber's copy stands."""

    BEGUN = "begun"
    """It is being sent; after a crash it may be out, so it is never sent again by itself."""
    SENT = "sent"
    WAITING = "waiting"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"


@frozen(kw_only=True)
class MailingCounts:
    """How many copies stand where.

    Args:
        sent: Taken by the service.
        waiting: To be tried again by themselves.
        refused: For good: no such mailbox, or the subscriber wants no more.
        in_doubt: Perhaps sent; never sent again by themselves.
    """

    sent: int = 0
    waiting: int = 0
    refused: int = 0
    in_doubt: int = 0

    def __str__(self) -> str:
        rest = ((self.waiting, "waiting"), (self.refused, "refused"), (self.in_doubt, "in doubt"))
        return ", ".join([f"{self.sent} sent", *(f"{count} {what}" for count, what in rest if count)])
