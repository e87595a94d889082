"""`govpr officers`: who takes part, consent, confirmation."""

from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App

from govpr.campaigns.officer_rows import COLUMNS
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.progress import moving
from govpr.cli.show import findings_table

if TYPE_CHECKING:
    from govpr.workspace.officers import Enrolled

app = App(name="officers", help_epilogue=examples("govpr officers load officers.csv"))


@app.command(help_epilogue=examples("govpr officers load officers.csv", "govpr officers load officers.csv --json"))
def load(file: Path, /, *, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Take over officers from a CSV or Parquet file; all of it or nothing. Loading it again changes nothing.

    Args:
        file: The file; `govpr officers template` prints its header. Parquet needs the extra `arrow`.
    """
    with opened(workspace) as ws, moving("Loading officers") as progress:
        loaded = ws.officers.load(file, progress=progress)
    counts = {name: getattr(loaded, name) for name in ("officers", "accounts", "consents")}
    told = f"Loaded {counts['officers']} officers, {counts['accounts']} accounts, {counts['consents']} consents."
    shown = [findings_table(loaded.findings)] if loaded.findings else []
    tell(as_json, "loaded", {**counts, "findings": loaded.findings}, told, *shown)


@app.command(
    name="list", help_epilogue=examples("govpr officers list", "govpr officers list --after ayu --limit 100 --json")
)
def list_(*, after: str = "", limit: int = 1_000, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List officers, their accounts, and whether they consent, in the order of their ids.

    Args:
        after: Begin after this officer.
        limit: How many at most.
    """
    with opened(workspace) as ws:
        found = ws.officers.some(after=after, limit=limit)
        more = bool(found) and bool(ws.officers.some(after=found[-1].officer.id, limit=1))
    shown = table(("id", "name", "unit", "languages", "region", "accounts", "consent"), map(_row, found))
    content = {
        "officers": [one.officer for one in found],
        "accounts": [account for one in found for account in one.accounts],
        "consents": [consent for one in found for consent in one.consents],
        "more": more,
    }
    told = [f"There are more: govpr officers list --after {found[-1].officer.id}"] if more else []
    tell(as_json, "officers", content, shown, *told)


def _row(one: "Enrolled") -> tuple[object, ...]:
    officer, accounts = one.officer, [account.id for account in one.accounts]
    given = sum(consent.withdrawn is None for consent in one.consents)
    consents = "yes" if given == len(accounts) else "in part" if given else "no"
    languages = " ".join(officer.languages)
    return officer.id, officer.name, officer.unit, languages, officer.region, accounts, consents if accounts else ""


@app.command(
    help_epilogue=examples("govpr officers withdraw ayu", "govpr officers withdraw ayu --account ayu-mastodon")
)
def withdraw(officer: str, /, *, account: str | None = None, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Take an officer's consent back, and withdraw at once everything that is queued for it.

    Args:
        officer: The officer's id.
        account: Only for this account; else for all of them.
    """
    with opened(workspace) as ws:
        stopped = ws.officers.withdraw(officer, account)
    told = f"The consent of {officer} ended. Posts that were withdrawn: {len(stopped)}."
    tell(as_json, "consent-withdrawn", {"officer": officer, "deliveries": stopped}, told)


@app.command(help_epilogue=examples("govpr officers confirm 3VAMR-RYRUP --url https://social.example.go.id/@ayu/1"))
def confirm(code: str, /, *, url: str = "", workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Confirm with the one-time code of a share kit that its post went out.

    Args:
        code: As on the share kit's page; case and hyphens do not matter.
        url: The address of the post.
    """
    with opened(workspace) as ws:
        delivery = ws.officers.confirm(code, url=url)
    tell(as_json, "delivery", delivery, f"Thank you: {delivery.post} on {delivery.account} is confirmed.")


@app.command(help_epilogue=examples("govpr officers renew ayu"))
def renew(officer: str, /, *, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Let the codes in an officer's share kit run anew, after they expired.

    Args:
        officer: The officer's id.
    """
    with opened(workspace) as ws:
        waiting = ws.officers.renew(officer)
    told = f"The share kit of {officer} is written anew. Posts that wait in it: {len(waiting)}."
    tell(as_json, "codes-renewed", {"officer": officer, "deliveries": waiting}, told)


@app.command(help_epilogue=examples("govpr officers template > officers.csv"))
def template(*, as_json: AsJson = False) -> None:
    """Print the header of an officers' file."""
    tell(as_json, "template", {"columns": COLUMNS}, ",".join(COLUMNS))
