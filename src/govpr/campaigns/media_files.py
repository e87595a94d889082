"""Pictures and films beside a campaign file: found, inside its folder, and described by what they are."""

import hashlib
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from govpr.campaigns.toml_file import tables_in
from govpr.errors import Problem
from govpr.models import MediaKind

TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".webm": "video/webm",
    ".webp": "image/webp",
}


def describe_media(campaign: Any, folder: Path) -> list[Problem]:
    """Fill in kind, type, size and digest of every medium in a campaign's table.

    Args:
        campaign: The table `campaign` of a file, of any shape; its media tables are changed.
        folder: The folder of the campaign file.

    Returns:
        What is wrong with the files.
    """
    return [problem for path, medium in _media(campaign) for problem in _describe(medium, path, folder)]


def _media(campaign: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, message in tables_in(campaign, "messages", "campaign"):
        yield from ((place, medium) for place, medium in tables_in(message, "media", path) if isinstance(medium, dict))


def _describe(medium: dict[str, Any], path: str, folder: Path) -> Iterator[Problem]:
    name = medium.get("file")
    if not isinstance(name, str) or not name.strip():
        return
    kind = TYPES.get(Path(name).suffix.lower())
    if kind is None:
        yield Problem(f"{path}.file", f"is {name!r}", f"use a file that ends with {', '.join(TYPES)}")
    file = _inside(name, folder)
    if file is None:
        yield Problem(f"{path}.file", f"is {name!r}, outside the campaign's folder", "put it beside the campaign file")
    elif kind is not None:
        yield from _filled(medium, path, file, kind)


def _inside(name: str, folder: Path) -> Path | None:
    """The file, unless its path leads out of the folder, by itself or through a link."""
    if "\\" in name or "\0" in name or Path(name).is_absolute() or ".." in Path(name).parts:
        return None
    try:
        file = (folder / name).resolve()
        return file if file.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError, RuntimeError):
        return None


def _filled(medium: dict[str, Any], path: str, file: Path, kind: str) -> Iterator[Problem]:
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe would be waited for without end
            yield Problem(f"{path}.file", "cannot be read: it is no file", "name the picture or film itself")
            return
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError as error:
        yield Problem(f"{path}.file", f"cannot be read: {error.strerror}", "check its name; upper and lower case count")
        return
    shown = MediaKind.VIDEO if kind.startswith("video/") else MediaKind.IMAGE
    facts: Mapping[str, Any] = {"kind": shown.value, "type": kind, "digest": digest, "size": size}
    for name, fact in facts.items():
        if medium.get(name, fact) != fact:
            yield Problem(f"{path}.{name}", "is not what the file is", f"remove {name}: it is read from the file")
    medium.update(facts)
