"""Pictures that are known, their marks, and what they belong to."""

from collections.abc import Iterator, Sequence

from attrs import frozen
from sqlalchemy import Connection, func, insert, select

from govpr.models.converter import from_data, to_data
from govpr.models.pictures import KnownPicture
from govpr.storage.database import batches
from govpr.storage.evidence_tables import picture_links, pictures
from govpr.storage.tables import reports

_READ = 10_000


@frozen
class Kept:
    """A picture as the store has it.

    Args:
        number: Its number.
        picture: What is known of it.
        marks: Its marks, packed.
    """

    number: int
    picture: KnownPicture
    marks: bytes


def add_picture(connection: Connection, picture: KnownPicture, marks: bytes) -> int:
    """Keep a picture; one that is known already stays as it is. Gives its number."""
    known = select(pictures.c.seq).where(pictures.c.digest == picture.digest)
    number: int | None = connection.execute(known).scalar_one_or_none()
    if number is None:
        row = {"digest": picture.digest, "pixels": picture.pixels, "marks": marks, "data": to_data(picture)}
        number = connection.execute(insert(pictures).values(row).returning(pictures.c.seq)).scalar_one()
    return number


def link(connection: Connection, number: int, kind: str, name: str) -> None:
    """Say what a picture belongs to: a `factcheck` or a `report`."""
    row = {"picture": number, "kind": kind, "name": name}
    if connection.execute(select(picture_links).filter_by(**row)).first() is None:
        connection.execute(insert(picture_links).values(row))


def equal_pictures(connection: Connection, digest: str, pixels: str) -> tuple[int, ...]:
    """The numbers of pictures with the same bytes or the same pixels."""
    same = (pictures.c.digest == digest) | (pictures.c.pixels == pixels)
    return tuple(connection.execute(select(pictures.c.seq).where(same).order_by(pictures.c.seq)).scalars())


def pictures_of(connection: Connection, numbers: Sequence[int]) -> dict[int, Kept]:
    """Pictures by number; unknown ones are left out."""
    found = {}
    for batch in batches(numbers):
        wanted = select(pictures.c.seq, pictures.c.data, pictures.c.marks).where(pictures.c.seq.in_(batch))
        for number, data, marks in connection.execute(wanted):
            found[number] = Kept(number, from_data(data, KnownPicture), bytes(marks))
    return found


def links_of(connection: Connection, numbers: Sequence[int]) -> tuple[tuple[int, str, str], ...]:
    """What some pictures belong to: number, kind and name."""
    rows = select(picture_links).where(picture_links.c.picture.in_(numbers)).order_by(*picture_links.c)
    return tuple((number, kind, name) for number, kind, name in connection.execute(rows))


def hashes_after(connection: Connection, number: int, start: int, size: int) -> Iterator[tuple[int, bytes]]:
    """A part of the marks of all pictures after a number, in order."""
    part = func.substr(pictures.c.marks, start + 1, size)
    while True:
        wanted = select(pictures.c.seq, part).where(pictures.c.seq > number).order_by(pictures.c.seq).limit(_READ)
        rows = connection.execute(wanted).all()
        yield from ((seq, bytes(data or b"")) for seq, data in rows)  # of nothing a part is NULL
        if len(rows) < _READ:
            return
        number = rows[-1][0]


def count_pictures(connection: Connection) -> int:
    """How many pictures are known."""
    return connection.execute(select(func.count()).select_from(pictures)).scalar_one()


def digest_at(connection: Connection, number: int) -> str | None:
    """The digest of the picture with a number."""
    return connection.execute(select(pictures.c.digest).where(pictures.c.seq == number)).scalar_one_or_none()


def linked(connection: Connection, kind: str) -> frozenset[str]:
    """The names of everything of a kind that some picture belongs to."""
    wanted = select(picture_links.c.name).where(picture_links.c.kind == kind)
    return frozenset(connection.execute(wanted).scalars())


def report_exists(connection: Connection, name: str) -> bool:
    """Whether there is such a report."""
    return connection.execute(select(reports.c.id).where(reports.c.id == name)).first() is not None
