"""What commands print: one JSON document for programs, or text and tables for people."""

import json
import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from govpr.models import Severity
from govpr.models.converter import FORMAT, to_data

_WIDTH = 120
_WHOLE = frozenset({"post", "account", "due", "id", "code"})
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def tell(as_json: bool, kind: str, content: object, *blocks: RenderableType) -> None:
    """Print what came of a command.

    Args:
        as_json: Whether a program reads it.
        kind: What the document is.
        content: Its fields: a mapping, or a value of ours.
        blocks: The same for people.
    """
    if as_json:
        document = {"govpr": FORMAT, "type": kind, **to_data(content)}
        sys.stdout.write(json.dumps(document, default=str) + "\n")
        return
    console = screen()
    for block in blocks:
        if isinstance(block, str):  # addresses and commands are copied from here: no line end is put into them
            console.print(plain(block), soft_wrap=True)
        else:
            console.print(block)


def screen() -> Console:
    """Standard output: as wide as the terminal, without colours where it is none."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)


def plain(text: str) -> Text:
    """Text as it is: nothing in it is taken for markup."""
    return Text(text)


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> RenderableType:
    """A table, or a line that says that there is nothing. A column without any content is left out.

    Args:
        headers: The names of the columns.
        rows: Their cells; None is shown as nothing, a list as its members.
        title: Above it.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    if not cells:
        return plain(f"{title}: none" if title else "none")
    filled = [place for place in range(len(headers)) if any(row[place].plain for row in cells)]
    made = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for place in filled:
        made.add_column(headers[place], overflow="fold", no_wrap=headers[place] in _WHOLE)
    for row in cells:
        made.add_row(*(row[place] for place in filled))
    return made


def severity(value: Severity) -> Text:
    """How grave something is, in its colour."""
    return Text(value.value, style=_COLOURS[value])


def _cell(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, list | tuple):
        return Text(", ".join(str(one) for one in value))
    return Text("" if value is None else str(value))
