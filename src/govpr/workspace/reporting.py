"""Report and status: what became of it all."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from govpr.errors import NotFound
from govpr.models import Delivery, DeliveryState
from govpr.reporting import Report, summarise, write_csv, write_html, write_json
from govpr.storage import outbox, people, plans, reported, rumours
from govpr.storage import troubled as stuck
from govpr.workspace.context import Context


@frozen(kw_only=True)
class Status:
    """Where everything stands.

    Args:
        deliveries: How many deliveries are in each state that occurs.
        factchecks: How many fact-checks are known.
        officers: How many officers are known.
        campaigns: The ids of all campaigns.
        live: Whether posts may leave this machine.
    """

    deliveries: Mapping[DeliveryState, int]
    factchecks: int
    officers: int
    campaigns: tuple[str, ...]
    live: bool


@frozen(kw_only=True)
class Troubled:
    """What needs a person.

    Args:
        deliveries: The first of them, in the order of their times.
        total: How many there are.
    """

    deliveries: tuple[Delivery, ...]
    total: int


def troubled(context: Context, limit: int) -> Troubled:
    """What needs a person."""
    with context.database.read() as connection:
        return Troubled(deliveries=stuck.first(connection, limit), total=stuck.count(connection))


def delivery(context: Context, post: str) -> Delivery:
    """One delivery."""
    with context.database.read() as connection:
        found = outbox.get(connection, post)
    if found is None:
        raise NotFound("delivery", post)
    return found


def status(context: Context) -> Status:
    """Where everything stands."""
    with context.database.read() as connection:
        return Status(
            deliveries=outbox.count_by_state(connection),
            factchecks=rumours.count_factchecks(connection),
            officers=people.count_officers(connection),
            campaigns=tuple(campaign.id for campaign in plans.all_campaigns(connection)),
            live=context.settings.live,
        )


def report(context: Context, title: str, campaign: str) -> Report:
    """What a campaign became, counted."""
    agency = context.agency()
    with context.database.read() as connection:
        standings = tuple(reported.standings(connection, campaign))
        out = any(one.state in reported.OUT for one in standings)  # else nothing is looked for in vain
        counts = reported.took_part(connection, campaign) if out else {}
        return summarise(
            title=title,
            agency=agency.name,
            generated=context.clock(),
            standings=standings,
            published=reported.published(connection, campaign) if out else (),
            reached=reported.reached(connection, campaign) if out else (),
            findings=reported.found(connection, campaign),
            hoaxes=reported.hoaxes(connection, campaign),
            reports=rumours.all_reports(connection),
            took_part={unit.name: counts.get(unit.id, 0) for unit in agency.units},
            language=context.settings.language,
        )


def write_report(made: Report, folder: Path) -> tuple[Path, ...]:
    """Write a report as HTML, JSON and CSV, and say where."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = (folder / "report.html", folder / "report.json", folder / "report.csv")
    for write, path in zip((write_html, write_json, write_csv), paths, strict=True):
        write(made, path)
    return paths
