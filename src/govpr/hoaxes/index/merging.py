"""Segments of new claims, and which segments become one."""

from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np

from govpr.hoaxes.index.building import Builder, Row
from govpr.hoaxes.index.opened import Part
from govpr.hoaxes.index.segments import Numbers, Segment, merged
from govpr.hoaxes.index.shelves import Shelf

_AT_ONCE = 100_000


class Merger:
    """Collects what an index will consist of.

    Args:
        parts: What it consists of now; they are left as they are.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = [Part(part.segment, part.number, part.file, part.ids, part.dead) for part in parts]

    def take(self, rows: Iterable[Row]) -> int:
        """Take in new claims; of two with one identifier the last counts.

        Args:
            rows: The claims, as many as there are.

        Returns:
            How many there are.
        """
        known = len(self._parts)
        left = iter(rows)
        while True:
            builder = Builder()
            for row in islice(left, _AT_ONCE):
                builder.add(row)
            if not len(builder):
                break
            self._append(builder.segment())
        return sum(part.alive for part in self._parts[known:])

    def finish(self, shelf: Shelf) -> list[tuple[str, list[int]]]:
        """Merge segments of like size, and keep what is new.

        Args:
            shelf: Where.

        Returns:
            The file of each segment, and which of its claims are gone.
        """
        return [self._kept(group, shelf) for group in groups(self._parts) if any(part.alive for part in group)]

    def _append(self, segment: Segment) -> None:
        for part in self._parts:
            if (replaced := _with_keys(part.segment, segment.cid_keys)).size:
                part.bury(replaced)
        new = Part(segment)
        if (repeated := _repeated(segment)).size:
            new.bury(repeated)
        self._parts.append(new)

    def _kept(self, group: Sequence[Part], shelf: Shelf) -> tuple[str, list[int]]:
        if len(group) == 1 and group[0].file:
            return group[0].file, np.flatnonzero(group[0].gone()).tolist()
        whole = len(group) == 1 and group[0].dead is None
        segment = group[0].segment if whole else merged([one.segment for one in group], [one.gone() for one in group])
        return shelf.put(segment), []


def groups(parts: Sequence[Part]) -> list[list[Part]]:
    """Neighbours that become one: each group is more than twice as large as the next, so there are never many.

    Args:
        parts: All parts, oldest first.
    """
    found: list[list[Part]] = []
    for part in parts:
        found.append([part])
        while len(found) > 1 and (_new(found[-2] + found[-1]) or _size(found[-2]) <= 2 * _size(found[-1])):
            last = found.pop()
            found[-1] += last
    return found


def _new(group: Sequence[Part]) -> bool:
    """Whether all of it came at once: it is written for the first time, so merging costs nothing more."""
    return not any(part.number or part.ids.size for part in group)


def _size(group: Sequence[Part]) -> int:
    return sum(part.alive for part in group)


def _with_keys(segment: Segment, keys: Numbers) -> Numbers:
    if not keys.size:
        return keys
    places = np.minimum(np.searchsorted(keys, segment.cid_keys), keys.size - 1)
    found: Numbers = segment.cid_docs[keys[places] == segment.cid_keys]
    return found


def _repeated(segment: Segment) -> Numbers:
    """Claims whose identifier comes again later: the sort by keys keeps the order of claims."""
    again = segment.cid_keys[:-1] == segment.cid_keys[1:]
    found: Numbers = segment.cid_docs[:-1][again]
    return found
