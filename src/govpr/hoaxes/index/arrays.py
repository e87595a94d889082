"""Named arrays in one file that is opened without being read: the memory of the machine holds what is used of it.

The file begins with a mark, the length of its header, and the header: JSON with the place, kind and checksum of each
array. Every array begins at a multiple of 64 bytes.
"""

import json
import mmap
import zlib
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from govpr.errors import Damaged
from govpr.text.files import write_pieces

Arrays: TypeAlias = Mapping[str, NDArray[Any]]

_MAGIC = b"govpr-a1"
_ALIGNED = 64
_LONGEST_HEADER = 1 << 16
_AT_ONCE = 1 << 18


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays into a file that appears whole or not at all.

    Args:
        path: The file.
        arrays: One-dimensional arrays by name.

    Raises:
        OSError: The folder cannot be written.
    """
    pieces = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    header, at = {}, 0
    for name, array in pieces.items():
        header[name] = [array.dtype.str, at, array.size, zlib.crc32(array.data if array.size else b"")]
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    told = json.dumps(header).encode()
    told += b" " * (-(len(_MAGIC) + 8 + len(told)) % _ALIGNED)
    begin = (_MAGIC, len(told).to_bytes(8, "little"), told)
    write_pieces(path, chain(begin, chain.from_iterable(map(_padded, pieces.values()))))


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file, as views of it that cannot be written.

    Args:
        path: The file.

    Raises:
        Damaged: It is not there, is cut off, or holds something else.
    """
    try:
        with path.open("rb") as file:
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return _views(whole)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{path} is damaged ({type(error).__name__}); delete it: it can be made again") from None


def damaged(path: Path) -> list[str]:
    """The names of arrays whose bytes are not those that were written. Reads all of them.

    Args:
        path: The file.

    Raises:
        Damaged: As `read_arrays`.
    """
    arrays = read_arrays(path)
    with path.open("rb") as file:
        header = _header(memoryview(file.read(_LONGEST_HEADER)))[0]
    return [name for name, array in arrays.items() if zlib.crc32(array.data if array.size else b"") != header[name][3]]


def _padded(array: NDArray[Any]) -> Iterator[bytes]:
    """The bytes of an array, some at a time: all of them at once would be in memory twice."""
    for start in range(0, array.size, _AT_ONCE):
        yield array[start : start + _AT_ONCE].tobytes()
    yield bytes(-array.nbytes % _ALIGNED)


def _header(whole: memoryview) -> tuple[dict[str, Any], int]:
    start = len(_MAGIC) + 8
    length = int.from_bytes(whole[len(_MAGIC) : start], "little")
    if bytes(whole[: len(_MAGIC)]) != _MAGIC or start + length > min(len(whole), _LONGEST_HEADER):
        raise ValueError
    return json.loads(bytes(whole[start : start + length])), start + length


def _views(whole: memoryview) -> dict[str, NDArray[Any]]:
    header, start = _header(whole)
    return {
        name: np.frombuffer(whole, dtype=np.dtype(kind), count=size, offset=start + at)
        if size
        else np.empty(0, dtype=np.dtype(kind))
        for name, (kind, at, size, _) in header.items()
    }
