"""Where segments are kept: files in a folder, or memory alone."""

import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from govpr.errors import Damaged, StoreError
from govpr.hoaxes.index.arrays import damaged, read_arrays, write_arrays
from govpr.hoaxes.index.ledger import LEDGER
from govpr.hoaxes.index.segments import Segment, sound

_ENDING = ".segment"


class Shelf(Protocol):
    """Keeps segments by name."""

    def put(self, segment: Segment) -> str:
        """Keep one and give its name."""

    def get(self, name: str) -> Segment:
        """The segment of a name."""

    def keep(self, names: Collection[str]) -> None:
        """Forget all others."""

    def verify(self, names: Collection[str]) -> None:
        """Read every byte of some."""


class MemoryShelf:
    """Keeps segments for as long as the index is open."""

    def __init__(self) -> None:
        self._kept: dict[str, Segment] = {}

    def put(self, segment: Segment) -> str:
        """Keep one and give its name.

        Args:
            segment: The segment.
        """
        name = secrets.token_hex(8)
        self._kept[name] = segment
        return name

    def get(self, name: str) -> Segment:
        """The segment of a name.

        Args:
            name: As `put` gave it.
        """
        return self._kept[name]

    def keep(self, names: Collection[str]) -> None:
        """Forget all others.

        Args:
            names: The names that are needed.
        """
        self._kept = {name: self._kept[name] for name in names}

    def verify(self, names: Collection[str]) -> None:
        """Nothing can happen to memory.

        Args:
            names: Names.
        """


class FolderShelf:
    """Keeps segments as files.

    Args:
        folder: Where.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, segment: Segment) -> str:
        """Write one and give its name.

        Args:
            segment: The segment.

        Raises:
            OSError: The folder cannot be written.
        """
        name = secrets.token_hex(8)
        write_arrays(self._folder / f"{name}{_ENDING}", segment.arrays())
        return name

    def get(self, name: str) -> Segment:
        """The segment of a name; its arrays are read when they are used.

        Args:
            name: As `put` gave it.

        Raises:
            Damaged: Its file is missing, cut off, or holds something else.
        """
        path = self._folder / f"{name}{_ENDING}"
        arrays = read_arrays(path)
        if not sound(arrays):
            raise Damaged(f"{path} is damaged; delete its folder: it is made again")
        return Segment(**arrays)

    def keep(self, names: Collection[str]) -> None:
        """Delete all other files; one that cannot be deleted now is deleted later.

        Args:
            names: The names that are needed.
        """
        for path in self._folder.glob(f"*{_ENDING}"):
            if path.name.removesuffix(_ENDING) not in names:
                try:
                    path.unlink(missing_ok=True)
                except OSError:  # another process holds it open, on Windows
                    continue

    def verify(self, names: Collection[str]) -> None:
        """Read every byte of some segments.

        Args:
            names: Which.

        Raises:
            Damaged: One is not as it was written.
        """
        for name in names:
            path = self._folder / f"{name}{_ENDING}"
            if broken := damaged(path):
                raise Damaged(f"{path} is damaged in {', '.join(broken)}; delete its folder: it is made again")


def forget(path: Path) -> None:
    """Delete an index, whatever became of it; other files in its folder stay.

    Args:
        path: Its folder.

    Raises:
        StoreError: It cannot be deleted.
    """
    files = [path] if path.is_file() else [*path.glob(f"{LEDGER}*"), *path.glob(f"*{_ENDING}")]
    try:
        for file in files:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: the damaged hoax index cannot be deleted ({error.strerror})") from None
