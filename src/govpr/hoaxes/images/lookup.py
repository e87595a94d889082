"""Hashes that are close to some hash, among those of a million pictures: one file, mapped into memory, read in order.

Every hash is looked at, since that costs less than a clever tree: counting differing bits runs at the speed of memory.
`python -m benchmarks images` prints the figures.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from govpr.errors import StoreError
from govpr.hoaxes.images.marks import HASHES
from govpr.hoaxes.images.reading import library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RADIUS = 12
"""So many of 64 bits may differ. Of random hashes, one in four million is that close."""
_MAGIC = b"govpr pictures 1"
_DIGEST = 32
_HEAD = len(_MAGIC) + 8 + _DIGEST
_CHUNK = 1 << 17
_MOST = 500


@frozen
class Near:
    """A known hash that is close to one that was asked for.

    Args:
        distance: In how many bits they differ.
        asked: Which of the hashes that were asked for, counted from 0.
        picture: The number of the known picture.
        part: Which of its parts, counted from 0.
    """

    distance: int
    asked: int
    picture: int
    part: int


@frozen(eq=False)
class Hashes:
    """The hashes of many pictures.

    Args:
        numbers: The pictures' numbers, rising.
        values: Their hashes, `HASHES` for each.
        seal: The digest of the last picture, which tells whose hashes they are, or "".
    """

    numbers: "NDArray[np.int64]" = field(repr=False)
    values: "NDArray[np.uint64]" = field(repr=False)
    seal: str = ""

    @property
    def last(self) -> int:
        """The highest number, 0 where there is none."""
        return int(self.numbers[-1]) if len(self.numbers) else 0

    def near(self, asked: Sequence[int], radius: int = RADIUS) -> list[Near]:
        """Hashes that are close to one of those asked for, nearest first; of each at most the 500 nearest.

        Args:
            asked: Hashes of 64 bits.
            radius: How many bits may differ.
        """
        np = library("numpy")
        wanted = np.array(asked, dtype=np.uint64)
        apart = np.empty(_CHUNK, dtype=np.uint64)
        bits = np.empty(_CHUNK, dtype=np.uint8)
        hits: list[list[tuple[Any, Any]]] = [[] for _ in asked]
        for start in range(0, len(self.values), _CHUNK):
            chunk = self.values[start : start + _CHUNK]
            size = len(chunk)
            for place, value in enumerate(wanted):  # a chunk stays in the processor's cache for all that is asked
                np.bitwise_xor(chunk, value, out=apart[:size])
                np.bitwise_count(apart[:size], out=bits[:size])
                here = np.flatnonzero(bits[:size] <= radius)
                if len(here):
                    hits[place].append((bits[here], here + start))
        found = (near for place, parts in enumerate(hits) if parts for near in self._named(parts, place))
        return sorted(found, key=lambda one: (one.distance, one.asked, one.picture, one.part))

    def _named(self, parts: Sequence[tuple[Any, Any]], asked: int) -> Iterator[Near]:
        """The nearest of what was found for one hash; a picture of nothing is close to thousands."""
        np = library("numpy")
        distances, places = (np.concatenate(column) for column in zip(*parts, strict=True))
        for best in np.argsort(distances, kind="stable")[:_MOST]:
            picture, part = divmod(int(places[best]), HASHES)
            yield Near(int(distances[best]), asked, int(self.numbers[picture]), part)


def gathered(rows: Iterable[tuple[int, bytes]]) -> Hashes:
    """Hashes in memory.

    Args:
        rows: The pictures' numbers, rising, each with its hashes as bytes.

    Raises:
        StoreError: The hashes of a picture are not whole.
    """
    np = library("numpy")
    numbers, parts = [], []
    for number, data in rows:
        if len(data) != HASHES * 8:
            raise damaged(number)
        numbers.append(number)
        parts.append(data)
    return Hashes(np.array(numbers, dtype=np.int64), np.frombuffer(b"".join(parts), dtype="<u8"))


def damaged(number: int) -> StoreError:
    """The error for a picture whose marks cannot be read.

    Args:
        number: The picture's number.
    """
    return StoreError(f"what is kept of picture {number} is damaged; put govpr.db back from your backup")


def joined(one: Hashes, other: Hashes) -> Hashes:
    """The hashes of both, the later ones last."""
    np = library("numpy")
    return Hashes(np.concatenate([one.numbers, other.numbers]), np.concatenate([one.values, other.values]))


def pieces(hashes: Hashes) -> Iterator[bytes]:
    """The file of some hashes."""
    yield _MAGIC + len(hashes.numbers).to_bytes(8, "little") + bytes.fromhex(hashes.seal).rjust(_DIGEST, b"\0")
    yield hashes.numbers.astype("<i8").tobytes()
    for start in range(0, len(hashes.values), _CHUNK):
        yield hashes.values[start : start + _CHUNK].astype("<u8").tobytes()


def mapped(path: Path) -> Hashes | None:
    """The hashes of a file, read as they are needed; None where there is no whole file.

    Args:
        path: The file.
    """
    np = library("numpy")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        count = int.from_bytes(head[len(_MAGIC) : -_DIGEST], "little")
        whole = _HEAD + count * 8 * (1 + HASHES)
        if not head.startswith(_MAGIC) or len(head) < _HEAD or path.stat().st_size != whole:
            return None
        if count == 0:
            return gathered(())
        numbers = np.memmap(path, dtype="<i8", mode="r", offset=_HEAD, shape=(count,))
        values = np.memmap(path, dtype="<u8", mode="r", offset=_HEAD + count * 8, shape=(count * HASHES,))
    except (OSError, ValueError):
        return None
    return Hashes(numbers, values, head[-_DIGEST:].hex())
