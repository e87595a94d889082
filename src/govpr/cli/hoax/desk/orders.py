"""`govpr hoax desk assign`, `unassign`, `saw`, `merge`, `split`, `close` and `reopen`."""

from govpr.cli.hoax.counts import Reach
from govpr.cli.hoax.desk.group import app
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.errors import InputError, Problem
from govpr.models import Case, Reason


@app.command(
    help_epilogue=examples(
        "govpr hoax desk assign",
        "govpr hoax desk assign kasus-0123456789abcdef --officer ani --by kepala-humas",
    )
)
def assign(
    case: str = "",
    /,
    *,
    officer: str = "",
    by: str = "govpr",
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Give every open case to an officer who has room for it, or one case to one officer.

    Exit code 1: some went to nobody; it says why.

    Args:
        case: One case only; then --officer and --by are needed.
        officer: Who takes it.
        by: Who decides.
    """
    if bool(case) != bool(officer):
        raise InputError([Problem("assign", "names a case or an officer alone", "name both, or neither")])
    with opened(workspace) as ws:
        if case:
            return _told(ws.desk.give(case, officer, by=by), as_json=as_json)
        dealt = ws.desk.assign(by=by)
    rows = [*dealt.given.items(), *((one, f"nobody: {why}") for one, why in dealt.left.items())]
    tell(as_json, "assigned", dealt, table(("id", "who"), rows))
    return NEEDS_A_PERSON if dealt.left else 0


@app.command(help_epilogue=examples("govpr hoax desk unassign kasus-0123456789abcdef --by ani"))
def unassign(case: str, /, *, by: str, note: str = "", workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Put a case back on the desk.

    Args:
        case: The case's id.
        by: Who decides.
        note: Why.
    """
    with opened(workspace) as ws:
        return _told(ws.desk.give_back(case, by=by, note=note), as_json=as_json)


@app.command(
    help_epilogue=examples(
        "govpr hoax desk saw kasus-0123456789abcdef --channel facebook --url https://contoh.example/p/1 --by ani"
    )
)
def saw(
    case: str,
    /,
    *,
    channel: str,
    by: str,
    url: str | None = None,
    reach: Reach | None = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Note one more place where a claim was seen. No post may link it.

    Args:
        case: The case's id.
        channel: Where, as facebook.
        by: Who saw it.
        url: The address; leave it out for a private message.
        reach: How many have seen it there.
    """
    with opened(workspace) as ws:
        found = ws.desk.saw(case, channel=channel, by=by, url=url, reach=reach)
    told = f"{case} was seen in {len(found.sightings)} places, by {found.card.reach}."
    tell(as_json, "case", found, told)


@app.command(help_epilogue=examples("govpr hoax desk merge kasus-0123456789abcdef kasus-fedcba9876543210 --by ani"))
def merge(
    case: str, into: str, /, *, by: str, note: str = "", workspace: Folder = HERE, as_json: AsJson = False
) -> int:
    """Move everything of a case to another, since both are of one claim.

    Args:
        case: The case that ends.
        into: The case that is left.
        by: Who decides.
        note: Why.
    """
    with opened(workspace) as ws:
        return _told(ws.desk.merge(case, into, by=by, note=note), as_json=as_json)


@app.command(help_epilogue=examples("govpr hoax desk split kasus-0123456789abcdef lapor-0123456789abcdef --by ani"))
def split(
    case: str,
    report: str,
    /,
    *reports: str,
    by: str,
    note: str = "",
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Take reports out of a case into a new one, since they are of another claim.

    Args:
        case: The case's id.
        report: A report's id.
        reports: More of them.
        by: Who decides.
        note: Why.
    """
    with opened(workspace) as ws:
        return _told(ws.desk.split(case, (report, *reports), by=by, note=note), as_json=as_json)


@app.command(
    help_epilogue=examples('govpr hoax desk close kasus-0123456789abcdef --reason opinion --by ani --note "opini tamu"')
)
def close(
    case: str,
    /,
    *,
    reason: Reason,
    by: str,
    note: str = "",
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Close a case that is not clarified, and say why; its reporters are told.

    Args:
        case: The case's id.
        reason: Why.
        by: Who decides.
        note: What is to be remembered.
    """
    with opened(workspace) as ws:
        return _told(ws.desk.close(case, reason, by=by, note=note), as_json=as_json)


@app.command(help_epilogue=examples("govpr hoax desk reopen kasus-0123456789abcdef --by ani"))
def reopen(case: str, /, *, by: str, note: str = "", workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Take up a case again that was not clarified.

    Args:
        case: The case's id.
        by: Who decides.
        note: Why.
    """
    with opened(workspace) as ws:
        return _told(ws.desk.reopen(case, by=by, note=note), as_json=as_json)


def _told(case: Case, *, as_json: bool) -> int:
    told = f"{case.id} is {case.state.value}"
    more = (f" ({case.reason.value})" if case.reason else "") + (f", with {case.officer}" if case.officer else "")
    tell(as_json, "case", case, f"{told}{more}.")
    return 0
