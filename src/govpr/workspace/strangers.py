"""Names in a campaign that the workspace does not know."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Connection

from govpr.errors import Problem
from govpr.models import Account, Campaign, Ownership
from govpr.storage import people, plans
from govpr.workspace.context import Context


def strangers(context: Context, campaign: Campaign) -> Iterator[Problem]:
    """Every name that stands for nothing here, with the names to choose from.

    Args:
        context: The workspace.
        campaign: The campaign.
    """
    agency = context.agency()
    yield from _unknown("agency", "campaign.agency", campaign.agency, [agency.id])
    units = [unit.id for unit in agency.units]
    for place, unit in enumerate(campaign.participants.units):
        yield from _unknown("unit", f"campaign.participants.units[{place}]", unit, units)
    platforms = context.installed()
    for number, message in enumerate(campaign.messages):
        for place, variant in enumerate(message.variants):
            path = f"campaign.messages[{number}].variants[{place}].platform"
            yield from _unknown("platform", path, variant.platform, platforms)
    with context.database.read() as connection:
        yield from _people(connection, campaign)
        yield from _stories(connection, campaign)


def homeless(accounts: Iterable[Account], installed: Collection[str]) -> list[Problem]:
    """Accounts on a platform that is not installed.

    Args:
        accounts: The accounts, as a file names them.
        installed: The platforms that there are.
    """
    advice = f"write one of {', '.join(installed)}, or install its adapter"
    return [
        Problem(f"the account {account.id}", f"is on {account.platform!r}, which is not installed", advice)
        for account in accounts
        if account.platform not in installed
    ]


def _people(connection: Connection, campaign: Campaign) -> Iterator[Problem]:
    officers = [officer.id for officer in people.all_officers(connection)]
    official = [a.id for a in people.all_accounts(connection) if a.ownership is Ownership.OFFICIAL]
    yield from _unknown("officer", "campaign.author", campaign.author, officers)
    for place, officer in enumerate(campaign.participants.officers):
        yield from _unknown("officer", f"campaign.participants.officers[{place}]", officer, officers)
    for place, account in enumerate(campaign.participants.accounts):
        yield from _unknown("official account", f"campaign.participants.accounts[{place}]", account, official)


def _stories(connection: Connection, campaign: Campaign) -> Iterator[Problem]:
    programmes = [programme.id for programme in plans.all_programmes(connection)]
    narratives = [f"{narrative.id}@{narrative.version}" for narrative in plans.all_narratives(connection)]
    for number, message in enumerate(campaign.messages):
        path = f"campaign.messages[{number}]"
        yield from _unknown("programme", f"{path}.programme", message.programme, programmes)
        yield from _unknown("narrative", f"{path}.narrative", message.narrative, narratives)


def _unknown(what: str, path: str, name: str | None, known: Collection[str]) -> Iterator[Problem]:
    if name is not None and name not in known:
        advice = f"write one of {', '.join(known)}" if known else f"load the {what} first"
        yield Problem(path, f"names an unknown {what} {name!r}", advice)
