"""The methods of `Workspace` about what came of it all: where it stands, reports, the audit log."""

from pathlib import Path

from govpr.governance import audit as log
from govpr.models import Delivery
from govpr.observing.figures import Figures
from govpr.observing.figures import figures as counted
from govpr.reporting import Report
from govpr.workspace import reporting
from govpr.workspace.campaigns import Campaigns
from govpr.workspace.methods.opened import Opened


def status(self: Opened) -> reporting.Status:
    """Where everything stands."""
    return reporting.status(self._context)


def troubled(self: Opened, *, limit: int = 100) -> reporting.Troubled:
    """What needs a person: in doubt, refused, failed, out in part, or retracted and not deleted yet.

    Args:
        limit: How many are given at most; all are counted.
    """
    return reporting.troubled(self._context, limit)


def delivery(self: Opened, post: str) -> Delivery:
    """Where one post stands.

    Args:
        post: Its id.

    Raises:
        NotFound: There is no such delivery.
    """
    return reporting.delivery(self._context, post)


def figures(self: Opened) -> Figures:
    """How deliveries stand: states, outcomes and retries of each platform, and how late the oldest due one is."""
    with self._context.database.read() as connection:
        return counted(connection, self._context.clock())


def report(self: Opened, campaign: str) -> Report:
    """What a campaign became, counted. Officers are counted in groups of ten or more only.

    Raises:
        NotFound: There is no such campaign.
    """
    known = Campaigns(self._context).get(campaign)
    return reporting.report(self._context, known.title, known.id)


def write_report(self: Opened, campaign: str, folder: Path | str | None = None) -> tuple[Path, ...]:
    """Write a campaign's report as HTML, JSON and CSV.

    Args:
        campaign: Its id.
        folder: Where; inside the workspace when left out.

    Returns:
        The files.
    """
    place = self._context.home.reports / campaign if folder is None else Path(folder)
    return reporting.write_report(report(self, campaign), place)


def audit(self: Opened) -> tuple[log.Entry, ...]:
    """The audit log, oldest entry first."""
    with self._context.database.read() as connection:
        return tuple(log.read(connection))


def verify(self: Opened) -> int | None:
    """The place of the first entry of the audit log that was tampered with, or None."""
    with self._context.database.read() as connection:  # entry by entry: a nation's log fills no memory
        return log.first_broken(log.read(connection))
