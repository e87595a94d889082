"""The command line: `govpr`. One file per command group; each calls the façade and shows what came of it.

Exit codes, for scripts:

    0    done
    1    done, and something needs a person: a plan with errors, a delivery in doubt, refused or failed, a text that
         repeats a known hoax, a hoax database that did not answer, an audit log that was tampered with
    2    bad input or usage; nothing was taken over
    3    a rule forbids it: approval, consent, confirmation
    4    there is nothing of that name
    5    trouble with the store, a file or the network
    130  interrupted with Ctrl-C
    141  whoever read the output went away

With `--json`, standard output holds one JSON document and nothing else; errors are problem details (RFC 9457) on
standard error. Commands are imported when they are used.
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from cyclopts import App, CycloptsError, Parameter

import govpr
from govpr.cli.problems import show_error, show_usage
from govpr.errors import GovprError

_INTERRUPTED, _NO_READER = 130, 141

_COMMON = (
    "Every command knows --help, and --json for scripts. The workspace is the folder given with --workspace, else "
    "GOVPR_WORKSPACE, else the current one. GOVPR_LOG=info or debug says more; GOVPR_LOG_FORMAT=json says it in JSON."
)
_CODES = (
    "Exit codes: 0 done; 1 done, and something needs a person; 2 bad input or usage; 3 a rule forbids it; 4 nothing "
    "of that name; 5 trouble with the store, a file or the network."
)

app = App(
    name="govpr",
    help="Government public communication: plan, check, approve, deliver, measure; and answer rumours with sources.",
    help_epilogue=f"First steps: govpr demo\n\n{_COMMON}\n\n{_CODES}",
    default_parameter=Parameter(negative=()),
    help_format="plaintext",
    version=lambda: govpr.__version__,
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)

COMMANDS = {
    "init": "Make a workspace.",
    "account": "Accounts of the agency: list, check, connect, disconnect.",
    "officers": "Officers: load, list, withdraw consent, confirm a post.",
    "programmes": "What the government does: load, list.",
    "campaign": "Campaign files: check, load, list, schema.",
    "plan": "Show what would go where and when, and everything that the checks found.",
    "approve": "Approve the posts of a plan that no error stops.",
    "reject": "Say no to the posts of a plan.",
    "deliver": "Deliver what is due and approved, or say why it waits.",
    "worker": "Deliver what becomes due, until stopped.",
    "status": "Where everything stands, or one delivery.",
    "hooks": "Tell the hooks what became of posts, and show how each stands.",
    "metrics": "How deliveries stand, for Prometheus.",
    "resolve": "Settle a delivery in doubt, after looking on the platform.",
    "retry": "Order another try of a delivery that was refused or failed.",
    "queue": "What waits: list, reschedule, edit, hold, release, withdraw.",
    "withdraw": "Take a post back that is not out yet.",
    "retract": "Take a post back that is out.",
    "correct": "Plan the right words for a post that is out.",
    "measure": "Ask the platforms what became of the posts.",
    "report": "Write a campaign's report as HTML, JSON and CSV.",
    "hoax": "The local hoax database: import, check, match, count.",
    "link": "Links in posts: check, preview, shorten.",
    "platforms": "Installed platforms, and what each accepts.",
    "audit": "The audit log, and whether it was tampered with.",
    "backup": "Back a workspace up while it works.",
    "restore": "Make a workspace again from a backup.",
    "doctor": "Look for what may stop a workspace, and say what to do.",
    "demo": "See the whole of it with example data, offline.",
}
for place, (command, summary) in enumerate(COMMANDS.items()):
    app.command(f"govpr.cli.{command}:app", name=command, help=summary, sort_key=place)


def main(tokens: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        tokens: The arguments, or None for those of the process.

    Returns:
        The exit code.
    """
    given = list(sys.argv[1:] if tokens is None else tokens)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # an old console shows an arrow as \u2192 instead of stopping the command
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(given)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # rich turns the one into the other
        # Python flushes once more when it ends: let that go nowhere too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _NO_READER
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code


def _run(tokens: Sequence[str]) -> int:
    as_json = "--json" in tokens
    try:
        return app(tokens, exit_on_error=False, print_error=False) or 0
    except BrokenPipeError:
        raise
    except CycloptsError as error:
        return show_usage(error, as_json=as_json)
    except (GovprError, OSError) as error:
        return show_error(error, as_json=as_json)
