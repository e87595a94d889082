"""What a run of the demo did."""

from datetime import datetime
from pathlib import Path

from attrs import frozen

from govpr.models import Delivery, Plan
from govpr.reporting.report import Answers
from govpr.workspace import Approved, Delivered


@frozen(kw_only=True)
class Played:
    """What a run of the demo did.

    Args:
        folder: Where.
        at: The fixed time that it pretends.
        edited: Files that the user had edited; they were kept.
        factchecks: How many fact-checks are known.
        plan: What would go where.
        refused: Why the author may not approve.
        approver: Who approved.
        approved: What that did.
        delivered: What went out.
        confirmed: The post that an officer confirmed in this run, or None.
        published: How many posts are out, those of earlier runs included.
        answers: How tips from the public were answered, as the report counts them.
        report: The report's files.
        calendar: The plan as iCalendar.
    """

    folder: Path
    at: datetime
    edited: tuple[str, ...]
    factchecks: int
    plan: Plan
    refused: str
    approver: str
    approved: Approved
    delivered: Delivered
    confirmed: Delivery | None
    published: int
    answers: Answers
    report: tuple[Path, ...]
    calendar: Path

    @property
    def newsroom(self) -> Path:
        """The newsroom's first page."""
        return self.folder / "newsroom" / "site" / "index.html"

    @property
    def sharekits(self) -> tuple[Path, ...]:
        """The first page of each officer's share kit."""
        return tuple(sorted((self.folder / "sharekits").glob("*/index.html")))

    def summary(self) -> dict[str, object]:
        """The run as plain data."""
        return {
            "folder": str(self.folder),
            "at": self.at.isoformat(),
            "edited": list(self.edited),
            "factchecks": self.factchecks,
            "posts": len(self.plan.posts),
            "stopped": sorted(self.plan.stopped),
            "findings": list(self.plan.findings),
            "refused": self.refused,
            "approved": list(self.approved.posts),
            "sent": [delivery.post for delivery in self.delivered.sent],
            "handed_over": [delivery.post for delivery in self.delivered.handed_over],
            "held": [delivery.post for delivery in self.delivered.held],
            "confirmed": self.confirmed.post if self.confirmed else None,
            "published": self.published,
            "clarified_in_time": self.answers.in_time,
            "files": [str(path) for path in (self.newsroom, *self.sharekits, *self.report, self.calendar)],
        }
