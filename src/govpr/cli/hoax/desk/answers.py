"""`govpr hoax desk answers`, `answered` and `forget`."""

from datetime import datetime

from govpr.cli.hoax.desk.group import app
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.problems import NEEDS_A_PERSON


@app.command(
    help_epilogue=examples(
        "govpr hoax desk answers", "govpr hoax desk answers --case kasus-0123456789abcdef --json > answers.json"
    )
)
def answers(*, case: str | None = None, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Show who is to be told what. IT HOLDS CONTACTS OF PEOPLE. Exit code 1: somebody waits.

    Args:
        case: Only of this case.
    """
    with opened(workspace) as ws:
        found = ws.desk.answers(case)
    shown = [f"{one.report}, on {one.channel}, to {one.reply_to}:\n\n{one.text}\n" for one in found]
    tell(as_json, "answers", {"answers": found}, *(shown or ["Nobody waits for an answer."]))
    return NEEDS_A_PERSON if found else 0


@app.command(help_epilogue=examples("govpr hoax desk answered lapor-0123456789abcdef --by ani"))
def answered(report: str, /, *reports: str, by: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Note that reporters were told; noting it twice changes nothing.

    Args:
        report: The report's id.
        reports: More of them.
        by: Who told them.
    """
    with opened(workspace) as ws:
        done = [ws.desk.answered(one, by=by) for one in (report, *reports)]
        left = len(ws.desk.answers())
    tell(as_json, "answered", {"reports": done}, f"Noted. Answers that wait: {left}.")


@app.command(help_epilogue=examples("govpr hoax desk forget --before 2026-08-01T00:00:00+07:00 --by kepala-humas"))
def forget(*, before: datetime, by: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Delete the contacts of reporters who wait for nothing. They cannot be told of later corrections any more.

    Args:
        before: Of reports that came in before this time.
        by: Who decides.
    """
    with opened(workspace) as ws:
        count = ws.desk.forget(before, by=by)
    tell(as_json, "forgotten", {"contacts": count}, f"Contacts that were deleted: {count}.")
