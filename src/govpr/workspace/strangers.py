"""Names in files that the workspace does not know."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from govpr.campaigns.fallbacks import fallback_problems
from govpr.campaigns.toml_file import tables_in
from govpr.errors import Problem
from govpr.models import Account
from govpr.storage import people, plans
from govpr.workspace.context import Context

_SHOWN = 20


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
    """Officers and accounts that are not there: only those that are named are looked up, there may be millions."""
    named = [campaign.get("author"), *_listed(campaign, "officers")]
    known = people.officers_named(connection, [name for name in named if isinstance(name, str)])
    if all(name in known for name in named):
        officers: Collection[str] = known
    else:
        officers = dict.fromkeys((*known, *people.some_officers(connection, _SHOWN)))
    accounts = people.official_accounts(connection)
    official = [account.id for account in accounts]
    yield from _unknown("officer", "campaign.author", campaign.get("author"), officers)
    yield from _members(campaign, "officers", "officer", officers)
    yield from _members(campaign, "accounts", "official account", official)
    for path, table in tables_in(campaign, "fallbacks", "campaign"):
        yield from _unknown("official account", f"{path}.to", table.get("to"), official)
    yield from fallback_problems(campaign, accounts)


def _listed(campaign: Mapping[str, Any], field: str) -> list[Any]:
    participants = campaign.get("participants")
    names = participants.get(field) if isinstance(participants, Mapping) else None
    return names if isinstance(names, list) else []


def _stories(connection: Connection, campaign: Mapping[str, Any]) -> Iterator[Problem]:
    programmes = [programme.id for programme in plans.all_programmes(connection)]
    narratives = [f"{narrative.id}@{narrative.version}" for narrative in plans.all_narratives(connection)]
    for path, message in tables_in(campaign, "messages", "campaign"):
        yield from _unknown("programme", f"{path}.programme", message.get("programme"), programmes)
        yield from _unknown("narrative", f"{path}.narrative", message.get("narrative"), narratives)


def _members(campaign: Mapping[str, Any], field: str, what: str, known: Collection[str]) -> Iterator[Problem]:
    """The names in one list of the participants."""
    for place, name in enumerate(_listed(campaign, field)):
        yield from _unknown(what, f"campaign.participants.{field}[{place}]", name, known)


def _unknown(what: str, path: str, name: Any, known: Collection[str]) -> Iterator[Problem]:
    if isinstance(name, str) and name not in known:
        some = ", ".join(islice(known, _SHOWN)) + (", ..." if len(known) > _SHOWN else "")
        advice = f"write one of {some}" if known else f"load the {what} first"
        yield Problem(path, f"names an unknown {what} {name!r}", advice)
