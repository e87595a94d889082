"""`workspace.pictures`: has this picture been checked before?"""

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from govpr.errors import DeliveryError, InputError, Problem
from govpr.hoaxes.evidence.capture import Exchange, capture
from govpr.hoaxes.images.matching import PictureMatch
from govpr.hoaxes.images.ocr import read_text
from govpr.hoaxes.images.reading import picture_of, read_picture
from govpr.hoaxes.matching import Match
from govpr.http.calls import Call, Reply
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.guards import host_of
from govpr.models.pictures import KnownPicture
from govpr.storage import pictures as stored
from govpr.workspace.context import Context
from govpr.workspace.hoaxes import Hoaxes
from govpr.workspace.picture_files import LoadedPictures, places_of, take_over, wanted
from govpr.workspace.picture_store import Row, keep, looked_for, row_of
from govpr.workspace.progress import Progress, silent


@frozen
class Pictures:
    """Pictures of fact-checks and reports. Their marks are kept, not the pictures themselves.

    Needs the extra `images`: `pip install govpr[images]`.
    """

    _context: Context
    _client: Client

    def add(self, file: Path | str, *, factcheck: str | None = None, report: str | None = None) -> KnownPicture:
        """Remember a picture. Adding it again only adds what it belongs to.

        Args:
            file: JPEG, PNG, WebP, GIF (its first frame), BMP or AVIF; at most 32 MB and 50.4 million pixels.
            factcheck: The cid of the fact-check that it belongs to.
            report: The id of the report that it came with.

        Raises:
            InvalidFile: It is no such picture.
            NotFound: There is no such fact-check or report.
        """
        path = Path(file)
        row = row_of(path.name, read_picture(path), factcheck, report)
        keep(self._context, [row])
        return row.picture

    def load(self, place: Path | str, *, progress: Progress = silent) -> LoadedPictures:
        """Remember many pictures. What cannot be read is listed; everything else is taken over.

        Args:
            place: A folder, where a picture named after the cid of a fact-check belongs to it; or a CSV file with the
                columns `file`, `factcheck` and `report`, of which the last two may be empty or missing.
            progress: Is told how many are read, and of how many.

        Raises:
            InvalidFile: The CSV file cannot be read, or the folder is none.
        """
        return take_over(self._context, places_of(self._context, Path(place)), progress)

    def fetch(self, *, limit: int = 100, progress: Progress = silent) -> LoadedPictures:
        """Fetch the pictures that fact-checks name, of those that have none yet; no private network is called.

        Args:
            limit: How many fact-checks at most.
            progress: Is told how many are fetched, and of how many.

        Returns:
            How many there are now, and which could not be had.
        """
        due = wanted(self._context, limit)
        tried: list[Row | Problem] = []
        for cid, url in due:
            try:
                tried.append(fetched(cid, url, run(capture(url), self._send)))
            except (DeliveryError, InputError) as error:
                tried.append(unfetched(url, error))
            progress(len(tried), len(due))
        return settled(self._context, tried)

    def check(self, file: Path | str, *, top: int = 5) -> PictureMatch:
        """Which known pictures a picture repeats, as it is, cut, mirrored, with bars around it or a stamp on it.

        "Nothing" does not mean that what it shows is true.

        Args:
            file: As for `add`.
            top: How many known pictures at most.

        Raises:
            InvalidFile: It is no such picture.
        """
        return looked_for(self._context, read_picture(Path(file)), top)

    def text(self, file: Path | str, *, languages: str = "ind+eng") -> str:
        """The words in a picture, by Tesseract. Needs the extra `ocr`, and Tesseract itself.

        Args:
            file: As for `add`.
            languages: Tesseract's names of languages, joined with `+`.

        Raises:
            InvalidFile: It is no such picture.
            InputError: The extra, Tesseract or a language is missing.
        """
        return read_text(Path(file), languages)

    def check_text(self, file: Path | str, *, languages: str = "ind+eng", top: int = 5) -> Match:
        """What the local database says about the words in a picture, as `workspace.hoaxes.check` does.

        Raises:
            InvalidFile: It is no such picture.
            InputError: The extra, Tesseract or a language is missing.
        """
        return Hoaxes(self._context).check(self.text(file, languages=languages), top=top)

    def count(self) -> int:
        """How many pictures are known."""
        with self._context.database.read() as connection:
            return stored.count_pictures(connection)

    def _send(self, call: Call) -> Reply:
        return self._client.sender(hosts=frozenset({host_of(call.url)}))(call)


def fetched(cid: str, url: str, steps: Sequence[Exchange]) -> Row:
    """What is kept of a picture that was fetched."""
    return row_of(url, picture_of(steps[-1].reply.body, url), cid)


def unfetched(url: str, error: DeliveryError | InputError) -> Problem:
    """A picture that could not be had, and why."""
    why = error.message if isinstance(error, DeliveryError) else "; ".join(one.message for one in error.problems)
    return Problem(url, f"was not taken over: {why}", "fetch it again later, or add the file by hand")


def settled(context: Context, tried: Sequence[Row | Problem]) -> LoadedPictures:
    """Keep what could be fetched."""
    count = keep(context, [one for one in tried if isinstance(one, Row)])
    return LoadedPictures(count, tuple(one for one in tried if isinstance(one, Problem)))
