"""`govpr hoax databases`: the hoax databases that the settings name."""

from collections.abc import Iterable

from cyclopts import App
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import working
from govpr.workspace.sources import DatabaseCheck, DatabaseState

app = App(name="databases", help_epilogue=examples("govpr hoax databases", "govpr hoax databases --check --json"))


@app.default
def databases(*, check: bool = False, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """The hoax databases that govpr.toml names, and how far each was read. Nobody is asked without --check.

    Exit code 1: one of them cannot be asked.

    Args:
        check: Ask each for one entry, to see whether it can be reached and its key is there.
    """
    with opened(workspace) as ws:
        states = ws.databases.all()
        with working("Asking"):
            checks = ws.databases.check() if check and states else ()
    content = {"databases": states, "checks": checks} if check else {"databases": states}
    tell(as_json, "hoax-databases", content, _states(states), *_checks(checks))
    return NEEDS_A_PERSON if any(one.problem for one in checks) else 0


def _states(states: Iterable[DatabaseState]) -> RenderableType:
    headers = ("name", "kind", "read up to", "entries", "licence", "independent", "trouble")
    rows = [
        (one.name, one.kind, one.finished or _never(one), one.entries, one.licence, _yes(one.independent), one.problem)
        for one in states
    ]
    return table(headers, rows, title="Hoax databases")


def _checks(checks: Iterable[DatabaseCheck]) -> Iterable[RenderableType]:
    rows = [(one.name, _reached(one.reachable), _key(one.key), f"{one.seconds:.1f} s", one.problem) for one in checks]
    if rows:
        yield table(("name", "reachable", "key", "took", "trouble"), rows)


def _reached(answered: bool | None) -> str:
    return "only read through" if answered is None else "yes" if answered else "no"


def _never(one: DatabaseState) -> str:
    return "never" if one.syncs else "only searched"


def _key(there: bool | None) -> str:
    return "none needed" if there is None else "there" if there else "missing"


def _yes(value: bool) -> str:
    return "yes" if value else "no, the government's own"
