"""`govpr hoax search`: many databases asked at once."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

from attrs import evolve
from cyclopts import App, Parameter, validators
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import working
from govpr.errors import InputError, Problem
from govpr.hoaxes.federation import Found, PictureFound, SourceAnswer
from govpr.hoaxes.matching import Decision

app = App(
    name="search",
    help_epilogue=examples(
        'govpr hoax search "Bansos Rp600 ribu cair hari ini, daftar lewat tautan ini"',
        "govpr hoax search --picture https://hoaks.example/gambar.jpg",
        "govpr hoax search - --database turnbackhoax --deadline 5 < message.txt",
    ),
)

_Text = Annotated[str, Parameter(allow_leading_hyphen=True)]
_Names = Annotated[list[str] | None, Parameter(negative=())]
_Seconds = Annotated[float, Parameter(validator=validators.Number(gt=0, lte=600))]


@app.default
def search(
    text: _Text = "",
    /,
    *,
    picture: str = "",
    database: _Names = None,
    language: str | None = None,
    since: date | None = None,
    deadline: _Seconds = 10.0,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Ask hoax databases about a text, all at once. THE TEXT LEAVES THIS MACHINE, to each of them.

    E-mail addresses, telephone numbers, NIPs and NIKs are taken out of it first. Nothing found does not mean that it
    is true, and means nothing at all as long as somebody did not answer. Exit code 1: it repeats a claim that was
    checked, or one of them did not answer. Exit code 5: none did.

    Args:
        text: The message as it circulates, or - to read it from standard input.
        picture: The public address of a picture to ask about instead; the services fetch it from there.
        database: Ask only this one; may be given several times.
        language: Ask for entries in this language, as id, where a database can.
        since: Only what was published on this day or later, where a database can tell.
        deadline: Seconds after which nobody is waited for.
    """
    if bool(text) == bool(picture):
        what = "is given beside a picture" if text else "is missing"
        raise InputError([Problem("the text", what, "give a message, or --picture with an address")])
    if picture:
        with opened(workspace) as ws, working("Asking"):
            seen = ws.databases.search_picture(picture, database, language=language, since=since, deadline=deadline)
        told = {"results": seen.results, "answers": seen.answers, "told": str(seen)}
        tell(as_json, "picture-found", told, *_pictured(seen))
        return NEEDS_A_PERSON if seen.results or seen.failed else 0
    asked = sys.stdin.read() if text == "-" else text
    with opened(workspace) as ws, working("Asking"):
        found = ws.databases.search(asked, database, language=language, since=since, deadline=deadline)
    content = {"decision": found.decision, "results": found.results, "answers": found.answers}
    content |= {"unasked": found.unasked, "told": str(found)}
    tell(as_json, "found", content, *_shown(found))
    return NEEDS_A_PERSON if found.decision is Decision.SAME or found.failed else 0


def _shown(found: Found) -> Iterator[RenderableType]:
    yield str(evolve(found, unasked=()))  # they stand below, once
    if found.results:
        rows = [
            (one.decision.value, f"{one.probability:.0%}", one.factcheck.text, one.factcheck.url, one.databases)
            for one in found.results
        ]
        yield table(("", "probability", "claim", "fact-check", "databases"), rows)
        yield from dict.fromkeys(one.factcheck.attribution for one in found.results if one.factcheck.attribution)
    yield _answers(found.answers)
    yield from map(str, found.unasked)


def _pictured(found: PictureFound) -> Iterator[RenderableType]:
    yield str(found)
    if found.results:
        rows = [
            (one.factcheck.text, one.factcheck.label, one.factcheck.publisher, one.factcheck.url, one.databases)
            for one in found.results
        ]
        yield table(("claim", "verdict", "by", "fact-check", "databases"), rows)
        yield from dict.fromkeys(one.factcheck.attribution for one in found.results if one.factcheck.attribution)
    yield _answers(found.answers)


def _answers(answers: Iterable[SourceAnswer]) -> RenderableType:
    told = [
        (one.database, len(one.factchecks), f"{one.seconds:.1f} s", "kept" if one.cached else "", one.problem)
        for one in answers
    ]
    return table(("database", "entries", "took", "", "trouble"), told)
