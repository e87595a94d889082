"""`govpr hoax picture`: has this picture been checked before?"""

from collections.abc import Iterator
from pathlib import Path

from cyclopts import App
from rich.console import RenderableType

from govpr.cli.hoax.counts import Positive
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import moving
from govpr.hoaxes.images.matching import PictureDecision, PictureMatch
from govpr.hoaxes.matching import Decision
from govpr.workspace.picture_files import LoadedPictures

app = App(name="picture", help_epilogue=examples("govpr hoax picture check received.jpg"))


@app.command(
    help_epilogue=examples("govpr hoax picture check received.jpg", "govpr hoax picture check received.jpg --text")
)
def check(
    file: Path, /, *, top: Positive = 5, text: bool = False, workspace: Folder = HERE, as_json: AsJson = False
) -> int:
    """Say which known pictures a picture repeats. Exit code 1: it, or what is written on it, was checked before.

    Nothing found does not mean that what it shows is true.

    Args:
        file: The picture.
        top: How many known pictures at most.
        text: Read the words on it too, with Tesseract, and compare them with the claims that are known.
    """
    with opened(workspace) as ws:
        match = ws.pictures.check(file, top=top)
        words = ws.pictures.check_text(file, top=top) if text else None
    told = [] if words is None else [f"The words on it: {words}"]
    tell(as_json, "picture-match", {"picture": match, "text": words}, *_shown(match), *told)
    seen = any(one.decision is PictureDecision.SAME and one.factchecks for one in match.found)
    read = words is not None and words.decision is Decision.SAME
    return NEEDS_A_PERSON if seen or read else 0


@app.command(help_epilogue=examples("govpr hoax picture add hoax.jpg --factcheck tbh-2026-11-03"))
def add(
    file: Path,
    /,
    *,
    factcheck: str | None = None,
    report: str | None = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Remember a picture: its marks, not the picture itself.

    Args:
        file: The picture.
        factcheck: The cid of the fact-check that it belongs to.
        report: The id of the report that it came with.
    """
    with opened(workspace) as ws:
        picture = ws.pictures.add(file, factcheck=factcheck, report=report)
        known = ws.pictures.count()
    tell(as_json, "picture", {"picture": picture, "known": known}, f"Remembered; {known} pictures are known now.")


@app.command(help_epilogue=examples("govpr hoax picture load pictures/", "govpr hoax picture load pictures.csv"))
def load(place: Path, /, *, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Remember many pictures. Exit code 1: some could not be read; they are listed.

    Args:
        place: A folder, where a picture named after the cid of a fact-check belongs to it; or a CSV file with the
            columns file, factcheck and report.
    """
    with opened(workspace) as ws, moving("Reading pictures") as progress:
        loaded = ws.pictures.load(place, progress=progress)
    return _told(loaded, as_json=as_json)


@app.command(help_epilogue=examples("govpr hoax picture fetch", "govpr hoax picture fetch --limit 500"))
def fetch(*, limit: Positive = 100, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Fetch pictures that fact-checks name and that are not known yet. Exit code 1: some could not be had.

    Args:
        limit: Of how many fact-checks at most.
    """
    with opened(workspace) as ws, moving("Fetching pictures") as progress:
        loaded = ws.pictures.fetch(limit=limit, progress=progress)
    return _told(loaded, as_json=as_json)


def _told(loaded: LoadedPictures, *, as_json: bool) -> int:
    told = [f"Remembered {loaded.count} pictures.", *(str(problem) for problem in loaded.problems)]
    tell(as_json, "pictures-loaded", loaded, *told)
    return NEEDS_A_PERSON if loaded.problems else 0


def _shown(match: PictureMatch) -> Iterator[RenderableType]:
    yield str(match)
    if len(match.found) > 1:
        rows = [
            (one.decision.value, f"{one.likeness:.0%}", one.picture.name, [fact.url for fact in one.factchecks])
            for one in match.found[1:]
        ]
        yield table(("", "likeness", "picture", "fact-checks"), rows, title="Also")
