"""What servers said of their limits, remembered: a plan is made without asking anybody."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import Connection

from govpr.content.rules import Rules
from govpr.errors import InputError
from govpr.models import Account
from govpr.models.converter import from_data, to_data
from govpr.storage import people
from govpr.text.files import write_changed
from govpr.workspace.context import Context


def keep_limits(context: Context, account: Account, rules: Rules) -> None:
    """Remember what an account's server allows.

    Args:
        context: The workspace.
        account: The account.
        rules: What its server said.
    """
    said = {"platform": account.platform, "server": account.server or "", "rules": to_data(rules)}
    write_changed(_file(context, account.id), json.dumps(said, indent=1))


def kept_limits(context: Context, connection: Connection, accounts: Iterable[str]) -> Mapping[str, Rules]:
    """What the servers of some accounts said last, by account; those that were never asked are left out.

    Args:
        context: The workspace.
        connection: Where accounts are known.
        accounts: Their ids.
    """
    asked = [one for one in accounts if _file(context, one).is_file()]
    found = ((account, _kept(context, connection, account)) for account in asked)
    return {account: rules for account, rules in found if rules is not None}


def _kept(context: Context, connection: Connection, account_id: str) -> Rules | None:
    """What a server said, unless the account is on another one now."""
    try:
        account = people.account(connection, account_id)
        said = json.loads(_file(context, account_id).read_text("utf-8"))
        same = (said["platform"], said["server"]) == (account.platform, account.server or "")
        return from_data(said["rules"], Rules) if same else None
    except (OSError, ValueError, KeyError, TypeError, InputError):  # it can be had again: by asking
        return None


def _file(context: Context, account: str) -> Path:
    return context.home.folder / "limits" / f"{account}.json"
