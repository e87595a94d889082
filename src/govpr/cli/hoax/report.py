"""`govpr hoax report`: what people report comes in."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import RenderableType

from govpr.cli.hoax.counts import Reach
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.errors import InputError, Problem
from govpr.hoaxes.desk.intake import NewReport
from govpr.workspace.desk.intake import Received

app = App(
    name="report",
    help_epilogue=examples(
        'govpr hoax report "Bansos Rp600 ribu cair hari ini" --channel whatsapp --reply-to 0812-0000-0000',
        "govpr hoax report --file laporan.csv --channel whatsapp",
        "govpr hoax report - --channel telegram --where https://contoh.example/p/1 --reach 5000 < message.txt",
    ),
)

_Text = Annotated[str, Parameter(allow_leading_hyphen=True)]


@app.default
def report(
    text: _Text = "",
    /,
    *,
    channel: str = "",
    file: Path | None = None,
    at: datetime | None = None,
    where: str = "",
    seen: datetime | None = None,
    picture: str = "",
    image: Path | None = None,
    language: str | None = None,
    region: str = "ID",
    reach: Reach | None = None,
    reply_to: str = "",
    by: str = "govpr",
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Take reports in: each joins the case of the same claim, or opens one. The clock runs from when it came in.

    Args:
        text: What was passed on, or - to read it from standard input.
        channel: How it came in, as whatsapp.
        file: A CSV or JSON lines file of reports instead; its columns are named as these options, with text and id.
        at: When it came in, as 2026-11-03T09:00:00+07:00; now when left out.
        where: Where it was seen: an address, or words.
        seen: When it was seen.
        picture: The name or digest of the picture that came with it.
        image: That picture's file: it is compared with known ones, and remembered.
        language: Its language, as id or en; guessed when left out.
        region: Province, as ID-JB.
        reach: How many have seen it there.
        reply_to: Who gets the answer on that channel. It is kept apart, and stands in no log; given in a file, it does
            not stand in your shell's history either.
        by: The officer who took it in.
    """
    if bool(text) == (file is not None):
        advice = "write the message, or --file with many of them"
        raise InputError([Problem("report", "has no text" if file is None else "has both a text and a file", advice)])
    with opened(workspace) as ws:
        if file is not None:
            received = ws.desk.load(file, channel=channel, by=by)
        else:
            new = NewReport(
                text=sys.stdin.read() if text == "-" else text,
                channel=channel,
                at=at,
                where=where,
                seen=seen,
                picture=picture,
                image=image,
                language=language,
                region=region,
                reach=reach,
                reply_to=reply_to,
            )
            received = ws.desk.take_in([new], by=by)
    tell(as_json, "received", {"received": received}, *_shown(received))


def _shown(received: Sequence[Received]) -> Iterator[RenderableType]:
    rows = [
        (
            one.report.id,
            one.case.id,
            "known before" if one.before else one.how.value,
            one.case.state.value,
            f"{one.completeness.score}%",
            [ask for _, ask in one.completeness.missing],
        )
        for one in received
    ]
    yield table(("report", "case", "by", "state", "complete", "ask for"), rows)
    for one in received:
        if one.related and not one.before:
            yield f"{one.case.id} may be the same as others: look, then govpr hoax desk merge"
            yield table(("case", "why"), [(hint.case, hint.why) for hint in one.related])
        if one.report.grouped and not one.before:
            yield f"{one.report.id} went to {one.case.id}: {one.report.grouped}"
        if one.picture is not None and one.picture.found:
            yield f"{one.report.id}: {one.picture}"
        if one.problem is not None:
            yield f"{one.report.id}: {one.problem}"
