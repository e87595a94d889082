"""Bytes to text, whatever they are."""

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
