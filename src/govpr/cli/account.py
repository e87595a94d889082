"""`govpr account`: how the agency's accounts stand, and their connection to platforms."""

import webbrowser
from datetime import datetime

from cyclopts import App

from govpr.cli.callback import answered, pasted
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.show import when
from govpr.platforms.inspection import AccountCheck

app = App(name="account", help_epilogue=examples("govpr account check", "govpr account connect humas-x"))

_REDIRECT = "http://127.0.0.1:8723/"


@app.command(name="list", help_epilogue=examples("govpr account list", "govpr account list --json"))
def list_(*, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List the agency's official accounts."""
    with opened(workspace) as ws:
        accounts = ws.accounts.all()
    rows = [(one.id, one.platform, one.handle) for one in accounts]
    tell(as_json, "accounts", {"accounts": accounts}, table(("account", "platform", "handle"), rows))


@app.command(help_epilogue=examples("govpr account check", "govpr account check humas-mastodon --offline"))
def check(*accounts: str, offline: bool = False, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Say for each account whether it can post, what its credential may do and when that ends. Nothing is posted.

    Exits with 1 where an account cannot post.

    Args:
        accounts: Ids of accounts; all where none is named.
        offline: Look only at what is written down and kept; ask no service.
    """
    with opened(workspace) as ws:
        found = ws.accounts.check(*accounts, ask=not offline)
    remarks = [(one.account, text) for one in found for text in (*one.problems, *one.warnings)]
    shown = [table(("account", "platform", "can post", "as", "may", "until"), [_row(one) for one in found])]
    if remarks:
        shown.append(table(("account", "what to know"), remarks))
    tell(as_json, "accounts", {"accounts": found}, *shown)
    return 0 if all(one.can_post for one in found) else 1


@app.command(help_epilogue=examples("govpr account connect humas-x", "govpr account connect humas-x --paste"))
def connect(
    account: str,
    /,
    *,
    redirect: str = _REDIRECT,
    paste: bool = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Connect an account by OAuth: its owner says yes in a browser, and the tokens are kept encrypted.

    Args:
        account: Its id.
        redirect: Where the owner is sent afterwards; register the same address with the platform.
        paste: Ask for the address that the browser ends at, in place of waiting for it on this machine.
    """
    with opened(workspace) as ws:
        question = ws.accounts.consenting(account, redirect)
        read = pasted if paste else answered
        code, state = read(question.url, redirect, open_page=webbrowser.open)
        ends = ws.accounts.connect(question, code, state)
    tell(as_json, "connected", {"account": account, "until": ends}, f"{account} is connected{_until(ends)}.")


@app.command(help_epilogue=examples("govpr account disconnect humas-x"))
def disconnect(account: str, /, *, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Forget the tokens of an account. Its owner can also withdraw them on the platform.

    Args:
        account: Its id.
    """
    with opened(workspace) as ws:
        ws.accounts.disconnect(account)
    tell(as_json, "disconnected", {"account": account}, f"The tokens of {account} are forgotten.")


def _row(one: AccountCheck) -> tuple[object, ...]:
    may = ", ".join(one.scopes) + (f" ({one.used} of {one.quota} used)" if one.quota is not None else "")
    until = when(one.expires) if one.expires else ""
    return one.account, one.platform, "yes" if one.can_post else "no", one.name, may, until


def _until(ends: datetime | None) -> str:
    if ends is None:
        return ""
    return f"; its token ends {when(ends)}, and is renewed by itself where the platform allows it"
