"""An open index as it stands in memory: its segments, and small ones of what came since."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from govpr.hoaxes.index.asking import View
from govpr.hoaxes.index.building import Row, segment_of
from govpr.hoaxes.index.ledger import News
from govpr.hoaxes.index.segments import Numbers, Segment, merged
from govpr.hoaxes.index.tokens import GRAM_BITS

_MOST_YOUNG = 8


@define
class Part:
    """A segment with what is gone of it.

    Args:
        segment: The segment.
        number: Its number in the ledger; 0 for pending claims.
        file: The name of its file, or "".
        ids: For pending claims their numbers in the ledger.
        dead: Which claims are gone, or None.
    """

    segment: Segment
    number: int = 0
    file: str = ""
    ids: Numbers = field(factory=lambda: np.empty(0, np.int64))
    dead: NDArray[np.bool_] | None = None

    def gone(self) -> NDArray[np.bool_]:
        """Which claims are gone, for all of them."""
        return np.zeros(self.segment.size, bool) if self.dead is None else self.dead

    def bury(self, docs: Collection[int] | Numbers) -> None:
        """Mark claims as gone.

        Args:
            docs: Their numbers.
        """
        dead = self.gone().copy()  # searches may hold the one that was there
        dead[list(docs)] = True
        self.dead = dead

    @property
    def alive(self) -> int:
        """How many claims are there."""
        return self.segment.size - (0 if self.dead is None else int(self.dead.sum()))


@frozen
class Place:
    """Where a claim is.

    Args:
        part: In which part.
        doc: Its number in the part's segment.
    """

    part: Part
    doc: int

    @property
    def address(self) -> tuple[int, int]:
        """How the ledger names it."""
        return (self.part.number, self.doc) if self.part.number else (0, int(self.part.ids[self.doc]))


class Opened:
    """The index at one generation.

    Args:
        generation: Which.
        parts: Its segments.
    """

    def __init__(self, generation: int, parts: Sequence[Part]) -> None:
        self.generation = generation
        self.parts = list(parts)
        self.pending = self.noted = 0
        self._grams = np.zeros(1 << GRAM_BITS, np.uint32)
        for part in parts:
            self._count_grams(part.segment)

    def learn(self, news: News) -> None:
        """Take in what came since.

        Args:
            news: Of this generation.
        """
        if news.pending:
            self._add([row for _, row in news.pending], [number for number, _ in news.pending])
            self.pending = news.pending[-1][0]
        by_number: dict[int, list[int]] = {}
        for _, number, doc in news.dead:
            by_number.setdefault(number, []).append(doc)
        for part in self.parts:
            docs: Collection[int] = by_number.get(part.number, ())
            if docs and not part.number:
                docs = np.flatnonzero(np.isin(part.ids, list(docs))).tolist()
            if docs:
                part.bury(docs)
        self.noted = news.dead[-1][0] if news.dead else self.noted

    def view(self) -> View:
        """What searches see; later changes do not touch it."""
        return View(
            segments=tuple(part.segment for part in self.parts),
            dead=tuple(part.dead for part in self.parts),
            grams=self._grams.copy() if self._young() else self._grams,
            count=sum(part.alive for part in self.parts),
        )

    def places(self, key: int, kind: str) -> Iterator[Place]:
        """Where the claims with a hash are.

        Args:
            key: The hash of an identifier or an address.
            kind: `cid` or `link`.
        """
        for part in self.parts:
            docs = part.segment.of_cid(key) if kind == "cid" else part.segment.of_link(key)
            yield from (Place(part, doc) for doc in docs if part.dead is None or not part.dead[doc])

    def waiting(self) -> int:
        """How many claims are not in a segment's file yet."""
        return sum(part.segment.size for part in self._young())

    def _young(self) -> list[Part]:
        return [part for part in self.parts if not part.number]

    def _add(self, rows: Sequence[Row], ids: Sequence[int]) -> None:
        segment = segment_of(rows)
        self._count_grams(segment)
        self.parts.append(Part(segment, ids=np.array(ids, np.int64)))
        young = self._young()
        if len(young) > _MOST_YOUNG:
            numbers = np.concatenate([part.ids[~part.gone()] for part in young])
            one = merged([part.segment for part in young], [part.gone() for part in young])
            self.parts = [part for part in self.parts if part.number] + [Part(one, ids=numbers)]

    def _count_grams(self, segment: Segment) -> None:
        self._grams[segment.gram_places] += segment.gram_counts
