"""Pictures and films beside a campaign file: found, inside its folder, and described by what they are."""

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from govpr.campaigns.toml_file import tables_in
from govpr.errors import InvalidFile, Problem
from govpr.media.inspecting import inspect

TYPES = (".gif", ".jpeg", ".jpg", ".mov", ".mp4", ".png", ".webm", ".webp")
"""How the names of files may end; what a file is, its content says."""


def describe_media(campaign: Any, folder: Path) -> list[Problem]:
    """Fill in what every medium in a campaign's table is: kind, type, bytes, digest, width, height and length.

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
    known = Path(name).suffix.lower() in TYPES
    if not known:
        yield Problem(f"{path}.file", f"is {name!r}", f"use a file that ends with {', '.join(TYPES)}")
    file = _inside(name, folder)
    if file is None:
        yield Problem(f"{path}.file", f"is {name!r}, outside the campaign's folder", "put it beside the campaign file")
    elif known:
        yield from _filled(medium, path, file)


def _inside(name: str, folder: Path) -> Path | None:
    """The file, unless its path leads out of the folder, by itself or through a link."""
    if "\\" in name or "\0" in name or Path(name).is_absolute() or ".." in Path(name).parts:
        return None
    try:
        file = (folder / name).resolve()
        return file if file.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError, RuntimeError):
        return None


def _filled(medium: dict[str, Any], path: str, file: Path) -> Iterator[Problem]:
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe would be waited for without end
            yield Problem(f"{path}.file", "cannot be read: it is no file", "name the picture or film itself")
            return
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
        found = inspect(file)
    except OSError as error:
        yield Problem(f"{path}.file", f"cannot be read: {error.strerror}", "check its name; upper and lower case count")
        return
    except InvalidFile as error:
        yield from (Problem(f"{path}.file", problem.message, problem.advice) for problem in error.problems)
        return
    facts: dict[str, Any] = {"kind": found.kind.value, "type": found.type, "digest": digest, "size": size}
    measures = {"width": found.width, "height": found.height, "seconds": found.seconds}
    facts |= {name: measure for name, measure in measures.items() if measure is not None}
    for name, fact in facts.items():
        if medium.get(name, fact) != fact:
            yield Problem(f"{path}.{name}", "is not what the file is", f"remove {name}: it is read from the file")
    medium.update(facts)
