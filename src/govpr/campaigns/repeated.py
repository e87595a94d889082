"""What may stand in one row only, in files of any length: a few bytes are kept of each row."""

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from attrs import define, field

from govpr.campaigns.officer_rows import Row

_MOST = 10_000


@define
class Repeated:
    """Fingerprints of ids, numbers and accounts, and the lines that they stand in."""

    _marks: "defaultdict[str, array[int]]" = field(factory=lambda: defaultdict(lambda: array("Q")), init=False)
    _lines: "defaultdict[str, array[int]]" = field(factory=lambda: defaultdict(lambda: array("I")), init=False)

    def add(self, row: Row) -> None:
        """Keep what may not come again after a row."""
        line, cells = row
        for column, value, _ in keys_of(cells):
            self._marks[column].append(int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "big"))
            self._lines[column].append(line)

    def suspects(self) -> frozenset[int]:
        """Lines that may repeat another, 10,000 at most; texts may look alike by chance, so compare them."""
        found: set[int] = set()
        for column, marks in self._marks.items():
            all_marks = np.frombuffer(marks, np.uint64)
            ordered = np.sort(all_marks)
            twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
            if len(twice):
                places = np.flatnonzero(np.isin(all_marks, twice))[:_MOST]
                found.update(np.frombuffer(self._lines[column], np.uint32)[places].tolist())
        return frozenset(found)


def keys_of(cells: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """What may stand in one row only: column, value, and what an error shows of it.

    Args:
        cells: A row.
    """
    number = "".join(character for character in cells.get("number", "") if character.isdigit())
    if cells["id"]:
        yield "id", cells["id"], f"is {cells['id']!r}"
    if number:
        yield "number", number, "is the same"
    yield from (("accounts", name.lower(), f"has {name!r}") for name in cells.get("accounts", "").split())
