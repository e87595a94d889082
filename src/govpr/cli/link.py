"""`govpr link`: links in posts."""

from pathlib import Path

from cyclopts import App
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import severity, table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.models import Finding, Severity
from govpr.text.files import write_changed

app = App(name="link", help_epilogue=examples("govpr link check https://www.bmkg.go.id/peringatan-dini"))


@app.command(help_epilogue=examples("govpr link check https://bmkg.go.id https://bnpb.go.id"))
def check(url: str, /, *urls: str, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Open links as a reader would: what is dead, leads on, is private, or open to change on its way.

    Exit code 1: a link is dead or private. `govpr campaign check FILE --links` looks at all links of a campaign.

    Args:
        url: An address.
        urls: More of them.
    """
    with opened(workspace) as ws:
        found = ws.links.check(url, *urls)
    tell(as_json, "links", {"findings": found}, shown(found))
    return exit_of(found)


@app.command(help_epilogue=examples("govpr link preview https://www.bmkg.go.id --picture kartu.png"))
def preview(url: str, /, *, picture: Path | None = None, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """What a page says of itself, as a link card would show it.

    Args:
        url: Its address.
        picture: A file for the picture that the page names; it is fetched from public addresses only.
    """
    with opened(workspace) as ws:
        seen = ws.links.preview(url)
        if picture is not None and seen.image:
            write_changed(picture, ws.links.picture(seen.image).data)
    rows = [
        ("title", seen.title),
        ("about", seen.description),
        ("picture", seen.image),
        ("site", seen.site),
        ("at", seen.url),
    ]
    tell(as_json, "preview", seen, table(("what", ""), rows))


@app.command(help_epilogue=examples("govpr link shorten https://contoh.go.id/siaga-banjir --title Siaga"))
def shorten(url: str, /, *, title: str = "", workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """A short link from the shortener that the settings name; asking again gives the same one.

    Args:
        url: The long one.
        title: What it leads to, for the shortener's own pages.
    """
    with opened(workspace) as ws:
        link = ws.links.shorten(url, title=title)
    tell(as_json, "short", {"link": link, "url": url}, link)


def shown(found: tuple[Finding, ...]) -> RenderableType:
    """Findings about links, or that there are none.

    Args:
        found: What was found.
    """
    if not found:
        return "Every link opens."
    rows = [(severity(one.severity), one.code, one.message, one.advice, one.path) for one in found]
    return table(("", "code", "found", "what to do", "in"), rows)


def exit_of(found: tuple[Finding, ...]) -> int:
    """The exit code for findings about links.

    Args:
        found: What was found.
    """
    return NEEDS_A_PERSON if any(one.severity is Severity.ERROR for one in found) else 0
