"""The agency's file: the agency with its units and names, and its official accounts."""

from pathlib import Path

from attrs import field, frozen

from govpr.campaigns.toml_file import open_toml, outline, read_text, refuse, taken
from govpr.errors import Problem
from govpr.models import Account, Agency, Ownership


@frozen(kw_only=True)
class AgencyFile:
    """What an agency's file holds.

    Args:
        agency: The table `agency`.
        accounts: The tables `accounts`; official ones, since officers' own come with the officers.
    """

    agency: Agency
    accounts: tuple[Account, ...] = field(default=())


def read_agency(path: Path) -> AgencyFile:
    """An agency and its accounts.

    Args:
        path: The TOML file.

    Raises:
        InvalidFile: Lists everything that is wrong, each with its line and what to write instead.
    """
    text = read_text(path)
    data = open_toml(text, path.name)
    problems = outline(data, ("agency", "accounts"))
    agency = taken(data["agency"], Agency, "agency", problems) if "agency" in data else None
    accounts = taken(data.get("accounts", []), tuple[Account, ...], "accounts", problems)
    problems += _unfit(agency, accounts or ())
    if problems or agency is None or accounts is None:
        raise refuse(problems, text, path.name)
    return AgencyFile(agency=agency, accounts=accounts)


def _unfit(agency: Agency | None, accounts: tuple[Account, ...]) -> list[Problem]:
    found = []
    for index, account in enumerate(accounts):
        path = f"accounts[{index}]"
        if account.id in {other.id for other in accounts[:index]}:
            found.append(Problem(f"{path}.id", f"is {account.id!r} a second time", "give each account its own id"))
        if account.ownership is Ownership.PERSONAL:
            found.append(Problem(f"{path}.ownership", "is personal", "load personal accounts with the officers' CSV"))
        if agency is not None and account.agency != agency.id:
            found.append(Problem(f"{path}.agency", f"is {account.agency!r}", f"write {agency.id}, this file's agency"))
    return found
