"""A file of fact-checks that was checked as a whole, and can be gone through without being in memory as a whole.

It is read twice: to find all that is wrong with it before anything is taken over, and to take it over. Tables and JSON
lines are read line by line each time. A document or a page is one piece, and read as one.
"""

from collections.abc import Iterator
from pathlib import Path

from attrs import define, field, frozen

from govpr.errors import InvalidFile, Problem
from govpr.hoaxes.readers.files import rows_of
from govpr.hoaxes.readers.rows import Defaults, Place, factcheck_of
from govpr.models import FactCheck


@define
class Repeats:
    """Which fact-checks were met, and where: two of one cid have to say the same. It keeps a few bytes of each."""

    _met: dict[str, tuple[int, Place]] = field(factory=dict, init=False)
    state: int = field(default=0, init=False)
    """The same after the same fact-checks in the same order, in one process."""

    def again(self, place: Place, fact: FactCheck) -> Problem | None:
        """What is wrong with a fact-check that another one has the cid of.

        Args:
            place: Where it stands.
            fact: The fact-check.
        """
        said = hash(fact)
        self.state = hash((self.state, said))
        before, at = self._met.setdefault(fact.cid, (said, place))
        if before == said:
            return None
        return Problem(f"{place.path}cid", f"is {fact.cid!r} again", f"give each its own: {at} has it too", place.line)

    @property
    def count(self) -> int:
        """How many different cids were met."""
        return len(self._met)


@frozen
class CheckedFile:
    """The fact-checks of a file in which nothing is wrong. Each time they are gone through the file is read anew.

    Args:
        path: The file.
        count: How many there are; what stands there twice counts once.
    """

    path: Path
    count: int
    _defaults: Defaults
    _state: int

    def __iter__(self) -> Iterator[FactCheck]:
        """Each fact-check in its order; what stands there twice comes twice.

        Raises:
            InvalidFile: The file is another one than was checked: what came of it is not to be kept.
        """
        repeats = Repeats()
        for place, row in rows_of(self.path, []):
            fact = factcheck_of(place, row, self._defaults)
            if not isinstance(fact, FactCheck):
                break
            repeats.again(place, fact)
            yield fact
        if repeats.state != self._state:
            advice = "take it over again once nobody writes to it"
            raise InvalidFile([Problem("", "was changed while it was read", advice)], str(self.path))


def checked_file(
    path: Path | str, publisher: str = "", licence: str = "", label: str = "", *, independent: bool = True
) -> CheckedFile:
    r"""Check a file of fact-checks as a whole; as `read_factchecks`, with a few bytes of each row in memory.

    Args:
        path: As `read_factchecks` takes it.
        publisher: Who checked, for rows that do not say.
        licence: Terms of use, for rows that do not say.
        label: The verdict, for rows that do not say.
        independent: False where the publisher is the government itself.

    Raises:
        InvalidFile: Lists everything that is wrong with it.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder, "hoaks.csv")
        ...     _ = file.write_text("cid,text\n7,Bank kota tutup\n", "utf-8")
        ...     [fact.cid for fact in checked_file(file, publisher="Contoh")]
        ['7']
    """
    defaults = Defaults(publisher=publisher, licence=licence, label=label, independent=independent)
    problems: list[Problem] = []
    repeats = Repeats()
    for place, row in rows_of(Path(path), problems):
        fact = factcheck_of(place, row, defaults)
        if not isinstance(fact, FactCheck):
            problems.extend(fact)
        elif (wrong := repeats.again(place, fact)) is not None:
            problems.append(wrong)
    if problems:
        raise InvalidFile(sorted(problems, key=lambda problem: problem.line or 0), str(path))
    return CheckedFile(Path(path), repeats.count, defaults, repeats.state)
