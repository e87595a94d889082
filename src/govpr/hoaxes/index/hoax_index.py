"""The index of fact-checked claims: built, added to one by one, kept in a folder, searched.

It works as a log-structured merge tree: a claim that is added goes into the ledger and can be found at once; some
hundreds of them become a segment, a file that never changes; segments of like size become one. The folder holds nothing
that could not be made again from the stored fact-checks. Many may read while one writes, in any number of processes.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self

from attrs import frozen

from govpr.errors import Damaged, StoreError
from govpr.hoaxes.addresses import address_key
from govpr.hoaxes.index.asking import View, ask
from govpr.hoaxes.index.building import Row, cid_key, row_at, row_of
from govpr.hoaxes.index.comparing import Compared, Comparer
from govpr.hoaxes.index.ledger import LEDGER, Ledger
from govpr.hoaxes.index.merging import Merger
from govpr.hoaxes.index.opened import Opened, Part, Place
from govpr.hoaxes.index.shelves import FolderShelf, MemoryShelf, Shelf
from govpr.hoaxes.index.tokens import Tokenizer
from govpr.models import FactCheck
from govpr.text import guess_language

_MEMORY = ":memory:"
_FEW = 1_000
"""As many claims wait in the ledger at most; an index that is opened reads them anew."""
_TRIES = 5
UNKNOWN = -1
"""The stamp of an index of which nobody said what it is made of."""


@frozen
class Hit:
    """One claim that is like a text.

    Args:
        cid: The fact-check's identifier.
        score: Higher is closer; compares within one search only.
    """

    cid: str
    score: float


class HoaxIndex:
    """A persistent index over fact-checked claims. Open it with `open`, close it with `with`.

    Example:
        >>> from govpr.models import FactCheck
        >>> with HoaxIndex.open(":memory:") as index:
        ...     index.add([FactCheck(cid="a1", text="Vaksin mengandung cip pelacak")])
        ...     [hit.cid for hit in index.search("katanya v4ksin itu ada cipnya")]
        1
        ['a1']
    """

    def __init__(self, ledger: Ledger, shelf: Shelf) -> None:
        self._ledger, self._shelf = ledger, shelf
        self._lock = RLock()
        self._tokenizer = Tokenizer()
        self._comparer = Comparer(self._tokenizer)
        self._version = ledger.version()
        self._opened = self._loaded()
        self._view = self._opened.view()

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open an index, made anew where there is none.

        Args:
            path: Its folder, or `:memory:`.

        Raises:
            Damaged: Something in the folder is damaged, or of another kind or version.
            StoreError: The folder cannot be used.
        """
        if path == _MEMORY:
            return cls(Ledger.open(_MEMORY), MemoryShelf())
        folder = Path(path)
        if folder.is_file():
            raise Damaged(f"{folder} is a file, not the folder of an index; delete it: it is made again")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: the hoax index cannot be made ({error.strerror})") from None
        ledger = Ledger.open(folder / LEDGER)
        try:
            return cls(ledger, FolderShelf(folder))
        except BaseException:
            ledger.close()
            raise

    def add(self, factchecks: Iterable[FactCheck], *, stamp: int = UNKNOWN) -> int:
        """Take claims over, all or none, and say how many; one with a known cid replaces the older.

        Args:
            factchecks: What to index: claim and headline, not the conclusion, which only blurs the search. A million
                of them need not be in memory at once.
            stamp: What the index is made of with them, as the caller counts; see `stamp`.

        Raises:
            StoreError: The folder cannot be written, or another process is writing for too long.
        """
        rows = (row_of(fact, self._tokenizer) for fact in factchecks)
        few = list(islice(rows, _FEW + 1))
        with self._lock:
            with self._ledger.writing():
                self._refresh()
                waits = len(few) + self._opened.waiting() <= _FEW
                count = self._note(few) if waits else self._exchange(chain(few, rows))
                self._ledger.mark(stamp)
            self._refresh()
            if not waits:
                self._tidy()
        return count

    def remove(self, cids: Iterable[str], *, stamp: int = UNKNOWN) -> int:
        """Forget claims, and say how many; unknown cids are passed over.

        Args:
            cids: Which.
            stamp: What the index is made of without them; see `stamp`.
        """
        with self._lock:
            with self._ledger.writing():
                self._refresh()
                gone = [place for cid in dict.fromkeys(cids) for place in self._places(cid)]
                self._bury(gone)
                self._ledger.mark(stamp)
            self._refresh()
        return len(gone)

    def clear(self) -> None:
        """Forget everything, to build it anew."""
        with self._lock:
            with self._ledger.writing():
                self._ledger.exchange([])
                self._ledger.mark(UNKNOWN)
            self._refresh()
            self._tidy()

    def search(self, text: str, top: int = 10, language: str | None = None, *, since: date | None = None) -> list[Hit]:
        """The claims that are most like a text, best first.

        Args:
            text: A message, of any length.
            top: How many at most.
            language: BCP 47 tag of the text, or None to guess it.
            since: Only fact-checks of this day or later; those without a day are left out.
        """
        return [Hit(one.cid, one.score) for one in self.compare(text, top, language, since=since)]

    def compare(
        self,
        text: str,
        top: int = 10,
        language: str | None = None,
        *,
        since: date | None = None,
        without: Collection[str] = (),
    ) -> list[Compared]:
        """As `search`, with what the text and each claim have in common.

        Args:
            text: A message, of any length.
            top: How many at most.
            language: BCP 47 tag of the text, or None to guess it.
            since: Only fact-checks of this day or later; those without a day are left out.
            without: Cids that are looked past, as if they were not there.
        """
        if top < 1:
            return []
        view = self.view()
        spoken = language or guess_language(text)
        asked = ask(text, spoken, view, self._tokenizer)
        return self._comparer.compare(asked, view, spoken, top, since=since, without=frozenset(without))

    def by_url(self, url: str) -> tuple[str, ...]:
        """The cids of fact-checks at an address, or about what was seen there, whatever the address's spelling.

        Args:
            url: An address.
        """
        key = address_key(url)
        with self._lock:
            self._followed()
            found = self._opened.places(key, "link") if key else ()
            return tuple(sorted({place.part.segment.cid(place.doc) for place in found}))

    @property
    def count(self) -> int:
        """How many claims it holds."""
        return self.view().count

    @property
    def stamp(self) -> int:
        """What it is made of, as the last change said; 0 for a new one, `UNKNOWN` where that said nothing."""
        return self._ledger.stamp()

    def view(self) -> View:
        """The index at this moment, for what searches it in ways of its own."""
        with self._lock:
            self._followed()
            return self._view

    def verify(self) -> None:
        """Read every byte.

        Raises:
            Damaged: Some are not as they were written.
        """
        with self._lock:
            self._followed()
            self._shelf.verify([part.file for part in self._opened.parts if part.file])

    def close(self) -> None:
        """Let go of the files."""
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _note(self, rows: list[Row]) -> int:
        """Add claims to the ledger."""
        newest = {row.cid: row for row in rows}
        changed = [row for row in newest.values() if not self._holds(row)]
        self._bury([place for row in changed for place in self._places(row.cid)])
        self._ledger.add(changed)
        return len(newest)

    def _holds(self, row: Row) -> bool:
        """Whether exactly this is there: taking it in again would only count its words twice."""
        return any(row == row_at(place.part.segment, place.doc) for place in self._places(row.cid))

    def _places(self, cid: str) -> Iterator[Place]:
        return self._opened.places(cid_key(cid), "cid")

    def _bury(self, places: Collection[Place]) -> None:
        self._ledger.bury([place.address for place in places])

    def _exchange(self, rows: Iterable[Row]) -> int:
        """Make segments of claims and of what waits in the ledger; merge those of like size."""
        merger = Merger(self._opened.parts)
        count = merger.take(rows)
        self._ledger.exchange(merger.finish(self._shelf))
        return count

    def _tidy(self) -> None:
        """Delete the files of segments that were exchanged, when no other writer can have made new ones."""
        with self._ledger.writing():
            self._shelf.keep({file for _, file in self._ledger.segments()})

    def _followed(self) -> None:
        """Take in what other processes wrote."""
        version = self._ledger.version()
        if version != self._version:
            self._version = version
            self._refresh()

    def _refresh(self) -> None:
        news = self._ledger.news(self._opened.pending, self._opened.noted)
        if news.generation != self._opened.generation:
            self._opened = self._loaded()
        elif news.pending or news.dead:
            self._opened.learn(news)
        else:
            return
        self._view = self._opened.view()

    def _loaded(self) -> Opened:
        for _ in range(_TRIES):
            try:
                return self._load()
            except Damaged as error:
                # a writer may have exchanged the segments since their names were read
                trouble = error
        raise trouble

    def _load(self) -> Opened:
        generation = self._ledger.generation()
        parts = [Part(self._shelf.get(file), number, file) for number, file in self._ledger.segments()]
        opened = Opened(generation, parts)
        news = self._ledger.news(0, 0)
        if news.generation != generation:
            raise Damaged("the hoax index was exchanged while it was opened; try again")
        opened.learn(news)
        return opened
