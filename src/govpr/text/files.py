"""Files that are written whole or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_changed(path: Path, data: bytes | str, *, mode: int = 0o644) -> bool:
    """Write a file unless it holds exactly this already.

    The bytes go to a file beside it first and take its name in one step, so nobody ever reads half of them.

    Args:
        path: The file; its folder is made where it is missing.
        data: Its content. Text is written as UTF-8, line ends as they are.
        mode: Who may read it: everybody, as a web server needs, or 0o600 for its owner alone.

    Returns:
        Whether anything was written.

    Raises:
        OSError: The folder cannot be written.
    """
    content = data.encode() if isinstance(data, str) else data
    if path.is_file() and path.read_bytes() == content:
        return False
    write_pieces(path, (content,), mode=mode)
    return True


def write_pieces(path: Path, pieces: Iterable[bytes], *, mode: int = 0o644) -> None:
    """Write a file piece by piece; it takes its name when it is whole.

    Args:
        path: The file; its folder is made where it is missing.
        pieces: Its content, in order.
        mode: Who may read it.

    Raises:
        OSError: The folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
