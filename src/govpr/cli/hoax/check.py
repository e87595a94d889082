"""`govpr hoax check`: has this been checked before?"""

import sys
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import RenderableType
from rich.text import Text

from govpr.cli.hoax.counts import Positive
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.hoaxes.matching import Decision, Match
from govpr.text.web import shortened

app = App(
    name="check",
    help_epilogue=examples(
        'govpr hoax check "Bansos Rp600 ribu cair hari ini, daftar lewat tautan ini"',
        "govpr hoax check - --since 2026-01-01 < message.txt",
    ),
)

_MOST_SHOWN = 600
_Text = Annotated[str, Parameter(allow_leading_hyphen=True)]


@app.default
def check(
    text: _Text,
    /,
    *,
    top: Positive = 5,
    language: str | None = None,
    since: date | None = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """What the local database says about a text. Exit code 1: it repeats a claim that was checked.

    Nothing found does not mean that it is true.

    Args:
        text: The message as it circulates, or - to read it from standard input.
        top: How many similar fact-checks to weigh.
        language: The text's language, as id or en; guessed when left out.
        since: Only fact-checks of this day or later, as 2026-01-01; those without a day are left out.
    """
    message = sys.stdin.read() if text == "-" else text
    with opened(workspace) as ws:
        match = ws.hoaxes.check(message, top=top, language=language, since=since)
    tell(as_json, "match", match, *_shown(message, match))
    return NEEDS_A_PERSON if match.decision is Decision.SAME else 0


def _shown(message: str, match: Match) -> Iterator[RenderableType]:
    yield str(match)
    if match.databases:
        yield f"In: {', '.join(match.databases)}"
    if match.evidence:
        yield f"Shared words: {', '.join(match.evidence)}"
        marked = Text(shortened(message, _MOST_SHOWN))
        marked.highlight_words(match.evidence, style="bold reverse")
        yield marked
    if match.others:
        rows = [
            (one.decision.value, f"{one.probability:.0%}", one.factcheck.text, one.factcheck.url, one.databases)
            for one in match.others
        ]
        yield table(("", "probability", "claim", "fact-check", "databases"), rows, title="Also")
