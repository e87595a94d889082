"""Pictures between the store, the file of hashes and the decision."""

from collections.abc import Sequence

from attrs import evolve, frozen
from sqlalchemy import Connection

from govpr.errors import NotFound, StoreError
from govpr.hoaxes.images.lookup import Hashes, Near, damaged, gathered, joined, mapped, pieces
from govpr.hoaxes.images.marks import HASHES, HEAD, Marks, marks_of, packed, unpacked
from govpr.hoaxes.images.matching import PictureCandidate, PictureDecision, PictureMatch, Resemblance, resemblances
from govpr.hoaxes.images.reading import Picture
from govpr.models.pictures import KnownPicture
from govpr.storage import pictures as stored
from govpr.storage import rumours
from govpr.text.files import write_pieces
from govpr.workspace.context import Context

_TAIL = 4096
"""So many new pictures are read from the database before the file of hashes is written anew."""


@frozen
class Row:
    """A picture that was read, and what it belongs to.

    Args:
        picture: What is kept of it.
        marks: Its marks, packed.
        factcheck: The cid of a fact-check, or None.
        report: The id of a report, or None.
    """

    picture: KnownPicture
    marks: bytes
    factcheck: str | None = None
    report: str | None = None


def row_of(name: str, picture: Picture, factcheck: str | None = None, report: str | None = None) -> Row:
    """What is kept of a picture that was read."""
    known = KnownPicture(
        digest=picture.digest,
        pixels=picture.pixels,
        width=picture.width,
        height=picture.height,
        type=picture.type,
        name=name,
    )
    return Row(known, packed(marks_of(picture)), factcheck or None, report or None)


def keep(context: Context, rows: Sequence[Row]) -> int:
    """Write pictures and what they belong to; all of it or nothing.

    Raises:
        NotFound: A fact-check or report is not known.
    """
    with context.database.write() as connection:
        facts = rumours.factchecks_of(connection, [row.factcheck for row in rows if row.factcheck])
        for row in rows:
            if row.factcheck and row.factcheck not in facts:
                raise NotFound("fact-check", row.factcheck, advice="import it first: govpr hoax import FILE")
            if row.report and not stored.report_exists(connection, row.report):
                raise NotFound("report", row.report)
            keep_one(connection, row)
    return len(rows)


def keep_one(connection: Connection, row: Row) -> None:
    """Write a picture and what it belongs to, which has to be known."""
    number = stored.add_picture(connection, row.picture, row.marks)
    for kind, name in (("factcheck", row.factcheck), ("report", row.report)):
        if name:
            stored.link(connection, number, kind, name)


def looked_for(context: Context, picture: Picture, top: int) -> PictureMatch:
    """Known pictures that a picture resembles, with what they belong to."""
    fold(context)
    with context.database.read() as connection:
        return resembling(context, connection, picture, top)


def resembling(context: Context, connection: Connection, picture: Picture, top: int) -> PictureMatch:
    """As `looked_for`, as a connection sees it: within a transaction also what that has written."""
    equal = stored.equal_pictures(connection, picture.digest, picture.pixels)
    exact = [Resemblance(number, 1.0, exact=True) for number in equal]
    known = _known_hashes(context, connection)

    def near(asked: Sequence[int]) -> list[Near]:
        return sorted((hit for part in known for hit in part.near(asked)), key=lambda hit: hit.distance)

    def marks(numbers: Sequence[int]) -> dict[int, Marks]:
        return {number: _marks(number, kept.marks) for number, kept in stored.pictures_of(connection, numbers).items()}

    alike = [one for one in resemblances(picture, near, marks, top=top + len(exact)) if one.number not in equal]
    found = _candidates(connection, [*exact, *alike][:top])
    return PictureMatch(decision=found[0].decision if found else PictureDecision.NOTHING, found=found)


def _marks(number: int, data: bytes) -> Marks:
    try:
        return unpacked(data)
    except ValueError:
        raise damaged(number) from None


def _candidates(connection: Connection, alike: Sequence[Resemblance]) -> tuple[PictureCandidate, ...]:
    numbers = [one.number for one in alike]
    kept, links = stored.pictures_of(connection, numbers), stored.links_of(connection, numbers)
    facts = rumours.factchecks_of(connection, [name for _, kind, name in links if kind == "factcheck"])
    return tuple(
        PictureCandidate(
            decision=one.decision,
            likeness=one.likeness,
            exact=one.exact,
            mirrored=one.mirrored,
            picture=kept[one.number].picture,
            factchecks=tuple(facts[name] for owner, _, name in links if owner == one.number and name in facts),
            reports=tuple(name for owner, kind, name in links if owner == one.number and kind == "report"),
        )
        for one in alike
        if one.number in kept
    )


def repeated(connection: Connection, digest: str) -> PictureMatch:
    """The known picture of a digest, with what it belongs to."""
    exact = [Resemblance(number, 1.0, exact=True) for number in stored.equal_pictures(connection, digest, digest)]
    found = _candidates(connection, exact)
    return PictureMatch(decision=found[0].decision if found else PictureDecision.NOTHING, found=found)


def fold(context: Context) -> None:
    """Write the file of hashes anew where many pictures came after it was written.

    Raises:
        StoreError: It cannot be written.
    """
    with context.database.read() as connection:
        filed, late = _known_hashes(context, connection)
        seal = stored.digest_at(connection, late.last) or ""
    if len(late.numbers) <= _TAIL:
        return
    try:
        write_pieces(context.home.pictures, pieces(evolve(joined(filed, late), seal=seal)))
    except OSError as error:
        raise StoreError(f"{context.home.pictures}: it cannot be written ({error.strerror})") from None


def _known_hashes(context: Context, connection: Connection) -> tuple[Hashes, Hashes]:
    """The hashes of the file, and of what came after it was written."""
    filed = mapped(context.home.pictures) or gathered(())
    if stored.digest_at(connection, filed.last) != filed.seal:  # another database stands beside it
        filed = gathered(())
    return filed, gathered(stored.hashes_after(connection, filed.last, HEAD, HASHES * 8))
