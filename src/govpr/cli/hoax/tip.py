"""`govpr hoax tip`: a rumour passed on to fact-checkers elsewhere, in two steps."""

import sys
from collections.abc import Iterator
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import plain, table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import working
from govpr.hoaxes.databases.protocol import Tip
from govpr.identifiers import stable_id
from govpr.workspace.tips import TipPreview

app = App(
    name="tip",
    help_epilogue=examples(
        'govpr hoax tip mafindo --text "Bansos Rp600 ribu cair" --name "Humas Contoh" --email humas@contoh.go.id',
        "govpr hoax tip mafindo --text - --name 'Humas Contoh' --confirm ABCDE-FGHIJ < message.txt",
    ),
)

_Text = Annotated[str, Parameter(allow_leading_hyphen=True)]
_Files = Annotated[list[str] | None, Parameter(negative=())]


@app.default
def tip(
    database: str,
    /,
    *,
    text: _Text,
    name: str,
    email: str = "",
    note: str = "",
    url: str = "",
    picture: _Files = None,
    confirm: str = "",
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Pass a rumour on to fact-checkers elsewhere. THE NAME AND THE TEXT LEAVE THIS MACHINE, once they are confirmed.

    Without --confirm nothing is sent: it shows exactly what would be, and a code. The same command with --confirm CODE
    then passes it on, once. Exit code 1: it waits for that.

    Args:
        database: Its name in govpr.toml, where options = { tips = "on" } is written.
        text: The message as it circulates, or - to read it from standard input.
        name: Who passes it on.
        email: Where the fact-checkers may answer.
        note: What they should know.
        url: Where it was seen.
        picture: A screenshot; may be given several times.
        confirm: The code of what was shown.
    """
    said = sys.stdin.read() if text == "-" else text
    key = stable_id("tip", (database, said, name, email, note, url, *(picture or ())))
    one = Tip(key=key, text=said, name=name, email=email, note=note, url=url, pictures=tuple(picture or ()))
    with opened(workspace) as ws:
        if not confirm:
            preview = ws.tips.preview(database, one)
            tell(as_json, "tip-preview", {**_content(preview)}, *_shown(preview))
            return NEEDS_A_PERSON
        with working("Passing it on"):
            receipt = ws.tips.submit(database, one, confirm)
    told = f"{database} has it" + (f" as {receipt.id}" if receipt.id else "")
    tell(as_json, "tip", {"receipt": receipt}, told, *([receipt.url] if receipt.url else []))
    return 0


def _content(preview: TipPreview) -> dict[str, object]:
    return {"passed": preview.passed, "code": preview.code}


def _shown(preview: TipPreview) -> Iterator[RenderableType]:
    passed = preview.passed
    yield plain(f"Nothing was sent. This is what {passed.database} would be sent, at {passed.url}:")
    files = [(name, path) for name, (path, _) in passed.files.items()]
    yield table(("name there", "what it says"), [*passed.fields.items(), *files])
    if passed.withheld:
        yield plain(f"It has no place for these, and they stay here: {', '.join(passed.withheld)}")
    yield plain(f"To pass on exactly this: the same command with --confirm {preview.code}")
