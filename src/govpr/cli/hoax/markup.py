"""`govpr hoax markup`: what the agency's clarifications say, as ClaimReview markup of its own pages elsewhere."""

from collections.abc import Iterable, Iterator, Sequence

from cyclopts import App
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import working
from govpr.hoaxes.markup import MarkupChange, MarkupStep
from govpr.workspace.marking import MarkupDone

app = App(
    name="markup",
    help_epilogue=examples("govpr hoax markup publish google", "govpr hoax markup publish google --yes"),
)


@app.command(name="list", help_epilogue=examples("govpr hoax markup list google"))
def list_(database: str, /, *, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List the pages of the agency's site that have markup there, whoever wrote it.

    Args:
        database: Its name in govpr.toml, where options = { markup = "env:NAME" } refers to an OAuth token.
    """
    with opened(workspace) as ws, working("Asking"):
        pages = ws.databases.markup.pages(database)
    rows = [(one.name, one.url, one.version) for one in pages]
    tell(as_json, "markup-pages", {"pages": pages}, table(("name there", "page", "version"), rows))


@app.command(
    help_epilogue=examples("govpr hoax markup publish google", "govpr hoax markup publish google case-7f3a --yes")
)
def publish(database: str, /, *cases: str, yes: bool = False, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Put what the clarifications say on their pages, as ClaimReview with the agency as author.

    WHAT THEY SAY GOES TO THE DATABASE'S PUBLIC, AND THROUGH GOOGLE TO DATA COMMONS, once you say --yes. Without it
    only what would be done is shown. What is there already is kept, and pages of older versions lose theirs. Exit code
    1: it waits for --yes, or something could not be done.

    Args:
        database: Its name in govpr.toml, where options = { markup = "env:NAME" } refers to an OAuth token.
        cases: Only the clarifications of these cases; all that are out when left out.
        yes: Do it.
    """
    with opened(workspace) as ws, working("Asking"):
        markup = ws.databases.markup
        done = markup.publish(database, *cases) if yes else _wait(markup.changes(database, *cases))
    return _told(as_json, done, yes=yes)


@app.command(help_epilogue=examples("govpr hoax markup withdraw google case-7f3a --yes"))
def withdraw(
    database: str, /, *cases: str, yes: bool = False, workspace: Folder = HERE, as_json: AsJson = False
) -> int:
    """Take the markup of some cases' clarifications back. Exit code 1: it waits for --yes, or could not be done.

    Args:
        database: Its name in govpr.toml.
        cases: The cases.
        yes: Do it; without it only what would be done is shown.
    """
    with opened(workspace) as ws, working("Asking"):
        markup = ws.databases.markup
        done = markup.withdraw(database, *cases) if yes else _wait(markup.changes(database, *cases, withdraw=True))
    return _told(as_json, done, yes=yes)


def _wait(changes: Iterable[MarkupChange]) -> tuple[MarkupDone, ...]:
    return tuple(MarkupDone(change=one) for one in changes)


def _told(as_json: AsJson, done: Sequence[MarkupDone], *, yes: bool) -> int:
    rows = [
        {"step": one.change.step, "url": one.change.url, "case": one.change.case, "problem": one.problem}
        for one in done
    ]
    tell(as_json, "markup", {"done": yes, "changes": rows}, *_shown(done, yes=yes))
    waiting = not yes and any(one.change.step is not MarkupStep.KEEP for one in done)
    return NEEDS_A_PERSON if waiting or any(one.problem for one in done) else 0


def _shown(done: Sequence[MarkupDone], *, yes: bool) -> Iterator[RenderableType]:
    if not done:
        yield "There is nothing to do."
        return
    rows = [(one.change.step.value, one.change.case, one.change.url, one.problem) for one in done]
    yield table(("", "case", "page", "trouble"), rows)
    if not yes:
        yield "Nothing was changed there. To do exactly this: the same command with --yes"
