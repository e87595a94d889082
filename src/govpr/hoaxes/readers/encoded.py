"""Bytes to text, whatever they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govpr.errors import InvalidFile, Problem


def read_text(path: Path) -> str:
    """A file's text: UTF-8, or UTF-16 with its mark, as spreadsheets save it.

    Args:
        path: The file.

    Raises:
        InvalidFile: It cannot be read, or is in another encoding.
    """
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have this name"
        raise InvalidFile([Problem("", f"cannot be read: {reason}", "check the path")], str(path)) from None
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidFile([Problem("", "is no UTF-8 text", "save the file as UTF-8", line)], str(path)) from None


@contextmanager
def opened_lines(path: Path) -> Iterator[Iterator[str]]:
    """A file's lines with their ends, one after the other, read as they are asked for.

    Args:
        path: The file.

    Raises:
        InvalidFile: It cannot be read, or is in another encoding.
    """
    try:
        with path.open("rb") as file:
            wide = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
        with path.open(encoding="utf-16" if wide else "utf-8-sig", newline="") as lines:
            yield iter(lines)
    except (OSError, ValueError):
        read_text(path)  # says what is wrong, and on which line
        raise
