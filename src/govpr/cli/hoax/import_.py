"""`govpr hoax import`: files into the local hoax database."""

from pathlib import Path

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.progress import moving

app = App(
    name="import",
    help_epilogue=examples(
        "govpr hoax import factchecks.jsonl",
        'govpr hoax import komdigi.csv --publisher Komdigi --licence "CC BY 4.0"',
        "govpr hoax import claimreview.jsonld more.jsonl",
    ),
)


@app.default
def import_(
    file: Path,
    /,
    *files: Path,
    publisher: str = "",
    licence: str = "",
    label: str = "",
    government: bool = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Take over fact-checks from JSONL, CSV or ClaimReview JSON-LD files; all files or none.

    Args:
        file: A file.
        files: More of them.
        publisher: Who checked, for rows that do not say.
        licence: Terms of use, for rows that do not say.
        label: The verdict, for rows that do not say, as where every row is a hoax.
        government: The publisher is the government itself, not an independent checker.
    """
    with opened(workspace) as ws:
        terms = {"publisher": publisher, "licence": licence, "label": label}
        with moving("Importing") as progress:
            count = ws.hoaxes.load(file, *files, **terms, independent=not government, progress=progress)
        known = ws.hoaxes.count()
    tell(as_json, "imported", {"read": count, "known": known}, f"Read {count} fact-checks; {known} are known now.")
