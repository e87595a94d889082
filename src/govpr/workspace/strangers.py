"""Names in files that the workspace does not know."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from govpr.campaigns.toml_file import tables_in
from govpr.errors import Problem
from govpr.models import Account, Ownership
from govpr.storage import people, plans
from govpr.workspace.context import Context


def strangers(context: Context, campaign: Any) -> Iterator[Problem]:
    """Every name in a campaign's table that stands for nothing here, with the names to choose from.

    Args:
        context: The workspace.
        campaign: The table `campaign` of a file, of any shape: other mistakes in it hide none of these.
    """
    if not isinstance(campaign, Mapping):
        return
    agency = context.agency()
    yield from _unknown("agency", "campaign.agency", campaign.get("agency"), [agency.id])
    yield from _members(campaign, "units", "unit", [unit.id for unit in agency.units])
    platforms = context.installed()
    for path, message in tables_in(campaign, "messages", "campaign"):
        for place, variant in tables_in(message, "variants", path):
            yield from _unknown("platform", f"{place}.platform", variant.get("platform"), platforms)
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


def _people(connection: Connection, campaign: Mapping[str, Any]) -> Iterator[Problem]:
    officers = [officer.id for officer in people.all_officers(connection)]
    official = [a.id for a in people.all_accounts(connection) if a.ownership is Ownership.OFFICIAL]
    yield from _unknown("officer", "campaign.author", campaign.get("author"), officers)
    yield from _members(campaign, "officers", "officer", officers)
    yield from _members(campaign, "accounts", "official account", official)


def _stories(connection: Connection, campaign: Mapping[str, Any]) -> Iterator[Problem]:
    programmes = [programme.id for programme in plans.all_programmes(connection)]
    narratives = [f"{narrative.id}@{narrative.version}" for narrative in plans.all_narratives(connection)]
    for path, message in tables_in(campaign, "messages", "campaign"):
        yield from _unknown("programme", f"{path}.programme", message.get("programme"), programmes)
        yield from _unknown("narrative", f"{path}.narrative", message.get("narrative"), narratives)


def _members(campaign: Mapping[str, Any], field: str, what: str, known: Collection[str]) -> Iterator[Problem]:
    """The names in one list of the participants."""
    participants = campaign.get("participants")
    names = participants.get(field) if isinstance(participants, Mapping) else None
    for place, name in enumerate(names if isinstance(names, list) else ()):
        yield from _unknown(what, f"campaign.participants.{field}[{place}]", name, known)


def _unknown(what: str, path: str, name: Any, known: Collection[str]) -> Iterator[Problem]:
    if isinstance(name, str) and name not in known:
        advice = f"write one of {', '.join(known)}" if known else f"load the {what} first"
        yield Problem(path, f"names an unknown {what} {name!r}", advice)
